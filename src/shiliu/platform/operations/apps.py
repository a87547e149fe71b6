from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "shiliu.platform.operations"
    label = "operations"

    def ready(self):
        from shiliu.platform.operations import registers

        registers.register()
