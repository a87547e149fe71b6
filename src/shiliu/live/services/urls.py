"""Addresses everyone may know; those of the office are in office_urls."""

from django.urls import include, path

urlpatterns = [
    path("services/", include("shiliu.live.services.catalogue.urls")),
    path("cards/", include("shiliu.live.services.cards.urls")),
]
