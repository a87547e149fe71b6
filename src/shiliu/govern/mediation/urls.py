"""Addresses of mediation for those at a table; no number in them counts the files."""

from django.urls import path

from shiliu.govern.mediation.files import views

app_name = "mediation"
urlpatterns = [
    path("mediation/", views.about, name="about"),
    path("mediation/mine/", views.mine, name="mine"),
]
