from django.urls import path

from shiliu.govern.proposals.deliberation import views, views_own

app_name = "deliberations"
urlpatterns = [
    path("", views.topics, name="topics"),
    path("rules/", views.rules, name="rules"),
    path("log/", views.log, name="log"),
    path("<int:pk>/", views.topic, name="topic"),
    path("<int:pk>/statements/", views.statements, name="statements"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/counts.csv", views.csv, name="csv"),
    path("<int:pk>/own/", views_own.own, name="own"),
    path("<int:pk>/say/", views_own.say, name="say"),
    path("<int:pk>/press/<slug:verb>/", views_own.follow, name="follow"),
    path("statements/<int:pk>/answer/", views_own.answer, name="answer"),
    path("statements/<int:pk>/take-back/", views_own.take_back, name="take_back"),
    path("statements/<int:pk>/appeal/", views_own.appeal, name="appeal"),
]
