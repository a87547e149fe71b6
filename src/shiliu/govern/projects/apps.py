from importlib import import_module

from django.apps import AppConfig

# From the ground up: a part may use those before it.
PARTS = ("pool", "votes", "works")


class ProjectsConfig(AppConfig):
    name = "shiliu.govern.projects"
    label = "projects"

    def ready(self):
        for part in PARTS:
            import_module(f"shiliu.govern.projects.{part}.registers").register()
