from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "shiliu.platform.webhooks"
    label = "webhooks"

    def ready(self):
        from shiliu.platform.webhooks import registers

        registers.register()
