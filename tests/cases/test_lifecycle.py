from itertools import product

import pytest

from participation.cases.lifecycle import SOURCES, TRANSITIONS, Status, Step, TransitionRefused, target_of

# The office's table, line by line: from -> to.
TABLE = {
    "submitted": {"routed", "rejected", "merged", "waiting_reporter", "responded", "closed"},
    "routed": {
        "in_progress", "routed", "submitted", "waiting_reporter", "responded", "rejected", "merged", "closed",
    },
    "in_progress": {
        "waiting_reporter", "waiting_external", "responded", "routed", "submitted", "merged", "closed",
    },
    "waiting_reporter": {"submitted", "routed", "in_progress", "closed"},
    "waiting_external": {"in_progress", "responded", "closed"},
    "responded": {"closed", "in_progress"},
    "closed": {"in_progress"},
    "rejected": {"submitted"},
    "merged": {"submitted", "routed", "in_progress"},
}  # fmt: skip


@pytest.mark.parametrize(("source", "target"), list(product(Status, Status)))
def test_every_pair_of_statuses_is_allowed_or_refused_as_the_table_says(source: Status, target: Status) -> None:
    steps = {t.step for t in TRANSITIONS if t.source is source and t.target is target}
    assert bool(steps) == (target.value in TABLE[source.value])


@pytest.mark.parametrize("step", list(Step))
def test_a_step_leads_where_the_table_says_and_nowhere_else(step: Step) -> None:
    for source, stored in product(Status, [None, *Status]):
        allowed = {t.target for t in TRANSITIONS if t.step is step and t.source is source}
        if len(allowed) == 1 or stored in allowed:
            assert target_of(step, source, stored=stored) in allowed
        else:
            with pytest.raises(TransitionRefused):
                target_of(step, source, stored=stored)


def test_sources_are_those_of_the_table() -> None:
    assert SOURCES[Step.REOPEN] == {Status.RESPONDED, Status.CLOSED}
    assert SOURCES[Step.ACCEPT] == {Status.ROUTED}
