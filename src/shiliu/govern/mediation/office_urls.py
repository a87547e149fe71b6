"""Addresses of the office's side of mediation."""

from django.urls import include, path

from shiliu.govern.mediation.files import views_office

app_name = "office_mediation"
urlpatterns = [
    path("mediation/", views_office.files, name="files"),
    path("mediation/offer/", views_office.offer, name="offer"),
    path("mediation/seal/", views_office.seal, name="seal"),
    path("mediation/committees/", include("shiliu.govern.mediation.panel.office_urls")),
    path("mediation/", include("shiliu.govern.mediation.table.office_urls")),
]
