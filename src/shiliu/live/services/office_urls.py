"""Addresses of the office, below /office/."""

from django.urls import include, path

urlpatterns = [
    path("services/for-programs/", include("shiliu.live.services.hsds.office_urls")),
    path("services/", include("shiliu.live.services.catalogue.office_urls")),
    path("windows/", include("shiliu.live.services.appointments.office_urls")),
    path("windows/", include("shiliu.live.services.windows.office_urls")),
    path("queue/", include("shiliu.live.services.queue.office_urls")),
    path("visit/", include("shiliu.live.services.visit.office_urls")),
    path("cards/", include("shiliu.live.services.cards.office_urls")),
    path("clinics/", include("shiliu.live.services.clinics.office_urls")),
    path("newcomers/", include("shiliu.live.services.newcomers.office_urls")),
]
