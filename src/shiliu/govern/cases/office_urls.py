"""Addresses of the people who work on cases; included by urls.py below /cases/office/."""

from django.urls import path

from shiliu.govern.cases import (
    moderation_urls,
    views_board,
    views_catalogue,
    views_desk,
    views_import,
    views_intake,
    views_joint,
    views_summons,
)

urlpatterns = [
    *moderation_urls.urlpatterns,
    path("office/", views_desk.queue, name="queue"),
    path("office/<int:pk>/", views_desk.desk, name="desk"),
    path("office/<int:pk>/move/<slug:verb>/", views_desk.move, name="move"),
    path("office/<int:pk>/remark/", views_desk.remark, name="remark"),
    path("office/<int:pk>/contact/", views_desk.contact, name="contact"),
    path("office/<int:pk>/parts/", views_joint.ask_part, name="ask_part"),
    path("office/parts/<int:pk>/", views_joint.part, name="part"),
    path("office/<int:pk>/table/", views_summons.ask, name="ask_summons"),
    path("office/tables/", views_summons.listed, name="summonses"),
    path("office/tables/<int:pk>/", views_summons.one, name="summons"),
    path("office/intake/", views_intake.intake, name="intake"),
    path("office/intake/<int:pk>/slip/", views_intake.slip, name="slip"),
    path("office/board/", views_board.board, name="board"),
    path("office/import/", views_import.imports, name="imports"),
    path("office/import/<slug:key>/", views_import.check, name="import_check"),
    path("office/import/<slug:key>/rejects.csv", views_import.rejects, name="import_rejects"),
    path("office/import/runs/<int:pk>/", views_import.run, name="import_run"),
    path("office/import/runs/<int:pk>/undo/", views_import.undo, name="import_undo"),
    path("office/catalogue/", views_catalogue.versions, name="catalogue_versions"),
    path("office/catalogue/begin/", views_catalogue.begin, name="catalogue_begin"),
    path("office/catalogue/draft/", views_catalogue.draft, name="catalogue_draft"),
    path("office/catalogue/draft/entry/", views_catalogue.entry, name="catalogue_entry"),
    path("office/catalogue/draft/entry/<int:category>/", views_catalogue.entry, name="catalogue_entry"),
    path("office/catalogue/draft/entry/<int:category>/remove/", views_catalogue.remove, name="catalogue_remove"),
    path("office/catalogue/draft/upload/", views_catalogue.upload, name="catalogue_upload"),
    path("office/catalogue/draft/publish/", views_catalogue.publish, name="catalogue_publish"),
    path("office/catalogue/draft/discard/", views_catalogue.discard, name="catalogue_discard"),
]
