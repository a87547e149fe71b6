"""Addresses of the office pages about other programs; added to those of cases by urls.py."""

from django.urls import path

from shiliu.govern.cases.open311 import office

urlpatterns = [
    path("office/programs/", office.keys, name="open311_keys"),
    path("office/programs/<int:pk>/revoke/", office.revoke, name="open311_revoke"),
    path("office/<int:pk>/forward/", office.release, name="open311_release"),
    path("office/questions/", office.matters, name="open311_matters"),
    path("office/questions/<int:category>/", office.matter, name="open311_matter"),
    path("office/questions/<int:category>/new/", office.question, name="open311_question_new"),
    path("office/questions/<int:category>/<slug:code>/", office.question, name="open311_question"),
    path("office/questions/<int:category>/<slug:code>/remove/", office.remove, name="open311_question_remove"),
]
