from django.urls import path

from shiliu.journeys import survey_to_card, unit_pages

app_name = "journeys"
urlpatterns = [
    path("units/", unit_pages.units, name="units"),
    path("units/<str:code>/", unit_pages.unit, name="unit"),
    path("cards/common/", survey_to_card.card, name="common_needs"),
]
