"""Addresses of the office, below /office/."""

from django.urls import include, path

urlpatterns = [
    path("pool/", include("shiliu.govern.projects.pool.office_urls")),
    path("projects/", include("shiliu.govern.projects.works.office_urls")),
    path("votes/", include("shiliu.govern.projects.votes.office_urls")),
]
