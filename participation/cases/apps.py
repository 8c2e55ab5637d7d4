from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "participation.cases"
    label = "cases"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from participation.cases.queries.integrity import broken_events
        from participation.ledger.queries import register_content_check

        register_content_check("case:", broken_events)
