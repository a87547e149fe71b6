from django.urls import path

from shiliu.live.services.appointments import office_views

app_name = "office_appointments"
urlpatterns = [
    path("appointments/", office_views.days, name="days"),
    path("appointments/<int:pk>/mark/<slug:verb>/", office_views.mark, name="mark"),
    path("appointments/<int:pk>/slip/", office_views.slip, name="slip"),
    path("<int:pk>/day/", office_views.day, name="day"),
    path("<int:pk>/book/", office_views.book, name="book"),
    path("calendar/<str:key>/", office_views.calendar, name="calendar"),
]
