from django.urls import path

from shiliu.govern.projects.works import views

app_name = "works"
urlpatterns = [
    path("", views.projects, name="projects"),
    path("map.geojson", views.places, name="places"),
    path("sums/", views.roll_up, name="roll_up"),
    path("leave/", views.leave, name="leave"),
    path("shifts/<int:pk>/", views.shift, name="shift"),
    path("shifts/joined/", views.joined, name="joined"),
    path("acceptances/<int:pk>/", views.acceptance, name="acceptance"),
    path("acceptances/<int:pk>/ticket/<slug:verb>/", views.ticket, name="ticket"),
    path("acceptances/<int:pk>/say/", views.say, name="say"),
    path("acceptances/<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/money/", views.money, name="money"),
    path("<int:pk>/money.csv", views.money_csv, name="money_csv"),
    path("<int:pk>/follow/<slug:verb>/", views.follow, name="follow"),
    path("<int:pk>/rate/", views.rate, name="rate"),
]
