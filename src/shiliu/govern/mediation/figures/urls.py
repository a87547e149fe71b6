"""Addresses of the counts, inside those of mediation (mediation/urls.py)."""

from django.urls import path

from shiliu.govern.mediation.figures import views

urlpatterns = [
    path("mediation/figures/", views.figures, name="figures"),
    path("mediation/figures.csv", views.table, name="figures_csv"),
]
