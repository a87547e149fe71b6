from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "shiliu.office.organisations"
    label = "organisations"

    def ready(self):
        from shiliu.office.organisations import registers

        registers.register()
