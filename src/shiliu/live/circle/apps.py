from django.apps import AppConfig


class CircleConfig(AppConfig):
    name = "shiliu.live.circle"
    label = "circle"

    def ready(self):
        from shiliu.live.circle import registers

        registers.register()
