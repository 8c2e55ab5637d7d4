"""Votes while the web server is killed with everything it is doing: nothing, or one whole ballot."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from participation.polls.models import Ballot, BallotChoice, Participation, Receipt, VotingCode
from participation.polls.queries.verification import poll_faults
from tests.polls.stage import EVERY_KIND, Stage, open_stage
from tests.servers import Site, wait_until

pytestmark = pytest.mark.postgresql
VOTERS, KILLS = 60, 3


@pytest.fixture
def stage(pg: str) -> Stage:
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    return open_stage(*EVERY_KIND[:4], codes=VOTERS, **times)


def post_vote(site: Site, code: str, number: int) -> int:
    """Status of the answer; 0 when the server went away in the middle."""
    form = {"csrfmiddlewaretoken": "c" * 32, "token": f"{number:032d}", "code": code, "q1": "1", "q2": ["1", "2"]}
    form |= {"q3_1": "2", "q3_2": "1", "q4": str(1 + number % 5)}
    try:
        answer = requests.post(
            f"{site.url}/jajak/lahan/kirim/",
            data=form,
            cookies={"csrftoken": "c" * 32},
            allow_redirects=False,
            timeout=20,
        )
    except requests.RequestException:
        return 0
    return answer.status_code


def test_a_killed_web_server_leaves_nothing_or_one_whole_ballot(
    pg: str, stage: Stage, server: Callable[..., Site]
) -> None:
    site = server(database_url=pg, parts=("web",))
    answers: list[int] = [0] * VOTERS
    for turn in range(KILLS):
        waiting = [number for number in range(VOTERS) if answers[number] != 302]
        voters = [threading.Thread(target=_vote, args=(site, stage, number, answers)) for number in waiting]
        for voter in voters:
            voter.start()
        wait_until(lambda least=turn * 8: Participation.objects.count() > least, what="the first votes")
        site.signal("web")
        for voter in voters:
            voter.join()
        _whole()
        site.start("web")
    for number in range(VOTERS):
        if answers[number] != 302:
            answers[number] = post_vote(site, stage.codes[number], number)
    assert answers == [302] * VOTERS
    assert _whole() == VOTERS
    site.signal("web")
    assert Ballot.objects.count() == VOTERS
    stage.close(now=timezone.now() + timedelta(days=2))
    assert list(poll_faults(stage.poll)) == []


def _vote(site: Site, stage: Stage, number: int, answers: list[int]) -> None:
    answers[number] = post_vote(site, stage.codes[number], number)


def _whole() -> int:
    """Every participation has its ballot, its four answers, its receipt and its code; returns how many there are."""
    count = Participation.objects.count()
    assert Ballot.objects.count() == count
    assert Receipt.objects.count() == count
    assert VotingCode.objects.filter(is_used=True).count() == count
    assert BallotChoice.objects.count() == 6 * count
    return count
