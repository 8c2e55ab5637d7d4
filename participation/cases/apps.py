from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "participation.cases"
    label = "cases"
    verbose_name = "Laporan"

    def ready(self) -> None:
        from participation.cases.queries.integrity import broken_events
        from participation.ledger.queries import register_content_check

        register_content_check("case:", broken_events)
        _register_holding()


def _register_holding() -> None:
    from participation.cases.actions.erasure import forget_reporter
    from participation.cases.queries.own import export_cases
    from participation.residents.registry import Holding, register_holding

    register_holding(Holding("laporan", export=export_cases, erase=forget_reporter))
