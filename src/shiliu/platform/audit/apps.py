from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "shiliu.platform.audit"
    label = "audit"

    def ready(self):
        from shiliu.platform.audit import registers

        registers.register()
