from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "shiliu.platform.notices"
    label = "notices"

    def ready(self):
        from shiliu.platform.notices import registers

        registers.register()
