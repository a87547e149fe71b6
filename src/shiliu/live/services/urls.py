"""Addresses everyone may know; those of the office are in office_urls."""

from django.urls import include, path

urlpatterns = [
    path("services/for-programs/", include("shiliu.live.services.hsds.urls")),
    path("services/", include("shiliu.live.services.catalogue.urls")),
    path("windows/", include("shiliu.live.services.windows.urls")),
    path("appointments/", include("shiliu.live.services.appointments.urls")),
    path("queue/", include("shiliu.live.services.queue.urls")),
    path("visit/", include("shiliu.live.services.visit.urls")),
    path("cards/", include("shiliu.live.services.cards.urls")),
    path("clinics/", include("shiliu.live.services.clinics.urls")),
    path("newcomers/", include("shiliu.live.services.newcomers.urls")),
]
