from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "shiliu.foundation"
    label = "foundation"
