from django.urls import path

from shiliu.live.services.cards import views

app_name = "office_cards"
urlpatterns = [
    path("", views.lines, name="lines"),
    path("new/", views.line, name="new"),
    path("starter/", views.load_starter, name="starter"),
    path("<int:line>/", views.line, name="line"),
    path("<int:line>/take-back/<int:row>/", views.take_back, name="take_back"),
    path("<int:line>/retire/", views.retire, name="retire"),
    path("<int:line>/put-back/", views.put_back, name="put_back"),
]
