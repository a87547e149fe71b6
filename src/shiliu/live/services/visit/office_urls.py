from django.urls import path

from shiliu.live.services.visit import views, views_hand_overs

app_name = "office_visit"
urlpatterns = [
    path("", views.visit, name="visit"),
    path("open/", views.open_shown, name="open"),
    path("do/<slug:verb>/", views.do, name="do"),
    path("hand-over/", views.hand_over, name="hand_over_item"),
    path("hand-overs/", views_hand_overs.hand_overs, name="hand_overs"),
    path("hand-overs/<int:pk>/", views_hand_overs.hand_over, name="hand_over"),
    path("hand-overs/<int:pk>/slip.pdf", views_hand_overs.slip, name="slip"),
    path("hand-overs/<int:pk>/<slug:verb>/", views_hand_overs.step, name="step"),
]
