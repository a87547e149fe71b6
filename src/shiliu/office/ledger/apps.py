from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shiliu.office.ledger"
    label = "ledger"
