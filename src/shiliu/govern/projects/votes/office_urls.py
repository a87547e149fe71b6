from django.urls import path

from shiliu.govern.projects.votes import views_keying, views_office, views_running

app_name = "office_votes"
urlpatterns = [
    path("", views_office.votes, name="votes"),
    path("new/", views_office.new, name="new"),
    path("<int:pk>/", views_office.vote, name="vote"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/items/", views_office.items, name="items"),
    path("<int:pk>/drop/", views_office.drop, name="drop"),
    path("<int:pk>/announce/", views_office.announce, name="announce"),
    path("<int:pk>/phases/<slug:code>/", views_running.phase, name="phase"),
    path("<int:pk>/give-up/", views_running.give_up, name="give_up"),
    path("<int:pk>/close/", views_running.close, name="close"),
    path("<int:pk>/packets/", views_running.packets, name="packets"),
    path("<int:pk>/hand-out/", views_running.hand_out, name="hand_out"),
    path("packets/<int:pk>/void/", views_running.void, name="void"),
    path("<int:pk>/piles/", views_keying.begin, name="begin_batch"),
    path("piles/<int:pk>/", views_keying.batch, name="batch"),
    path("piles/<int:pk>/sheets/<int:number>/", views_keying.sheet, name="sheet"),
    path("piles/<int:pk>/end/", views_keying.end, name="end_keying"),
    path("piles/<int:pk>/settle/<int:number>/", views_keying.settle, name="settle"),
    path("piles/<int:pk>/count/", views_keying.take, name="take"),
    path("piles/<int:pk>/drop/", views_keying.drop, name="drop_batch"),
]
