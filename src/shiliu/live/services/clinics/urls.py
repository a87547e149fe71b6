from django.urls import path

from shiliu.live.services.clinics import views

app_name = "clinics"
urlpatterns = [
    path("", views.clinics, name="clinics"),
    path("advisers/", views.advisers, name="advisers"),
    path("asked/", views.asked, name="asked"),
    path("open/", views.open_by_code, name="open"),
    path("bookings/<int:pk>/", views.booking, name="booking"),
    path("bookings/<int:pk>/confirm/", views.fill, name="fill"),
    path("bookings/<int:pk>/let-go/", views.let_go, name="let_go"),
    path("bookings/<int:pk>/move/", views.move, name="move"),
    path("bookings/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("bookings/<int:pk>/booking.ics", views.calendar, name="calendar"),
    path("at/<slug:code>/", views.clinic, name="clinic"),
    path("at/<slug:code>/hold/", views.hold, name="hold"),
]
