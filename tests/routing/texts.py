"""Three topics that a model tells apart with ease, to test the machinery; they say nothing about accuracy."""

import uuid
from datetime import timedelta
from pathlib import Path
from random import Random

from django.utils import timezone

from participation.routing.models import LabelledText
from tests.factories import make_category

WORDS = {
    "penerangan-jalan": "lampu pju penerangan gelap padam redup tiang bohlam malam kabel menyala sakelar "
    "cahaya remang berkedip neon sorot listrik terang gulita",
    "jalan-jembatan": "aspal jalan jembatan trotoar berlubang retak ambles tambal paving kerikil bergelombang "
    "bahu marka beton hotmix lubang rusak licin tikungan pengendara",
    "sampah-kebersihan": "sampah tps gerobak diangkut menumpuk bau berserakan plastik pemulung truk tong organik "
    "limbah lalat kotor sapu kardus daun pasar popok",
}
SHARED = "warga gang depan rumah dekat sekolah kemarin minggu mohon tolong petugas rt rw masjid anak pagi sore"


def text_of(slug: str, chance: Random) -> str:
    words = chance.sample(WORDS[slug].split(), 6) + chance.sample(SHARED.split(), 3)
    chance.shuffle(words)
    return " ".join(words)


def write_corpus(path: Path, *, each: int = 20) -> Path:
    chance = Random(1)  # noqa: S311
    lines = ["kind\turgency\tcategory\ttext"]
    for slug in WORDS:
        lines += [f"pengaduan\tbiasa\t{slug}\t{text_of(slug, chance)}" for _ in range(each)]
        lines += [f"aspirasi\tbiasa\t{slug}\tusul tambah {text_of(slug, chance)}" for _ in range(5)]
        lines += [f"pengaduan\tdarurat\t{slug}\tada korban terjebak {text_of(slug, chance)}" for _ in range(5)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def make_labels(count: int, *, rename: dict[str, str] | None = None, seed: int = 2, mixed: bool = False) -> None:
    """Decisions of people, one an hour until now. ``rename``: what this office says instead; ``mixed``: at random."""
    chance = Random(seed)  # noqa: S311
    topics = {slug: make_category((rename or {}).get(slug, slug)) for slug in WORDS}
    for number in range(count):
        slug = chance.choice(list(WORDS))
        answer = chance.choice(list(topics.values())) if mixed else topics[slug]
        LabelledText.objects.create(
            subject=uuid.UUID(int=chance.getrandbits(128)),
            text=text_of(slug, chance),
            category=answer,
            decision=LabelledText.Decision.DECIDED,
            labelled_at=timezone.now() - timedelta(hours=count - number),
        )
