"""Addresses of a table; no number in them counts anything."""

from django.urls import path

from shiliu.govern.mediation.table import views, views_sittings

urlpatterns = [
    path("calendar/<str:signed>.ics", views_sittings.calendar, name="calendar"),
    path("<uuid:key>/bodies/new/", views.body, name="body"),
    path("<uuid:key>/interpreters/new/", views.interpreter, name="interpreter"),
    path("<uuid:key>/guests/<uuid:guest>/seat/", views.seat, name="seat_guest"),
    path("<uuid:key>/guests/<uuid:guest>/<slug:verb>/", views.answer, name="answer_guest"),
    path("<uuid:key>/papers/new/", views.add_paper, name="add_paper"),
    path("<uuid:key>/papers/<uuid:paper>/", views.paper, name="paper"),
    path("<uuid:key>/papers/<uuid:paper>/readers/", views.readers, name="readers"),
    path("<uuid:key>/papers/<uuid:paper>/remove/", views.remove_paper, name="remove_paper"),
    path("<uuid:key>/times/", views_sittings.say_times, name="times"),
    path("<uuid:key>/sittings/new/", views_sittings.arrange, name="arrange"),
    path("<uuid:key>/sittings/<uuid:sitting>/move/", views_sittings.move, name="move_sitting"),
    path("<uuid:key>/sittings/<uuid:sitting>/call-off/", views_sittings.call_off, name="call_off"),
    path("<uuid:key>/sittings/<uuid:sitting>/minutes/", views_sittings.minutes, name="minutes"),
]
