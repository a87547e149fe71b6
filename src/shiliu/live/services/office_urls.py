"""Addresses of the office, below /office/."""

from django.urls import include, path

urlpatterns = [
    path("services/", include("shiliu.live.services.catalogue.office_urls")),
]
