from django.urls import path

from shiliu.live.services.appointments import views

app_name = "appointments"
urlpatterns = [
    path("", views.start, name="start"),
    path("open/", views.open_by_code, name="open"),
    path("new/", views.choose, name="choose"),
    path("hold/", views.hold, name="hold"),
    path("<int:pk>/", views.appointment, name="appointment"),
    path("<int:pk>/confirm/", views.fill, name="fill"),
    path("<int:pk>/let-go/", views.let_go, name="let_go"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/appointment.ics", views.calendar, name="calendar"),
]
