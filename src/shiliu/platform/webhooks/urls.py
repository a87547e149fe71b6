from django.urls import path

from shiliu.platform.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.hooks, name="hooks"),
    path("new/", views.create, name="new"),
    path("<int:hook>/", views.one, name="hook"),
    path("<int:hook>/edit/", views.edit, name="edit"),
    path("<int:hook>/<slug:verb>/", views.act, name="act"),
    path("<int:hook>/deliveries/<int:delivery>/send-again/", views.send_again, name="send_again"),
]
