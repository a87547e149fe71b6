from django.urls import path

from shiliu.live.services.hsds import views

app_name = "hsds"
urlpatterns = [path("", views.profile, name="profile")]
