from django.urls import path

from shiliu.live.services.appointments import views

app_name = "appointments"
urlpatterns = [
    path("", views.start, name="start"),
    path("new/", views.choose, name="choose"),
    path("hold/", views.hold, name="hold"),
    path("wait/", views.wait, name="wait"),
    *views.PAGES.paths(),
]
