from importlib import import_module

from django.apps import AppConfig

# From the ground up: a part may use those before it.
PARTS = ("cloud", "deliberation", "meetings", "owners")


class ProposalsConfig(AppConfig):
    name = "shiliu.govern.proposals"
    label = "proposals"

    def ready(self):
        for part in PARTS:
            import_module(f"shiliu.govern.proposals.{part}.registers").register()
