"""Addresses of the office, below /office/."""

from django.urls import include, path

urlpatterns = [
    path("proposals/", include("shiliu.govern.proposals.cloud.office_urls")),
    path("deliberations/", include("shiliu.govern.proposals.deliberation.office_urls")),
    path("meetings/", include("shiliu.govern.proposals.meetings.office_urls")),
    path("owners/", include("shiliu.govern.proposals.owners.office_urls")),
]
