from django.urls import path

from shiliu.govern.proposals.cloud import feeds, views, views_own, views_talk

app_name = "proposals"
urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("places.geojson", feeds.geojson, name="geojson"),
    path("proposals.csv", feeds.csv, name="csv"),
    path("feed.atom", feeds.atom, name="atom"),
    path("feed.rss", feeds.rss, name="rss"),
    path("log/", views.log, name="log"),
    path("mine/", views_own.mine, name="mine"),
    path("new/", views_own.new, name="new"),
    path("<int:pk>/", views.proposal, name="proposal"),
    path("<int:pk>/edit/", views_own.edit, name="edit"),
    path("<int:pk>/preview/", views_own.preview, name="preview"),
    path("<int:pk>/discard/", views_own.discard, name="discard"),
    path("<int:pk>/withdraw/", views_own.withdraw, name="withdraw"),
    path("<int:pk>/join/", views_own.join, name="join"),
    path("<int:pk>/part/", views_own.part, name="part"),
    path("joining/<int:pk>/<slug:verb>/", views_own.settle_join, name="settle_join"),
    path("<int:pk>/press/<slug:verb>/", views_talk.press, name="press"),
    path("<int:pk>/comments/", views.comments, name="comments"),
    path("<int:pk>/comments/new/", views_talk.comment, name="comment"),
    path("comments/<int:pk>/reply/", views_talk.reply, name="reply"),
    path("comments/<int:pk>/remove/", views_talk.remove_comment, name="remove_comment"),
    path("<int:pk>/versions/", views.versions, name="versions"),
    path("<int:pk>/wordings/", views.wordings, name="wordings"),
    path("<int:pk>/wordings/new/", views_talk.suggest, name="suggest"),
    path("wordings/<int:pk>/<slug:verb>/", views_talk.settle_wording, name="settle_wording"),
    path("<int:pk>/in/<str:language>/", views_talk.translate, name="translate"),
    path("hide/<slug:kind>/<int:pk>/", views_talk.moderate, name="moderate"),
    path("appeal/<slug:kind>/<int:pk>/", views_talk.appeal, name="appeal"),
]
