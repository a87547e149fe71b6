from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "shiliu.govern.cases"
    label = "cases"

    def ready(self):
        from shiliu.govern.cases import registers

        registers.register()
