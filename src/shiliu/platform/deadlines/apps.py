from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "shiliu.platform.deadlines"
    label = "deadlines"
