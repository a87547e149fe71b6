from django.urls import path

from shiliu.govern.proposals.meetings import views_affairs, views_office

app_name = "office_meetings"
urlpatterns = [
    path("", views_office.meetings, name="meetings"),
    path("new/", views_office.new, name="new"),
    path("affairs/new/", views_affairs.publish, name="publish"),
    path("affairs/<int:pk>/", views_affairs.affair, name="affair"),
    path("questions/<int:pk>/", views_affairs.answer, name="answer"),
    path("numbers/", views_affairs.numbers, name="numbers"),
    path("numbers/defaults/", views_affairs.defaults, name="defaults"),
    path("numbers/<slug:what>/<int:pk>/", views_affairs.number, name="number"),
    path("items/<int:pk>/", views_office.decide, name="decide"),
    path("items/<int:pk>/remove/", views_office.remove_item, name="remove_item"),
    path("<int:pk>/", views_office.meeting, name="meeting"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/do/<slug:what>/", views_office.step, name="step"),
    path("<int:pk>/press/<slug:verb>/", views_office.press, name="press"),
]
