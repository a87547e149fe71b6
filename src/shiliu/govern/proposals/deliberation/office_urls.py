from django.urls import path

from shiliu.govern.proposals.deliberation import views_moderation, views_office

app_name = "office_deliberations"
urlpatterns = [
    path("", views_office.topics, name="topics"),
    path("new/", views_office.new, name="new"),
    path("<int:pk>/", views_office.topic, name="topic"),
    path("<int:pk>/take-back/<int:row>/", views_office.take_back, name="take_back"),
    path("<int:pk>/discard/", views_office.discard, name="discard"),
    path("<int:pk>/queue/", views_moderation.queue, name="queue"),
    path("statements/<int:pk>/drop/", views_office.drop, name="drop"),
    path("statements/<int:pk>/publish/", views_moderation.publish, name="publish"),
    path("statements/<int:pk>/reject/", views_moderation.reject, name="reject"),
    path("statements/<int:pk>/undo/", views_moderation.undo, name="undo"),
    path("statements/<int:pk>/decide/", views_moderation.decide, name="decide"),
]
