from django.urls import path

from shiliu.office.places import views_public as views

app_name = "places"
urlpatterns = [
    path("", views.who_serves, name="who_serves"),
    path("card/", views.card, name="card"),
    path("features.json", views.features, name="features"),
]
