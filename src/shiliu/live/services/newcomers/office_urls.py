from django.urls import path

from shiliu.live.services.newcomers import views_office

app_name = "office_newcomers"
urlpatterns = [
    path("", views_office.steps, name="steps"),
    path("new/", views_office.step, name="new"),
    path("starter/", views_office.load_starter, name="starter"),
    path("asks/<uuid:key>/", views_office.ask, name="ask"),
    path("<int:pk>/", views_office.step, name="step"),
    path("<int:pk>/take-back/<int:row>/", views_office.take_back, name="take_back"),
    path("<int:pk>/use/<slug:verb>/", views_office.use, name="use"),
]
