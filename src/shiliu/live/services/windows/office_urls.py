from django.urls import path

from shiliu.live.services.windows import office_roster, office_views

app_name = "office_windows"
urlpatterns = [
    path("", office_views.windows, name="windows"),
    path("new/", office_views.create, name="create"),
    path("<int:pk>/", office_views.window, name="window"),
    path("<int:pk>/edit/", office_views.edit, name="edit"),
    path("<int:pk>/items/", office_views.items, name="items"),
    path("<int:pk>/retire/", office_views.retire, name="retire"),
    path("<int:pk>/restore/", office_views.restore, name="restore"),
    path("<int:pk>/take-back/<int:row>/", office_views.take_back, name="take_back"),
    path("<int:pk>/hours/", office_roster.add_hours, name="add_hours"),
    path("<int:pk>/hours/<str:key>/remove/", office_roster.remove_hours, name="remove_hours"),
    path("<int:pk>/days/", office_roster.add_day, name="add_day"),
    path("<int:pk>/days/<str:day>/remove/", office_roster.remove_day, name="remove_day"),
    path("<int:pk>/roster/", office_roster.add_turn, name="add_turn"),
    path("<int:pk>/roster/<slug:key>/", office_roster.turn, name="turn"),
    path("<int:pk>/roster/<slug:key>/remove/", office_roster.remove_turn, name="remove_turn"),
    path("<int:pk>/roster/<slug:key>/skip/", office_roster.skip_turn, name="skip_turn"),
]
