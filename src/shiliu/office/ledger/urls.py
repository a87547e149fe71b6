from django.urls import path

from shiliu.office.ledger import views

app_name = "ledger"
urlpatterns = [path("", views.rows, name="rows")]
