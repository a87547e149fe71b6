from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "shiliu.platform.limits"
    label = "limits"

    def ready(self):
        from datetime import timedelta

        from shiliu.platform import jobs
        from shiliu.platform.limits import buckets

        jobs.register("limits.sweep", timedelta(hours=1), buckets.sweep)
