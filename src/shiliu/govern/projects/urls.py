"""Addresses everyone may know; those of the office are in office_urls."""

from django.urls import include, path

urlpatterns = [
    path("pool/", include("shiliu.govern.projects.pool.urls")),
    path("projects/", include("shiliu.govern.projects.works.urls")),
    path("votes/", include("shiliu.govern.projects.votes.urls")),
]
