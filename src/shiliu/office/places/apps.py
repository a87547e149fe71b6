from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "shiliu.office.places"
    label = "places"

    def ready(self):
        from shiliu.office.places import registers

        registers.register()
