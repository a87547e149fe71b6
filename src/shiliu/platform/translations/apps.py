from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "shiliu.platform.translations"
    label = "translations"

    def ready(self):
        from shiliu.platform.translations import registers

        registers.register()
