"""Addresses everyone may know; those of the office are in office_urls."""

from django.urls import include, path

urlpatterns = [
    path("proposals/", include("shiliu.govern.proposals.cloud.urls")),
    path("deliberations/", include("shiliu.govern.proposals.deliberation.urls")),
    path("meetings/", include("shiliu.govern.proposals.meetings.urls")),
    path("owners/", include("shiliu.govern.proposals.owners.urls")),
]
