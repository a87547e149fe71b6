from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "shiliu.platform.evidence"
    label = "evidence"
