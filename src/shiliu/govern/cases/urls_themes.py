"""Addresses of themes and of the needs in the case of one; included by office_urls.py."""

from django.urls import path

from shiliu.govern.cases import views_gathering, views_themes

urlpatterns = [
    path("office/themes/", views_themes.listed, name="themes"),
    path("office/themes.csv", views_themes.table, name="themes_csv"),
    path("office/themes/<int:area>/<int:category>/", views_themes.one, name="theme"),
    path("office/themes/<int:area>/<int:category>/open/", views_themes.open_case, name="theme_open"),
    path("office/<int:pk>/gathered/", views_gathering.gathered, name="gathered"),
    path("office/<int:pk>/gathered/put-in/", views_gathering.gather, name="gather"),
    path("office/<int:pk>/gathered/take-out/", views_gathering.release, name="release"),
    path("office/<int:pk>/gathered/answer/", views_gathering.answer_all, name="answer_all"),
]
