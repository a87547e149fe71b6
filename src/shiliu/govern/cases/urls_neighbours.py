"""Addresses of “me too” and of who follows a case; included by urls.py below /cases/."""

from django.urls import path

from shiliu.govern.cases import views_neighbours, views_submit

urlpatterns = [
    path("public/<int:pk>/me-too/", views_neighbours.me_too, name="me_too"),
    path("public/<int:pk>/follow/", views_neighbours.follow, name="follow"),
    path("follow/<str:key>/", views_neighbours.follow_link, name="follow_link"),
    path("new/similar/", views_submit.similar, name="similar"),
]
