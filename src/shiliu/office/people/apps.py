from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shiliu.office.people"
    label = "people"

    def ready(self):
        from shiliu.office.people import registers

        registers.register()
