from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "shiliu.platform.ballots"
    label = "ballots"

    def ready(self):
        from shiliu.platform.ballots import registers

        registers.register()
