from django.urls import path

from shiliu.platform.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.follow, name="follow"),
    path("<int:pk>/mark/", views.mark, name="mark"),
    path("mark-all/", views.mark_all, name="mark_all"),
    path("undo/", views.undo, name="undo"),
    path("channels/", views.channels, name="channels"),
    path("channels/<slug:key>/", views.change_channel, name="change_channel"),
    path("channels/<slug:key>/remove/", views.remove_channel, name="remove_channel"),
    path("channels/<slug:key>/test/", views.test_channel, name="test_channel"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("undelivered/<int:pk>/retry/", views.retry, name="retry"),
    path("undelivered/<int:pk>/settle/", views.settle, name="settle"),
]
