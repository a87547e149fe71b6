"""Addresses of agreements, inside those of mediation (mediation/urls.py)."""

from django.urls import path

from shiliu.govern.mediation.agreements import views

urlpatterns = [
    path("mediation/routes/", views.routes, name="routes"),
    path("mediation/<uuid:key>/words/", views.words, name="words"),
    path("mediation/<uuid:key>/language/", views.tongue, name="tongue"),
    path("mediation/<uuid:key>/sign/", views.sign, name="sign"),
    path("mediation/<uuid:key>/agreement.pdf", views.paper, name="agreement_pdf"),
    path("mediation/<uuid:key>/notice.pdf", views.notice, name="notice"),
    path("mediation/<uuid:key>/court.zip", views.package, name="package"),
]
