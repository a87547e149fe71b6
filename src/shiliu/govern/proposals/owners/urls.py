from django.urls import path

from shiliu.govern.proposals.owners import views

app_name = "owners"
urlpatterns = [
    path("", views.votes, name="votes"),
    path("matters/", views.matters, name="matters"),
    path("<int:pk>/", views.vote, name="vote"),
    path("<int:pk>/receipts/", views.receipts, name="receipts"),
]
