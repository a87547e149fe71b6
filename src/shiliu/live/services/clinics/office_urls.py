from django.urls import path

from shiliu.live.services.clinics import views_advisers, views_office, views_serving

app_name = "office_clinics"
urlpatterns = [
    path("", views_office.clinics, name="clinics"),
    path("new/", views_office.edit, name="create"),
    path("days/", views_serving.days, name="days"),
    path("days/<int:pk>/", views_serving.day, name="day"),
    path("days/<int:pk>/mark/<int:booked>/<slug:verb>/", views_serving.mark, name="mark"),
    path("days/<int:pk>/book/", views_serving.book, name="book"),
    path("days/bookings/<int:pk>/slip/", views_serving.slip, name="slip"),
    path("calendar/<str:key>/", views_serving.calendar, name="calendar"),
    path("days/<int:pk>/advice/", views_serving.advice, name="advice"),
    path("days/<int:pk>/advice/<uuid:key>/remove/", views_serving.remove_advice, name="remove_advice"),
    path("days/<int:pk>/referral/", views_serving.referral, name="referral"),
    path("days/<int:pk>/referral.pdf", views_serving.referral_pdf, name="referral_pdf"),
    path("advisers/", views_advisers.advisers, name="advisers"),
    path("advisers/new/", views_advisers.edit, name="new_adviser"),
    path("advisers/<int:pk>/", views_advisers.edit, name="adviser"),
    path("advisers/<int:pk>/take-back/<int:row>/", views_advisers.take_back, name="take_back_adviser"),
    path("advisers/<int:pk>/terms/", views_advisers.add_term, name="add_term"),
    path("advisers/<int:pk>/terms/<int:term>/end/", views_advisers.end_term, name="end_term"),
    path("<int:pk>/", views_office.clinic, name="clinic"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/take-back/<int:row>/", views_office.take_back, name="take_back"),
    path("<int:pk>/use/<slug:verb>/", views_office.use, name="use"),
    path("<int:pk>/turns/new/", views_office.turn, name="new_turn"),
    path("<int:pk>/turns/<int:turn>/", views_office.turn, name="turn"),
    path("<int:pk>/turns/<int:turn>/remove/", views_office.remove_turn, name="remove_turn"),
    path("<int:pk>/turns/<int:turn>/skip/", views_office.skip, name="skip"),
]
