from django.urls import path

from shiliu.office.places import views_areas, views_boundaries, views_grid, views_import

app_name = "office_places"
urlpatterns = [
    path("", views_areas.areas, name="areas"),
    path("new/", views_areas.create_area, name="create_area"),
    path("<int:pk>/", views_areas.area, name="area"),
    path("<int:pk>/edit/", views_areas.edit_area, name="edit_area"),
    path("<int:pk>/boundary/", views_boundaries.of_area, name="boundary"),
    path("<int:pk>/retire/", views_areas.retire_area, name="retire_area"),
    path("<int:pk>/restore/", views_areas.restore_area, name="restore_area"),
    path("<int:pk>/take-back/<int:row>/", views_areas.revert_area, name="revert_area"),
    path("import/", views_import.areas, name="import_areas"),
    path("import/grid/", views_import.cells, name="import_cells"),
    path("grid/", views_grid.grid, name="grid"),
    path("grid/<int:pk>/", views_grid.cells, name="cells"),
    path("grid/<int:pk>/new/", views_grid.create_cell, name="create_cell"),
    path("cells/<int:pk>/", views_grid.cell, name="cell"),
    path("cells/<int:pk>/edit/", views_grid.edit_cell, name="edit_cell"),
    path("cells/<int:pk>/boundary/", views_boundaries.of_cell, name="cell_boundary"),
    path("cells/<int:pk>/retire/", views_grid.retire_cell, name="retire_cell"),
    path("cells/<int:pk>/restore/", views_grid.restore_cell, name="restore_cell"),
    path("cells/<int:pk>/take-back/<int:row>/", views_grid.revert_cell, name="revert_cell"),
    path("layers/", views_grid.layers, name="layers"),
    path("layers/new/", views_grid.create_layer, name="create_layer"),
    path("layers/<int:pk>/", views_grid.edit_layer, name="edit_layer"),
    path("layers/<int:pk>/retire/", views_grid.retire_layer, name="retire_layer"),
    path("layers/<int:pk>/restore/", views_grid.restore_layer, name="restore_layer"),
    path("layers/<int:pk>/take-back/<int:row>/", views_grid.revert_layer, name="revert_layer"),
]
