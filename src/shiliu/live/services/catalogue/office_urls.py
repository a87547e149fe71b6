from django.urls import path

from shiliu.live.services.catalogue import views_confirm, views_finder, views_office, views_rows

app_name = "office_services"
urlpatterns = [
    path("", views_office.items, name="items"),
    path("services.csv", views_office.table, name="table"),
    path("new/", views_office.create, name="create"),
    path("<int:pk>/", views_office.item, name="item"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/offer/", views_office.offer, name="offer"),
    path("<int:pk>/retire/", views_office.retire, name="retire"),
    path("<int:pk>/form/", views_office.form_to_print, name="form"),
    path("<int:pk>/take-back/<int:row>/", views_office.revert, name="revert"),
    path("confirm/", views_confirm.confirm, name="confirm"),
    path("confirm/rounds/", views_confirm.rounds, name="rounds"),
    path("confirm/rounds/<int:pk>/remind/", views_confirm.remind, name="remind"),
    path("confirm/open/", views_confirm.open_round, name="open_round"),
    path("import/", views_rows.import_items, name="import"),
    path("import/finder/", views_rows.import_finder, name="import_finder"),
    path("import/not-issued/", views_rows.import_not_issued, name="import_not_issued"),
    path("finder/", views_finder.finder, name="finder"),
    path("finder/new/", views_finder.question, name="create_question"),
    path("finder/preview/", views_finder.preview, name="finder_preview"),
    path("finder/preview/<slug:code>/", views_finder.preview, name="finder_preview_question"),
    path("finder/publish/", views_finder.publish, name="publish_finder"),
    path("finder/discard/", views_finder.discard, name="discard_finder"),
    path("finder/questions/<slug:code>/", views_finder.question, name="question"),
    path("finder/questions/<slug:code>/<slug:verb>/", views_finder.change_question, name="change_question"),
    path("finder/<int:pk>/take-back/<int:row>/", views_finder.revert, name="revert_finder"),
    path("finder.csv", views_rows.finder_table, name="finder_table"),
    path("rows/<slug:sort>/", views_rows.rows, name="rows"),
    path("rows/<slug:sort>/new/", views_rows.row, name="create_row"),
    path("rows/<slug:sort>/<slug:code>/", views_rows.row, name="row"),
    path("rows/<slug:sort>/<slug:code>/take-back/<int:row>/", views_rows.revert_row, name="revert_row"),
    path("rows/<slug:sort>/<slug:code>/<slug:verb>/", views_rows.change_row, name="change_row"),
]
