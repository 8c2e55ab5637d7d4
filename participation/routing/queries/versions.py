from dataclasses import dataclass

from participation.routing import engine
from participation.routing.models import LabelledText, ModelVersion, RetrainRun
from participation.routing.queries.training import reason_to_retrain, shipped_version

RUNS_SHOWN = 6


@dataclass(frozen=True)
class Versions:
    """What decides now, what could instead, and what came of the last trainings."""

    in_use: str
    threshold: float | None
    shipped: str
    is_shipped_active: bool
    local: list[ModelVersion]
    previous: ModelVersion | None
    can_go_back: bool
    runs: list[RetrainRun]
    label_total: int
    due: str


def versions() -> Versions:
    local = list(ModelVersion.objects.select_related("activated_by"))
    active = next((version for version in local if version.state == ModelVersion.State.ACTIVE), None)
    classifier = engine.active_classifier()
    return Versions(
        in_use=classifier.version if classifier else "",
        threshold=classifier.threshold if classifier else None,
        shipped=shipped_version(),
        is_shipped_active=active is None,
        local=local,
        previous=previous_version(local),
        can_go_back=active is not None,
        runs=list(RetrainRun.objects.select_related("version")[:RUNS_SHOWN]),
        label_total=LabelledText.objects.count(),
        due=reason_to_retrain(),
    )


def previous_version(local: list[ModelVersion]) -> ModelVersion | None:
    """What the active version replaced; None means the shipped model."""
    active = next((version for version in local if version.state == ModelVersion.State.ACTIVE), None)
    if active is None:
        return None
    return next((version for version in local if version.retired_at == active.activated_at), None)
