from django.urls import path

from shiliu.office.organisations import views, views_import

app_name = "organisations"
urlpatterns = [
    path("", views.units, name="units"),
    path("new/", views.create_unit, name="create_unit"),
    path("<int:pk>/", views.unit, name="unit"),
    path("<int:pk>/edit/", views.edit_unit, name="edit_unit"),
    path("<int:pk>/retire/", views.retire_unit, name="retire_unit"),
    path("<int:pk>/restore/", views.restore_unit, name="restore_unit"),
    path("<int:pk>/take-back/<int:row>/", views.revert_unit, name="revert_unit"),
    path("import/", views_import.units, name="import_units"),
    path("import/kinds/", views_import.kinds, name="import_kinds"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/new/", views.create_kind, name="create_kind"),
    path("kinds/<int:pk>/", views.edit_kind, name="edit_kind"),
    path("kinds/<int:pk>/take-back/<int:row>/", views.revert_kind, name="revert_kind"),
]
