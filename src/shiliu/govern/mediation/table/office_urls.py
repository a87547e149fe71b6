from django.urls import path

from shiliu.govern.mediation.table import views_office

urlpatterns = [
    path("rooms/", views_office.rooms, name="rooms"),
    path("rooms/new/", views_office.room, name="new_room"),
    path("rooms/<int:pk>/", views_office.room, name="room"),
    path("rooms/<int:pk>/take-back/<int:row>/", views_office.revert_room, name="revert_room"),
    path("bodies/", views_office.bodies, name="bodies"),
    path("bodies/new/", views_office.body, name="new_body"),
    path("bodies/starter/", views_office.starter, name="starter"),
    path("bodies/<int:pk>/", views_office.body, name="body"),
    path("bodies/<int:pk>/take-back/<int:row>/", views_office.revert_body, name="revert_body"),
    path("kept/<slug:sort>/<int:pk>/<slug:verb>/", views_office.use, name="use"),
    path("asked/", views_office.asked, name="asked"),
    path("asked/<uuid:guest>/", views_office.take_place, name="take_place"),
    path("asked/<uuid:guest>/decline/", views_office.decline, name="decline"),
]
