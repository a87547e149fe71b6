from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "shiliu.platform.links"
    label = "links"

    def ready(self):
        from shiliu.platform.links import registers

        registers.register()
