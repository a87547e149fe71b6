from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "shiliu.platform.challenge"
    label = "challenge"

    def ready(self):
        from datetime import timedelta

        from shiliu.platform import jobs
        from shiliu.platform.challenge import tokens

        jobs.register("challenge.sweep", timedelta(hours=1), tokens.sweep)
