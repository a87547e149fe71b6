from django.urls import path

from shiliu.live.circle import views_office, views_rules

app_name = "office_circle"
urlpatterns = [
    path("", views_office.facilities, name="facilities"),
    path("new/", views_office.enter, name="enter"),
    path("<int:pk>/", views_office.facility, name="facility"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/take-back/<int:row>/", views_office.revert, name="revert"),
    path("<int:pk>/merge/<int:into>/", views_office.merge, name="merge"),
    path("<int:pk>/<slug:verb>/", views_office.act, name="act"),
    path("round/", views_office.confirm_round, name="round"),
    path("duplicates/", views_office.duplicates, name="duplicates"),
    path("import/", views_rules.import_facilities, name="import_facilities"),
    path("import/homes/", views_rules.import_homes, name="import_homes"),
    path("runs/", views_rules.runs, name="runs"),
    path("runs/start/", views_rules.start, name="start"),
    path("numbers/", views_rules.settings, name="settings"),
    path("numbers/<str:name>/", views_rules.setting, name="setting"),
    path("numbers/<str:name>/unset/", views_rules.unset, name="unset"),
    path("types/", views_rules.types, name="types"),
    path("types/load/", views_rules.load_types, name="load_types"),
    path("types/<int:pk>/", views_rules.edit_type, name="edit_type"),
    path("types/<int:pk>/take-back/<int:row>/", views_rules.revert_type, name="revert_type"),
    path("candidates/", views_rules.candidates, name="candidates"),
    path("candidates/<int:pk>/take-back/", views_rules.take_back, name="take_back"),
    path("gaps/<int:pk>/put-forward/", views_rules.put_forward, name="put_forward"),
]
