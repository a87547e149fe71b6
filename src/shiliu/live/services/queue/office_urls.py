from django.urls import path

from shiliu.live.services.queue import views_office

app_name = "office_queue"
urlpatterns = [
    path("", views_office.office, name="office"),
    path("counters/<int:pk>/<int:desk>/", views_office.counter, name="counter"),
    path("counters/<int:pk>/<int:desk>/next/", views_office.call_next, name="next"),
    path("counters/<int:pk>/<int:desk>/call/", views_office.call_this, name="call"),
    path("counters/<int:pk>/<int:desk>/<int:ticket>/pass-on/", views_office.pass_on, name="pass_on"),
    path("counters/<int:pk>/<int:desk>/<int:ticket>/doubt/", views_office.doubt, name="doubt"),
    path("counters/<int:pk>/<int:desk>/<int:ticket>/<slug:verb>/", views_office.step, name="step"),
    path("halls/new/", views_office.hall, name="new"),
    path("halls/<int:hall>/", views_office.hall, name="hall"),
    path("halls/<int:hall>/board/", views_office.board, name="board"),
    path("halls/<int:hall>/kiosk/", views_office.become_kiosk, name="become_kiosk"),
    path("halls/<int:hall>/take-back/<int:row>/", views_office.take_back, name="take_back"),
    path("halls/<int:hall>/open/", views_office.open_hall, name="open_hall"),
    path("lines/<int:line>/take-back/<int:row>/", views_office.take_back_line, name="take_back_line"),
    path("halls/<int:hall>/lines/new/", views_office.line, name="new_line"),
    path("halls/<int:hall>/lines/<int:line>/", views_office.line, name="line"),
    path("halls/<int:hall>/lines/<int:line>/open/", views_office.open_line, name="open_line"),
]
