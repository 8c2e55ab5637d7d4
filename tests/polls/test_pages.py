"""The pages without a browser: the way of a vote, what is shown to whom and when, the committee's desk."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from participation.polls.actions.states import close_poll
from participation.polls.models import Ballot, Follower, PaperBatch, Participation, Poll, VotingCode
from participation.polls.queries.verification import poll_faults
from portal.roles import load_roles
from tests.factories import make_area, make_user
from tests.polls.stage import AFTER, EVERY_KIND, NOON, SINGLE, Stage, committee, make_draft, open_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]

FILLED = {"q1": "2", "q2": ["1", "3"], "q3_1": "2", "q3_2": "1", "q3_3": "", "q4": "4", "q5": "Lampu taman"}


def page_of(client: Client, name: str, slug: str = "lahan", **kwargs) -> str:
    return client.get(reverse(f"polls:{name}", args=[slug], **kwargs)).content.decode()


def hidden(html: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html):
        fields.setdefault(name, []).append(value)
    return fields


def test_the_way_of_a_vote(client: Client) -> None:
    stage = open_stage(*EVERY_KIND)
    form = {**hidden(page_of(client, "poll")), **FILLED, "code": stage.codes[0]}
    check = client.post(reverse("polls:confirm", args=["lahan"]), form).content.decode()
    assert "Belum terkirim" in check
    for word in ("Kebun warga", "Senin", "Jumat", "Lampu taman"):
        assert word in check
    assert not Ballot.objects.exists()
    sent = client.post(reverse("polls:vote", args=["lahan"]), hidden(check))
    assert sent.status_code == 302
    receipt = page_of(client, "receipt")
    assert re.search(r'id="bukti">[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}<', receipt)
    assert Ballot.objects.count() == 1
    assert not Session.objects.exists()


def test_sent_again_the_same_receipt_shows(client: Client) -> None:
    stage = open_stage()
    form = {**hidden(page_of(client, "poll")), "q1": "1", "code": stage.codes[0]}
    shown = set()
    for _ in range(2):
        assert client.post(reverse("polls:vote", args=["lahan"]), form).status_code == 302
        shown.update(re.findall(r'id="bukti">([^<]+)<', page_of(client, "receipt")))
    assert len(shown) == 1
    assert Ballot.objects.count() == 1
    again = client.post(reverse("polls:vote", args=["lahan"]), form | {"token": "c" * 32})
    assert (again.status_code, "sudah dipakai" in again.content.decode()) == (409, True)


def test_going_back_keeps_what_was_chosen(client: Client) -> None:
    stage = open_stage(*EVERY_KIND)
    form = {**hidden(page_of(client, "poll")), **FILLED, "code": stage.codes[0], "edit": "1"}
    html = client.post(reverse("polls:confirm", args=["lahan"]), form).content.decode()
    assert html.count(" checked") == 4
    assert html.count(" selected") == 3
    assert "Lampu taman" in html
    assert "Galat" not in html


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": ""}, "Tulis kode undangan"),
        ({"code": "ABC"}, "12 huruf dan angka"),
        ({"code": "2222-2222-2222"}, "Kode tidak dikenal"),
        ({"q1": ""}, "Jawab pertanyaan nomor 1"),
        ({"q1": "9"}, "nomor 1"),
        ({"q2": ["1", "2", "3"]}, "pilih paling banyak 2"),
        ({"q3_1": "1", "q3_2": "1"}, "pakai setiap urutan satu kali"),
        ({"q4": "6"}, "nomor 4"),
    ],
)
def test_what_has_to_be_corrected_is_said_and_nothing_is_lost(client: Client, change: dict, message: str) -> None:
    stage = open_stage(*EVERY_KIND)
    form = {**hidden(page_of(client, "poll")), **FILLED, "code": stage.codes[0]} | change
    for name in ("confirm", "vote"):
        answer = client.post(reverse(f"polls:{name}", args=["lahan"]), form)
        assert answer.status_code == 422
        assert message in answer.content.decode()
        assert "Lampu taman" in answer.content.decode()
    assert not Participation.objects.exists()
    assert not VotingCode.objects.filter(is_used=True).exists()


SEALED = [
    "polls:results",
    "polls:results_csv",
    "polls:ballot_file",
    "polls:receipt_file",
    "polls:result_file",
    "polls:recount",
]


def _everybody() -> list[Client]:
    people = [None, make_user("Warga"), committee("Panitia"), make_user("Super")]
    load_roles()
    people[3].is_superuser = people[3].is_staff = True
    people[3].save()
    clients = []
    for person in people:
        clients.append(Client())
        if person:
            clients[-1].force_login(person)
    return clients


def test_nobody_sees_results_before_the_count(clock) -> None:
    """Ten votes for the second option: no page, file or export of anybody holds a figure of it."""
    stage = open_stage()
    for _ in range(10):
        stage.vote({1: (2,)})
    counted = re.compile(r"Kebun warga.{0,200}?\b(10|100)\b", re.DOTALL)
    for moment in (NOON, AFTER):
        clock.move_to(moment, tick=False)
        for client in _everybody() if moment == NOON else [Client()]:
            for name in SEALED:
                assert client.get(reverse(name, args=["lahan"])).status_code in (302, 404), name
            for address in (
                reverse("polls:list"),
                reverse("polls:poll", args=["lahan"]),
                reverse("polls:desk_poll", args=["lahan"]),
                "/kelola/snippets/polls/poll/",
                f"/kelola/snippets/polls/poll/edit/{stage.poll.pk}/",
                f"/kelola/snippets/polls/poll/history/{stage.poll.pk}/",
                "/kelola/reports/site-history/",
            ):
                html = client.get(address).content.decode()
                assert not counted.search(re.sub(r"<[^>]+>", " ", html)), address
    stage.close()
    assert counted.search(re.sub(r"<[^>]+>", " ", page_of(Client(), "results")))


def test_turnout_by_area_is_hidden_before_the_count_and_small_cells_after() -> None:
    small, large = make_area("Sukamulya"), make_area("Pakemitan")
    stage = open_stage(places=((small, 1, 6), (large, 5, 30), (large, 6, 30)))
    for code in [*stage.codes[:2], *stage.codes[6:20], *stage.codes[36:50]]:
        stage.vote({1: (1,)}, code=code)
    chair = Client()
    chair.force_login(stage.chair)
    before = page_of(chair, "desk_poll")
    assert "30 dari 66" in re.sub(r"<[^>]+>", "", before)
    stage.close()
    html = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page_of(Client(), "results")))
    assert "Sukamulya 6 * *" in html
    assert "Pakemitan 60 * *" in html
    assert "Semua 66 30" in html


def test_interim_results_show_mixed_ballots_only(client: Client) -> None:
    stage = open_stage(shows_live_results=True)
    for number in range(13):
        stage.vote({1: (1 + number % 2,)})
    html = re.sub(r"<[^>]+>", "", page_of(client, "results"))
    assert "10 dari 13 suara" in html
    assert client.get(reverse("polls:ballot_file", args=["lahan"])).status_code == 404


def test_a_handful_of_ballots_is_not_opened(client: Client) -> None:
    stage = open_stage()
    for _ in range(4):
        stage.vote({1: (1,)})
    stage.close()
    html = page_of(client, "results")
    assert "Terlalu sedikit suara" in html
    assert "Taman bermain" not in html
    for name in SEALED[1:]:
        assert client.get(reverse(name, args=["lahan"])).status_code == 404


def test_after_the_count_everything_can_be_read_and_checked(client: Client) -> None:
    stage = open_stage(*EVERY_KIND)
    for number in range(6):
        stage.vote({1: (1,), 2: (1,), 3: (1 + number % 3,), 4: (5,)}, texts={5: "Rahasia saya"})
    stage.close()
    assert client.get(reverse("polls:poll", args=["lahan"])).url == reverse("polls:results", args=["lahan"])
    html = page_of(client, "results")
    assert "belum disahkan" in html
    assert "Rahasia saya" not in html
    table = client.get(reverse("polls:results_csv", args=["lahan"])).content.decode()
    assert "1,Pertanyaan 1,0,1,Taman bermain,6," in table
    assert json.loads(client.get(reverse("polls:result_file", args=["lahan"])).content)["ballot_count"] == 6
    for name in ("ballot_file", "receipt_file"):
        lines = b"".join(client.get(reverse(f"polls:{name}", args=["lahan"])).streaming_content).splitlines()
        assert len(lines) == 7
        assert b"Rahasia saya" not in b"".join(lines)
    for code, words in ((stage.receipts[0], "Ada di daftar"), ("2222-2222-2222", "Tidak ada di daftar")):
        assert words in client.post(reverse("polls:check_receipt", args=["lahan"]), {"code": code}).content.decode()


def test_a_receipt_cannot_be_looked_up_before_the_count(client: Client) -> None:
    stage = open_stage()
    receipt = stage.vote({1: (1,)})
    html = client.post(reverse("polls:check_receipt", args=["lahan"]), {"code": receipt}).content.decode()
    assert "Belum waktunya" in html
    assert "Ada di daftar" not in html


def test_labels_cannot_become_formulas(client: Client) -> None:
    stage = open_stage((SINGLE[0], ("=HYPERLINK(1)", "Biasa"), {}))
    for _ in range(5):
        stage.vote({1: (1,)})
    stage.close()
    assert ",'=HYPERLINK(1)," in client.get(reverse("polls:results_csv", args=["lahan"])).content.decode()


def test_drafts_do_not_exist_for_the_public(client: Client) -> None:
    make_draft()
    for name in ("poll", "results", "check_receipt"):
        assert client.get(reverse(f"polls:{name}", args=["lahan"])).status_code == 404
    assert "lahan" not in client.get(reverse("polls:list")).content.decode().lower().replace("lahan bekas", "?")


def test_those_who_ask_are_told_once_and_again_with_the_follow_up(client: Client, clock, mailoutbox: list) -> None:
    from participation.polls.actions.states import write_follow_up

    stage = open_stage()
    for _ in range(2):
        client.post(reverse("polls:follow", args=["lahan"]), {"email": "Budi@contoh.id"})
    assert Follower.objects.count() == 1
    clock.move_to(AFTER, tick=False)
    stage.close()
    write_follow_up(poll_id=stage.poll.pk, actor=stage.chair, text="Jadi taman.", now=AFTER)
    assert [mail.subject.split(":")[0] for mail in mailoutbox] == [
        "Hasil jajak pendapat sudah dibuka",
        "Tindak lanjut jajak pendapat",
    ]
    assert "Jadi taman." in mailoutbox[1].body


def test_the_desk_is_the_committee_s_alone(client: Client) -> None:
    poll = make_draft()
    client.force_login(make_user("Warga"))
    for address in (reverse("polls:desk"), reverse("polls:desk_poll", args=[poll.slug])):
        assert client.get(address).status_code == 403
    assert client.post(reverse("polls:desk_step", args=[poll.slug, "buka"])).status_code == 403


def test_the_committee_s_way_from_codes_to_the_follow_up(chair: Client, clock) -> None:
    make_draft()
    area = make_area()
    cards = chair.post(reverse("polls:issue_codes", args=["lahan"]), {"count": 12, "area": area.pk, "rw": 5})
    codes = re.findall(r'class="kode">([2-9A-Z-]{14})<', cards.content.decode())
    assert len(codes) == 12
    chair.post(reverse("polls:desk_step", args=["lahan", "buka"]))
    poll = Poll.objects.get()
    assert poll.status == "open"
    stage = Stage(poll, committee(), codes)
    for _ in range(6):
        stage.vote({1: (1,)})
    early = chair.post(reverse("polls:desk_step", args=["lahan", "tutup"]), follow=True).content.decode()
    assert "Waktu memilih belum habis" in early
    for code in codes[6:8]:
        answer = chair.post(reverse("polls:check_in", args=["lahan"]), {"paper-typed": code})
        assert "Serahkan satu surat suara" in answer.content.decode()
    used = chair.post(reverse("polls:check_in", args=["lahan"]), {"paper-typed": codes[0]})
    assert (used.status_code, "sudah dipakai" in used.content.decode()) == (422, True)
    lost = chair.post(reverse("polls:replace_code", args=["lahan"]), {"replace-typed": codes[9]})
    assert len(re.findall(r'class="kode">', lost.content.decode())) == 1
    papers = {"count": 2, "p1_q1": "2", "p2_q1": "3"}
    assert chair.post(reverse("polls:enter_papers", args=["lahan"]), papers).status_code == 302
    batch = PaperBatch.objects.get()
    alone = chair.post(reverse("polls:confirm_papers", args=["lahan", batch.number]), papers)
    assert "Orang kedua harus orang lain" in alone.content.decode()
    second = Client()
    second.force_login(committee("Panitia Dua"))
    assert second.post(reverse("polls:confirm_papers", args=["lahan", batch.number]), papers).status_code == 302
    assert Ballot.objects.count() == 8
    clock.move_to(AFTER, tick=False)
    for step in ("tutup", "sahkan"):
        chair.post(reverse("polls:desk_step", args=["lahan", step]))
    chair.post(reverse("polls:desk_step", args=["lahan", "tindak-lanjut"]), {"text": "Jadi taman."})
    poll.refresh_from_db()
    assert (poll.status, poll.follow_up) == ("certified", "Jadi taman.")
    assert list(poll_faults(poll)) == []
    assert "2 di antaranya memilih di kertas" in page_of(Client(), "results")


@pytest.mark.parametrize("ballots", [5, 50])
def test_results_cost_the_same_queries_for_few_and_many_ballots(
    client: Client, ballots: int, django_assert_max_num_queries
) -> None:
    stage = open_stage(codes=60)
    for number in range(ballots):
        stage.vote({1: (1 + number % 3,)})
    close_poll(poll_id=stage.poll.pk, now=AFTER)
    client.get(reverse("polls:results", args=["lahan"]))
    with django_assert_max_num_queries(14):
        client.get(reverse("polls:results", args=["lahan"]))
