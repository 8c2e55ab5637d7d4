"""What the training reads: the labels, whether they are worth a training, the runs and versions before."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nlp.evaluation import LabelledText as CorpusText
from nlp.evaluation import read_labelled
from nlp.training import load_corpus
from participation.routing import engine
from participation.routing.decisions import KINDS
from participation.routing.judging import Label
from participation.routing.models import LabelledText, ModelVersion, RetrainRun

NEWEST_LABELS = 20_000
JUDGED = [RetrainRun.State.ACTIVATED, RetrainRun.State.KEPT]
_KIND_WORDS = {kind: word for word, kind in KINDS.items()}


def own_corpus() -> list[CorpusText]:
    """The texts that every training begins with: the project's, or the labelled file that the office names."""
    return read_labelled(Path(settings.CORPUS_FILE)) if settings.CORPUS_FILE else load_corpus()


def labels_since(moment: datetime | None) -> QuerySet[LabelledText]:
    labels = LabelledText.objects.all()
    return labels.filter(changed_at__gt=moment) if moment else labels


def read_labels() -> list[Label]:
    """The newest labels; those that the version in use has not learnt from are marked."""
    active = ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE).first()
    learnt = active.learnt_until_at if active else None
    rows = LabelledText.objects.order_by("-labelled_at").values_list(
        "text", "category__slug", "kind", "labelled_at", "changed_at"
    )[:NEWEST_LABELS]
    return [
        Label(text, slug, _KIND_WORDS.get(kind), labelled_at, learnt is None or changed_at > learnt)
        for text, slug, kind, labelled_at, changed_at in rows
    ]


def reason_to_retrain() -> str:
    """Why a training is due now; empty when it is not."""
    judged = RetrainRun.objects.filter(state__in=JUDGED).order_by("-started_at").first()
    new = labels_since(judged.started_at if judged else None).count()
    if new >= settings.RETRAIN_MIN_NEW_LABELS:
        return _("%(count)d keputusan baru") % {"count": new}
    active = ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE).first()
    if active and judged and active.base_version != shipped_version() != judged.report.get("base_version"):
        return _("Model bawaan diperbarui")
    return ""


def shipped_version() -> str:
    try:
        return engine.shipped_classifier().version
    except ValueError:
        return ""
