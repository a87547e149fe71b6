from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "shiliu.office.calendars"
    label = "calendars"

    def ready(self):
        from shiliu.office.calendars import registers

        registers.register()
