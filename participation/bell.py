"""Ringing the worker. The database holds the work; a lost ring is made good by the sweep."""

import logging
from typing import Any

from celery import Task
from django.db import transaction

logger = logging.getLogger(__name__)


def ring(task: Task, **ids: Any) -> None:
    """Publish one task without ever failing the caller: a broker that is down costs a log line."""
    try:
        task.apply_async(kwargs=ids, retry=False)
    except Exception:
        logger.warning("could not ring %s for %s; the sweep will find the work", task.name, ids, exc_info=True)


def ring_on_commit(task: Task, **ids: Any) -> None:
    transaction.on_commit(lambda: ring(task, **ids), robust=True)
