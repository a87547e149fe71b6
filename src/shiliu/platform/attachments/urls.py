from django.urls import path

from shiliu.platform.attachments import views

app_name = "attachments"
urlpatterns = [
    path("<uuid:key>/", views.full, name="full"),
    path("<uuid:key>/thumb/", views.thumb, name="thumb"),
]
