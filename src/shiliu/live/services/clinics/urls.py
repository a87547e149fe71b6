from django.urls import path

from shiliu.live.services.clinics import views

app_name = "clinics"
urlpatterns = [
    path("", views.clinics, name="clinics"),
    path("advisers/", views.advisers, name="advisers"),
    path("asked/", views.asked, name="asked"),
    path("at/<slug:code>/", views.clinic, name="clinic"),
    path("at/<slug:code>/hours.ics", views.hours_calendar, name="hours_calendar"),
    path("at/<slug:code>/hold/", views.hold, name="hold"),
    path("at/<slug:code>/wait/", views.wait, name="wait"),
    *views.PAGES.paths("bookings/"),
]
