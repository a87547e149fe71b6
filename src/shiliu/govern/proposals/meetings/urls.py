from django.urls import path

from shiliu.govern.proposals.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("numbers/", views.numbers, name="numbers"),
    path("affairs/", views.affairs, name="affairs"),
    path("affairs/<int:pk>/", views.affair, name="affair"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/minutes/", views.minutes, name="minutes"),
    path("<int:pk>/paper/", views.paper, name="paper"),
    path("<int:pk>/press/<slug:verb>/", views.press, name="press"),
]
