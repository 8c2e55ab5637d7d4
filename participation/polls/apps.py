from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "participation.polls"
    label = "polls"
    verbose_name = "Jajak pendapat"

    def ready(self) -> None:
        from participation.ledger.queries import register_content_check
        from participation.polls.queries.integrity import broken_polls

        register_content_check("poll:", broken_polls)
