"""Addresses of mediation for those at a table; no number in them counts the files."""

from django.urls import include, path

from shiliu.govern.mediation.files import views

app_name = "mediation"
urlpatterns = [
    path("", include("shiliu.govern.mediation.agreements.urls")),
    path("", include("shiliu.govern.mediation.figures.urls")),
    path("mediation/", views.about, name="about"),
    path("mediation/apply/", views.apply, name="apply"),
    path("mediation/mine/", views.mine, name="mine"),
    path("mediation/open/", views.open_by_code, name="open"),
    path("mediation/forget/", views.forget, name="forget"),
    path("mediation/<uuid:key>/", views.file, name="file"),
    path("mediation/<uuid:key>/do/<slug:verb>/", views.do, name="do"),
    path("mediation/<uuid:key>/letter/", views.letter, name="letter"),
    path("mediation/", include("shiliu.govern.mediation.table.urls")),
]
