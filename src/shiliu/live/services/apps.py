from importlib import import_module

from django.apps import AppConfig

# From the ground up: a part may use those before it.
PARTS = ("catalogue", "windows", "appointments", "queue", "visit", "cards", "clinics", "newcomers", "hsds")


class ServicesConfig(AppConfig):
    name = "shiliu.live.services"
    label = "services"

    def ready(self):
        for part in PARTS:
            import_module(f"shiliu.live.services.{part}.registers").register()
