from django.urls import path

from shiliu.live.services.newcomers import views

app_name = "newcomers"
urlpatterns = [
    path("", views.checklist, name="checklist"),
    path("greeter/", views.ask, name="ask"),
    path("greeter/asked/", views.asked, name="asked"),
]
