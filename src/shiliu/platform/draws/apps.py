from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "shiliu.platform.draws"
    label = "draws"

    def ready(self):
        from shiliu.platform.draws import registers

        registers.register()
