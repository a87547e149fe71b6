from django.urls import path

from shiliu.live.services.visit import views_public

app_name = "visit"
urlpatterns = [path("", views_public.follow, name="follow")]
