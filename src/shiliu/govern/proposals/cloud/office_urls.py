from django.urls import path

from shiliu.govern.proposals.cloud import views_office

app_name = "office_proposals"
urlpatterns = [
    path("", views_office.proposals, name="proposals"),
    path("<int:pk>/", views_office.proposal, name="proposal"),
    path("appeals/<int:pk>/", views_office.decide, name="decide"),
    path("rules/", views_office.rules, name="rules"),
    path("rules/<str:code>/", views_office.rule, name="rule"),
    path("rules/<str:code>/take-back/<int:row>/", views_office.take_back, name="take_back"),
]
