from django.urls import path

from shiliu.govern.projects.pool import views

app_name = "pool"
urlpatterns = [
    path("", views.candidates, name="candidates"),
    path("map.geojson", views.places, name="places"),
    path("rules/", views.exclusions, name="rules"),
    path("<int:pk>/", views.candidate, name="candidate"),
    path("<int:pk>/history/", views.history, name="history"),
]
