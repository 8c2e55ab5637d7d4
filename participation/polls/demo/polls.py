import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from participation.accounts.models import User
from participation.polls.actions.issuing import issue_codes
from participation.polls.actions.states import certify_poll, close_poll, open_poll, write_follow_up
from participation.polls.actions.voting import Filled, cast_vote
from participation.polls.counting import Kind
from participation.polls.models import Option, Poll, Question
from participation.polls.queries.entitlement import by_code
from participation.sealing.codes import grouped_code
from participation.units.models import Area

CODES_PER_RW = 30
SHOWN_CODES = 5


@dataclass(frozen=True)
class DemoQuestion:
    kind: Kind
    text: str
    options: tuple[tuple[str, str], ...] = ()
    maximum: int | None = None
    is_required: bool = True


@dataclass(frozen=True)
class DemoPoll:
    slug: str
    title: str
    explanation: str
    purpose: str
    questions: tuple[DemoQuestion, ...]
    opened_days_ago: int
    days: int
    follow_up: str = ""


OPEN = DemoPoll(
    slug="contoh-lahan-kosong",
    title="Contoh: lahan kosong di Pakemitan sebaiknya jadi apa?",
    explanation="Jajak pendapat contoh. Lahannya tidak ada; pilihannya hanya untuk peragaan.",
    purpose="Hasilnya masukan untuk rapat kecamatan. Jawaban tertulis wajib, termasuk kalau keputusannya berbeda.",
    questions=(
        DemoQuestion(
            Kind.SINGLE,
            "Lahan itu sebaiknya jadi apa?",
            (
                ("Taman bermain anak", "Ayunan, pohon peneduh, bangku untuk orang tua."),
                ("Kebun warga", "Petak sayur yang dirawat bersama per RT."),
                ("Lapangan olahraga", "Voli, bulu tangkis, dan senam lansia."),
                ("Rumah pilah sampah", "Bank sampah dan tempat kompos kelurahan."),
            ),
        ),
        DemoQuestion(Kind.TEXT, "Ada yang perlu kami perhatikan?", is_required=False),
    ),
    opened_days_ago=3,
    days=14,
)
CERTIFIED = DemoPoll(
    slug="contoh-jam-layanan",
    title="Contoh: kapan loket kecamatan sebaiknya buka lebih lama?",
    explanation="Jajak pendapat contoh. Suaranya dibuat acak untuk memperagakan hasil dan hitung ulang.",
    purpose="Menentukan hari layanan sore.",
    questions=(
        DemoQuestion(
            Kind.RANKED, "Urutkan hari yang paling cocok.", (("Senin", ""), ("Rabu", ""), ("Jumat", ""), ("Sabtu", ""))
        ),
        DemoQuestion(
            Kind.SEVERAL,
            "Layanan apa yang perlu dibuka sore?",
            (("KTP dan KK", ""), ("Surat pengantar", ""), ("Pengaduan", "")),
            maximum=2,
        ),
        DemoQuestion(Kind.SCALE, "Seberapa mudah Anda datang pada jam kerja?"),
    ),
    opened_days_ago=30,
    days=10,
    follow_up="Contoh tindak lanjut: loket sore dicoba tiga bulan pada hari terpilih, lalu dinilai lagi.",
)


def load_polls(chair: User, *, now: datetime) -> list[str]:
    """Makes what is missing; returns a few unused codes of the open poll, when it was made now."""
    if not Poll.objects.filter(slug=CERTIFIED.slug).exists():
        _finish(CERTIFIED, chair, now)
    if Poll.objects.filter(slug=OPEN.slug).exists():
        return []
    poll, codes = _open(OPEN, chair, now)
    _vote(poll, codes[: len(codes) // 3], poll.opens_at + timedelta(days=1))
    return [grouped_code(code) for code in codes[-SHOWN_CODES:]]


def _finish(demo: DemoPoll, chair: User, now: datetime) -> None:
    poll, codes = _open(demo, chair, now)
    _vote(poll, codes[: len(codes) * 3 // 5], poll.opens_at + timedelta(days=1))
    close_poll(poll_id=poll.pk, now=poll.closes_at)
    certify_poll(poll_id=poll.pk, actor=chair, now=poll.closes_at + timedelta(days=1))
    write_follow_up(poll_id=poll.pk, actor=chair, text=demo.follow_up, now=poll.closes_at + timedelta(days=6))


def _open(demo: DemoPoll, chair: User, now: datetime) -> tuple[Poll, list[str]]:
    start = (now - timedelta(days=demo.opened_days_ago)).replace(minute=0, second=0, microsecond=0)
    poll = Poll(
        slug=demo.slug,
        title=demo.title,
        explanation=demo.explanation,
        purpose=demo.purpose,
        opens_at=start,
        closes_at=start + timedelta(days=demo.days),
        answer_due_date=(start + timedelta(days=demo.days + 16)).date(),
        is_sample=True,
    )
    poll.save()
    for order, item in enumerate(demo.questions):
        question = Question(
            poll=poll,
            kind=item.kind.value,
            text=item.text,
            maximum=item.maximum,
            is_required=item.is_required,
            sort_order=order,
        )
        question.save()
        for place, (label, words) in enumerate(item.options):
            Option(question=question, label=label, description=words, sort_order=place).save()
    codes: list[str] = []
    for area in Area.objects.filter(kind=Area.Kind.VILLAGE).order_by("slug"):
        for rw in (1, 2):
            codes += issue_codes(poll_id=poll.pk, actor=chair, count=CODES_PER_RW, area=area, rw=rw, now=start).codes
    random.Random(demo.slug).shuffle(codes)  # noqa: S311 -- who of the made-up voters votes
    return open_poll(poll_id=poll.pk, actor=chair, now=start), codes


def _vote(poll: Poll, codes: list[str], now: datetime) -> None:
    chance = random.Random(poll.slug)  # noqa: S311 -- made-up answers of a demonstration
    kinds = list(poll.questions.order_by("sort_order").values_list("kind", flat=True))
    counts = [question.options.count() for question in poll.questions.order_by("sort_order")]
    for code in codes:
        answers = {
            number: _answer(chance, kind, count)
            for number, (kind, count) in enumerate(zip(kinds, counts, strict=True), 1)
            if kind != Kind.TEXT
        }
        right = by_code(poll, code)
        if right:
            cast_vote(poll_id=poll.pk, right=right, filled=Filled(answers), token=uuid.uuid4().hex, now=now)


def _answer(chance: random.Random, kind: str, count: int) -> tuple[int, ...]:
    numbers = chance.sample(range(1, count + 1), count)
    if kind == Kind.RANKED:
        return tuple(numbers[: chance.randint(1, count)])
    return tuple(sorted(numbers[: 2 if kind == Kind.SEVERAL else 1]))
