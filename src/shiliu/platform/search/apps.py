from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "shiliu.platform.search"
    label = "search"
