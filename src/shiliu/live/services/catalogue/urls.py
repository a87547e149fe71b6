from django.urls import path

from shiliu.live.services.catalogue import views

app_name = "services"
urlpatterns = [
    path("", views.items, name="items"),
    path("<str:code>/", views.item, name="item"),
]
