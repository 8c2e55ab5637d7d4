from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "participation.ledger"
    label = "ledger"
    verbose_name = "Buku kejadian"
