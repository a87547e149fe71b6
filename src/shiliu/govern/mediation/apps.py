from importlib import import_module

from django.apps import AppConfig

# From the ground up: a part may use those before it.
PARTS = ("files", "panel", "table", "agreements", "figures")


class MediationConfig(AppConfig):
    name = "shiliu.govern.mediation"
    label = "mediation"

    def ready(self):
        for part in PARTS:
            import_module(f"shiliu.govern.mediation.{part}.registers").register()
