from django.urls import path

from shiliu.live.services.queue import views

app_name = "queue"
urlpatterns = [
    path("", views.halls, name="halls"),
    path("number/<str:key>/", views.place, name="place"),
    path("number/<str:key>/now/", views.place_now, name="place_now"),
    path("number/<str:key>/drawn/", views.drawn, name="drawn"),
    path("number/<str:key>/give-up/", views.give_up, name="give_up"),
    path("<slug:code>/", views.hall, name="hall"),
    path("<slug:code>/kiosk/", views.kiosk, name="kiosk"),
    path("<slug:code>/screen/", views.screen, name="screen"),
    path("<slug:code>/screen.json", views.screen_now, name="screen_now"),
]
