from datetime import date

from django.urls import path, register_converter

from shiliu.office.calendars import views


class DateConverter:
    regex = r"\d{4}-\d{2}-\d{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(str)


register_converter(DateConverter, "calendar_date")
app_name = "calendars"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.open_calendar, name="open"),
    path("bring-back/<int:area>/undo/", views.reopen_calendar, name="reopen"),
    path("<int:pk>/", views.calendar, name="calendar"),
    path("<int:pk>/take-back/<int:row>/", views.take_back, name="take_back"),
    path("<int:pk>/close/", views.close_calendar, name="close"),
    path("<int:pk>/days/", views.days, name="days"),
    path("<int:pk>/days/<calendar_date:first>/<calendar_date:last>/remove/", views.remove_days, name="remove_days"),
    path("<int:pk>/years/", views.announce, name="announce"),
    path("<int:pk>/years/<int:year>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/hours/", views.hours, name="hours"),
    path("<int:pk>/hours/<str:key>/", views.hours, name="change_hours"),
    path("<int:pk>/hours/<str:key>/remove/", views.remove_hours, name="remove_hours"),
    path("<int:pk>/table/", views.table, name="table"),
]
