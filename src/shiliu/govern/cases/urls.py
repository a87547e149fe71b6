"""Addresses of the case loop: what everybody reads, what the asker does. The staff's are added from office_urls."""

from django.urls import path

from shiliu.govern.cases import (
    feeds,
    feeds_promises,
    views_junk,
    views_meant,
    views_noticeboard,
    views_offline,
    views_open,
    views_public,
    views_resident,
    views_submit,
    views_time,
)
from shiliu.govern.cases.office_urls import urlpatterns as office_patterns
from shiliu.govern.cases.urls_neighbours import urlpatterns as neighbour_patterns

app_name = "cases"
urlpatterns = [
    path("", views_public.public_list, name="public_list"),
    path("places.geojson", feeds.public_geojson, name="public_geojson"),
    path("ground.geojson", feeds.ground_geojson, name="ground"),
    path("cases.csv", feeds.public_csv, name="public_csv"),
    path("feed.atom", feeds.public_feed, name="public_feed"),
    path("feed.rss", feeds_promises.public_rss, name="public_rss"),
    path("steps.atom", feeds_promises.steps_feed, name="steps_feed"),
    path("calendar/<str:key>.ics", feeds_promises.private_calendar, name="private_calendar"),
    path("public/promises/", views_time.public_promises, name="public_promises"),
    path("public/promises.ics", feeds_promises.public_calendar, name="promises_calendar"),
    path("public/postponed/", views_time.postponed, name="postponed"),
    path("public/<int:pk>/feed.atom", feeds_promises.case_feed, name="case_feed"),
    path("public/<int:pk>/", views_public.public_case, name="public_case"),
    path("rates/", views_open.rates, name="rates"),
    path("noticeboard/", views_noticeboard.noticeboard, name="noticeboard"),
    path("catalogue/", views_open.catalogue, name="catalogue"),
    path("catalogue/<int:number>/", views_open.catalogue, name="catalogue_version"),
    path("catalogue/<int:number>.csv", feeds.catalogue_csv_file, name="catalogue_csv"),
    path("new/", views_submit.submit, name="submit"),
    path("new/offline/<str:language>/", views_offline.shell, name="offline"),
    path("new/token/", views_offline.token, name="offline_token"),
    path("new/waiting/", views_offline.send, name="offline_send"),
    path("new/meant/", views_meant.meant, name="meant"),
    path("new/serving/", views_submit.serving, name="serving"),
    path("track/", views_resident.track, name="track"),
    path("forget/", views_resident.forget, name="forget"),
    path("mine/", views_resident.mine, name="mine"),
    path("<int:pk>/", views_resident.case, name="case"),
    path("<int:pk>/sent/", views_submit.sent, name="sent"),
    path("<int:pk>/judge/", views_resident.judge, name="judge"),
    path("<int:pk>/withdraw/", views_resident.withdraw, name="withdraw"),
    path("<int:pk>/vouch/", views_junk.vouch, name="vouch"),
    path("<int:pk>/reply/", views_time.reply, name="reply"),
    path("<int:pk>/contest/", views_time.contest, name="contest"),
    path("<int:pk>/word/", views_resident.word, name="word"),
]
urlpatterns += neighbour_patterns
urlpatterns += office_patterns
