from django.urls import path

from shiliu.live.services.catalogue import views

app_name = "services"
urlpatterns = [
    path("", views.items, name="items"),
    path("services.csv", views.table, name="table"),
    path("items/<str:code>/", views.item, name="item"),
    path("items/<str:code>/sheet/", views.sheet, name="sheet"),
    path("not-issued/", views.not_issued, name="not_issued"),
    path("not-issued/<slug:code>/", views.certificate, name="certificate"),
    path("finder/", views.finder, name="finder"),
    path("finder/<slug:code>/", views.finder, name="finder_question"),
]
