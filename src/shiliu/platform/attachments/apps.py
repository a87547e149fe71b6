from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "shiliu.platform.attachments"
    label = "attachments"

    def ready(self):
        from shiliu.platform.attachments import registers

        registers.register()
