from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "shiliu.govern.surveys"
    label = "surveys"

    def ready(self):
        from shiliu.govern.surveys import registers

        registers.register()
