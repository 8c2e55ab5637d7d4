"""Learning from the office's decisions: claim, judge, train, store, and only then activate."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nlp import storage
from nlp.classifier import Classifier
from nlp.training import train
from participation.routing import engine
from participation.routing.actions.versions import use_version
from participation.routing.judging import Judgement, Label, judge_candidate, settled, weighted
from participation.routing.models import ModelVersion, RetrainRun
from participation.routing.queries import training as queries

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=20)
VERSIONS_KEPT = 6
STRAY_AFTER = timedelta(days=1)

State = RetrainRun.State
Progress = Callable[[str], None]


class LostClaim(Exception):
    """The lease ran out and the run was given up: somebody else may be training."""


def retrain(*, force: bool = False, progress: Progress | None = None) -> RetrainRun | None:
    """Train on corpus and decisions, judge, and let the new version decide if it may. None: not due, or running.

    Killed at any moment it leaves the version in use as it was; the claim ends with its lease.
    """
    reason = queries.reason_to_retrain() or (_("Diminta petugas") if force else "")
    if not reason:
        return None
    run = claim_run(reason, now=timezone.now())
    if run is None:
        return None
    try:
        _learn(run, _steps(run, progress))
    except LostClaim:
        logger.warning("retraining %s lost its claim; nothing was changed", run.pk)
    except BaseException as error:
        _end(run, State.FAILED, reason=f"{type(error).__name__}: {error}")
        raise
    run.refresh_from_db()
    return run


def claim_run(reason: str, *, now: datetime) -> RetrainRun | None:
    """The one running row, or None when somebody else holds it. What outlived its lease is given up first."""
    RetrainRun.objects.filter(state=State.RUNNING, lease_until__lt=now).update(state=State.ABANDONED, finished_at=now)
    try:
        with transaction.atomic():
            return RetrainRun.objects.create(started_at=now, lease_until=now + LEASE, step=reason, reason=reason)
    except IntegrityError:
        return None


def _steps(run: RetrainRun, progress: Progress | None) -> Progress:
    def say(message: str) -> None:
        renewed = RetrainRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
            step=message[:200], lease_until=timezone.now() + LEASE
        )
        if not renewed:
            raise LostClaim
        if progress:
            progress(message)

    return say


def _learn(run: RetrainRun, say: Progress) -> None:
    labels, corpus = queries.read_labels(), queries.own_corpus()
    ready = engine.current()
    say(f"{len(labels)} keputusan, {len(corpus)} teks korpus")
    judgement = judge_candidate(corpus, labels, ready.classifier, ready.lexicon, now=run.started_at, progress=say)
    report = {**judgement.as_report(), "base_version": queries.shipped_version(), "labels": len(labels)}
    if not judgement.method:
        _end(run, State.KEPT, reason=judgement.reason, report=report)
        return
    say("Melatih model dari semua teks")
    model = train(corpus, lexicon=ready.lexicon, extra=weighted(labels, run.started_at), progress=say)
    model = settled(_named(model, run), judgement)
    _store(run, model, judgement, labels, report)
    _sweep(run.started_at)


def _named(model: Classifier, run: RetrainRun) -> Classifier:
    """Trained on the same data twice it is still another version."""
    return replace(model, version=f"{model.version}-{run.pk}")


def _store(run: RetrainRun, model: Classifier, judgement: Judgement, labels: list[Label], report: dict) -> None:
    """The file first, complete or not at all; then row, activation and end of the run in one transaction."""
    folder = engine.models_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{model.version}.swm"
    storage.save(model, path)
    engine.read_checked(path)
    now = timezone.now()
    with transaction.atomic():
        if not RetrainRun.objects.select_for_update().filter(pk=run.pk, state=State.RUNNING).exists():
            path.unlink(missing_ok=True)
            raise LostClaim
        version = ModelVersion.objects.create(
            version=model.version,
            file_name=path.name,
            sha256=engine.file_digest(path),
            data_hash=model.data_hash,
            base_version=report["base_version"],
            label_counts=dict(Counter(label.category for label in labels)),
            learnt_until_at=run.started_at,
            metrics={**model.metrics, "local": judgement.candidate},
            threshold=model.threshold,
            reason=judgement.reason,
            created_at=now,
        )
        if judgement.accepts:
            use_version(version, actor=None, now=now)
        run.version = version
        _end(run, State.ACTIVATED if judgement.accepts else State.KEPT, reason=judgement.reason, report=report)


def _end(run: RetrainRun, state: RetrainRun.State, *, reason: str, report: dict | None = None) -> None:
    RetrainRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=state, reason=reason, report=report or {}, finished_at=timezone.now(), version=run.version
    )


def _sweep(now: datetime) -> None:
    """Old versions go, the newest and the active one stay; so do files that a killed training left behind."""
    old = ModelVersion.objects.exclude(state=ModelVersion.State.ACTIVE).order_by("-created_at", "-id")[VERSIONS_KEPT:]
    for version in list(old):
        version.delete()
    known = set(ModelVersion.objects.values_list("file_name", flat=True))
    for path in engine.models_folder().glob("*.swm*"):
        if path.name not in known and _is_stray(path, now):
            path.unlink(missing_ok=True)


def _is_stray(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - STRAY_AFTER).timestamp()
    except OSError:
        return False
