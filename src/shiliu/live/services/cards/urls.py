from django.urls import path

from shiliu.live.services.cards import views

app_name = "cards"
urlpatterns = [
    path("", views.card, name="card"),
    path("card.pdf", views.pdf, name="pdf"),
    path("card.vcf", views.contacts, name="contacts"),
    path("card.html", views.keep, name="keep"),
]
