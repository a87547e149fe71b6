from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "shiliu.platform.bookings"
    label = "bookings"

    def ready(self):
        from shiliu.platform.bookings import registers

        registers.register()
