from django.urls import path

from shiliu.govern.mediation.panel import views_office

urlpatterns = [
    path("", views_office.committees, name="committees"),
    path("new/", views_office.committee, name="new_committee"),
    path("clocks/<slug:code>/", views_office.clock, name="clock"),
    path("lines/<int:pk>/take-back/<int:row>/", views_office.take_back, name="take_back_line"),
    path("<int:committee>/composition/", views_office.composition, name="composition"),
    path("<int:committee>/new/", views_office.panelist, name="new_panelist"),
    path("<int:committee>/<int:pk>/", views_office.panelist, name="panelist"),
]
