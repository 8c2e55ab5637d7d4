from datetime import timedelta

from celery import shared_task
from django.utils import timezone

BATCH = 500
UPLOADS_KEPT = timedelta(hours=24)
ATTEMPTS_KEPT = timedelta(hours=24)


@shared_task
def classify_case(*, case_id: int) -> None:
    from participation.cases.actions.classification import classify_case as classify

    classify(case_id=case_id, now=timezone.now())


@shared_task
def sweep_cases() -> None:
    """Classify whatever a lost bell or a killed worker left behind."""
    from participation.cases.actions.classification import classify_case as classify
    from participation.cases.queries.pending import unclassified_cases

    for case_id in unclassified_cases(limit=BATCH):
        classify(case_id=case_id, now=timezone.now())


@shared_task
def close_silent_cases() -> None:
    from participation.cases.actions.timetable import close_when_silent
    from participation.cases.queries.pending import silent_cases

    today = timezone.localdate()
    for case_id in silent_cases(today, limit=BATCH):
        close_when_silent(case_id=case_id, today=today, now=timezone.now())


@shared_task
def clean_abandoned_uploads() -> None:
    from participation.cases.actions.attempts import forget_attempts
    from participation.cases.actions.photos import clean_abandoned_photos

    clean_abandoned_photos(before=timezone.now() - UPLOADS_KEPT)
    forget_attempts(before=timezone.now() - ATTEMPTS_KEPT)
