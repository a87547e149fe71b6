"""Addresses of the Open311 interface, below /open311/v2/."""

from django.urls import path

from shiliu.govern.cases.open311 import discovery, doors, requests, services, tokens

app_name = "open311"
urlpatterns = [
    path("", discovery.discovery, name="home"),
    path("discovery.<slug:form>", discovery.discovery, name="discovery"),
    path("services.<slug:form>", services.services, name="services"),
    path("services/<str:code>.<slug:form>", services.definition, name="definition"),
    path("requests.<slug:form>", requests.requests, name="requests"),
    path("requests/<str:number>.<slug:form>", requests.one, name="request"),
    path("servicerequestupdates.<slug:form>", requests.updates, name="updates"),
    path("tokens/<str:token>.<slug:form>", tokens.token, name="token"),
    path("<path:rest>.<slug:form>", doors.nothing, name="nothing"),
    path("<path:rest>", doors.nothing, name="nothing"),
]
