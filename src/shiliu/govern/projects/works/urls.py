from django.urls import path

from shiliu.govern.projects.works import views, views_acceptance

app_name = "works"
urlpatterns = [
    path("", views.projects, name="projects"),
    path("map.geojson", views.places, name="places"),
    path("sums/", views.roll_up, name="roll_up"),
    path("leave/", views.leave, name="leave"),
    path("shifts/<int:pk>/", views.shift, name="shift"),
    path("shifts/joined/", views.joined, name="joined"),
    path("acceptances/<int:pk>/", views_acceptance.acceptance, name="acceptance"),
    path("acceptances/<int:pk>/ticket/<slug:verb>/", views_acceptance.ticket, name="ticket"),
    path("acceptances/<int:pk>/say/", views_acceptance.say, name="say"),
    path("acceptances/<int:pk>/decline/", views_acceptance.decline, name="decline"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/money/", views.money, name="money"),
    path("<int:pk>/money.csv", views.money_csv, name="money_csv"),
    path("<int:pk>/follow/<slug:verb>/", views.follow, name="follow"),
    path("<int:pk>/rate/", views.rate, name="rate"),
]
