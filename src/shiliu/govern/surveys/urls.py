from django.urls import path

from shiliu.govern.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("never/", views.never, name="never"),
    path("<int:pk>/", views.round_page, name="round"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/thanks/", views.thanks, name="thanks"),
    path("<int:pk>/form.pdf", views.paper_form, name="paper"),
    path("<int:pk>/results.csv", views.results_csv, name="csv"),
    path("<int:pk>/results.json", views.results_json, name="json"),
]
