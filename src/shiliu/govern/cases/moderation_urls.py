"""Addresses around what neighbours read: the moderator's pages, the appeal, the public rules; and whom to call in an emergency."""

from django.urls import path

from shiliu.govern.cases import views_appeals, views_emergencies, views_moderation, views_purge, views_redact

urlpatterns = [
    path("moderation/", views_appeals.policy, name="moderation_policy"),
    path("<int:pk>/appeal/", views_appeals.appeal, name="appeal"),
    path("office/moderation/", views_moderation.waiting, name="moderation"),
    path("office/moderation/<int:pk>/", views_moderation.moderate, name="moderate"),
    path("office/moderation/<int:pk>/withhold/", views_moderation.withhold, name="withhold"),
    path("office/moderation/<int:pk>/restore/<int:entry>/", views_moderation.restore, name="moderation_restore"),
    path("office/moderation/<int:pk>/decide/", views_appeals.decide, name="appeal_decide"),
    path("office/moderation/<int:pk>/photo/<int:file>/", views_redact.boxes, name="redact"),
    path("office/moderation/<int:pk>/photo/<int:file>/purge/", views_purge.photo, name="purge_photo"),
    path("office/moderation/<int:pk>/purge/", views_purge.words, name="purge"),
    path("office/catalogue/emergencies/", views_emergencies.listed, name="emergencies"),
    path("office/catalogue/emergencies/<int:category>/", views_emergencies.edit, name="emergency_edit"),
]
