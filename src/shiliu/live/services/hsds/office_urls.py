from django.urls import path

from shiliu.live.services.hsds import views

app_name = "office_hsds"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("<int:pk>/take-back/<int:row>/", views.revert, name="revert"),
]
