from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "shiliu.site"
    label = "site"

    def ready(self):
        from shiliu.site import registers

        registers.register()
