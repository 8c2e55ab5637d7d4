from celery import shared_task
from django.conf import settings
from django.utils import timezone


@shared_task
def close_due_polls() -> None:
    """Also writes again what a crash between count and publication left out."""
    from participation.polls.actions.publication import restore_files
    from participation.polls.actions.states import close_poll
    from participation.polls.queries.pending import polls_to_close, polls_without_files

    for poll_id in polls_to_close(timezone.now()):
        close_poll(poll_id=poll_id, now=timezone.now())
    for poll in polls_without_files():
        restore_files(poll)


@shared_task
def mix_waiting_ballots() -> None:
    """Ballots whose mixing after the vote was lost with a killed process."""
    from participation.polls.actions.mixing import mix_quietly
    from participation.polls.queries.pending import polls_with_unmixed

    for poll_id in polls_with_unmixed(settings.BALLOT_MIX_MINIMUM):
        mix_quietly(poll_id)
