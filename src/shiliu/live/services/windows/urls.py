from django.urls import path

from shiliu.live.services.windows import views

app_name = "windows"
urlpatterns = [
    path("", views.windows, name="windows"),
    path("places.geojson", views.places, name="places"),
    path("<slug:code>/", views.window, name="window"),
    path("<slug:code>/hours.ics", views.hours_calendar, name="hours_calendar"),
    path("<slug:code>/roster.ics", views.roster_calendar, name="roster_calendar"),
]
