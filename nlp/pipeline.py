"""From a text to the terms that the classifier weighs.

One reading serves every family of features: stems of content words, word n-grams of the whole sentence, letter
n-grams within words, lexicon scores and cues. Training and prediction use the same functions.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.normalise import DATA, MAX_WORD_CHARACTERS, MEMO_SIZE, TOKEN, blank_links, bounded, normalise_word
from nlp.stemming import stem_word

MAX_TOKENS = 1_200
LETTER_GRAMS = (3, 4, 5)
OPENING_WORDS = 4

CUES = ("?", "question_word_first", "question_word", "asks_information", "suggests", "thanks", "short", "long", "!")
QUESTION_WORDS = frozenset(
    [
        "apa",
        "apakah",
        "bagaimana",
        "kapan",
        "dimana",
        "berapa",
        "siapa",
        "kenapa",
        "mengapa",
        "bisakah",
        "bolehkah",
        "adakah",
        "kemana",
    ]
)
OPENING_STOPS = frozenset(
    [
        "selamat",
        "pagi",
        "siang",
        "sore",
        "malam",
        "assalamualaikum",
        "bapak",
        "ibu",
        "admin",
        "mohon",
        "maaf",
        "izin",
        "permisi",
        "halo",
        "saya",
        "mau",
        "ingin",
        "yth",
        "dan",
    ]
)
ASKS = frozenset(
    [
        "tanya",
        "bertanya",
        "nanya",
        "menanyakan",
        "informasi",
        "syarat",
        "persyaratan",
        "prosedur",
        "cara",
        "caranya",
        "jadwal",
        "biaya",
    ]
)
SUGGESTS = frozenset(
    [
        "usul",
        "usulan",
        "mengusulkan",
        "saran",
        "menyarankan",
        "sebaiknya",
        "alangkah",
        "seandainya",
        "andai",
        "apresiasi",
        "semoga",
        "harapan",
    ]
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One plain word with its stems; `content` holds the stems that may speak for a category."""

    word: str
    stems: tuple[str, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read: `owners[i]` is the position of the written word from which `words[i]` comes."""

    text: str
    spans: tuple[tuple[int, int], ...]
    pieces: tuple[Piece, ...]
    owners: tuple[int, ...]

    @property
    def words(self) -> list[str]:
        return [piece.word for piece in self.pieces]


_memo: dict[str, tuple[Piece, ...]] = {}


def read(text: str) -> Reading:
    """Read a text with the positions of its words, for explanations."""
    text = bounded(text)
    spans, pieces, owners = [], [], []
    for match in TOKEN.finditer(blank_links(text)):
        found = _pieces(match.group())
        pieces.extend(found)
        owners.extend([len(spans)] * len(found))
        spans.append(match.span())
        if len(pieces) >= MAX_TOKENS:
            break
    return Reading(text, tuple(spans), tuple(pieces), tuple(owners))


def read_pieces(text: str) -> list[Piece]:
    """Read a text without positions: the quick way for many texts."""
    pieces: list[Piece] = []
    for raw in TOKEN.findall(blank_links(bounded(text))):
        pieces.extend(_memo.get(raw) or _pieces(raw))
    return pieces[:MAX_TOKENS]


def _pieces(raw: str) -> tuple[Piece, ...]:
    found = _memo.get(raw)
    if found is None:
        found = tuple(_piece(word) for word in normalise_word(raw))
        if len(_memo) >= MEMO_SIZE:
            _memo.clear()
        if len(raw) <= MAX_WORD_CHARACTERS:
            _memo[raw] = found
    return found


def _piece(word: str) -> Piece:
    stems = tuple(stem_word(word).split(" "))
    silent = word.isdigit() or word in ignored_words()
    return Piece(word, stems, () if silent else stems)


@cache
def ignored_words() -> frozenset[str]:
    """Stop words and place names, frozen in the project."""
    words: set[str] = set()
    for name in ("stopwords.txt", "places.txt"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        words.update(line for line in lines if line and not line.startswith("#"))
    return frozenset(words)


def content_terms(pieces: Sequence[Piece]) -> Iterator[str]:
    """Stems of content words and pairs of neighbouring ones."""
    stems = [stem for piece in pieces for stem in piece.content]
    yield from stems
    for left, right in itertools.pairwise(stems):
        yield f"{left} {right}"


def sentence_terms(pieces: Sequence[Piece]) -> Iterator[str]:
    """All words with pairs and triples, courtesies and question words included, and how the text opens."""
    words = [piece.word for piece in pieces if not piece.word.isdigit()]
    yield from words
    for left, right in itertools.pairwise(words):
        yield f"{left} {right}"
    opening = [word for word in words[:14] if word not in OPENING_STOPS][:OPENING_WORDS]
    for word in opening:
        yield f"^{word}"


def letter_terms(pieces: Sequence[Piece]) -> Iterator[str]:
    """Letter n-grams within the content words, which forgive misspelling."""
    for piece in pieces:
        if piece.content:
            yield from letter_grams(piece.word)


def letter_grams(word: str) -> tuple[str, ...]:
    padded = f" {word[:MAX_WORD_CHARACTERS]} "
    return tuple(padded[i : i + n] for n in LETTER_GRAMS for i in range(len(padded) - n + 1))


def lexicon_tokens(pieces: Sequence[Piece]) -> list[str]:
    """The sequence in which lexicon terms are looked for: content stems and short numbers."""
    tokens: list[str] = []
    for piece in pieces:
        tokens.extend(piece.content or ((piece.word,) if piece.word.isdigit() else ()))
    return tokens


def cues(text: str, pieces: Sequence[Piece]) -> list[float]:
    """Signs of a question, a suggestion or thanks, in the order of CUES."""
    words = [piece.word for piece in pieces]
    opening = [word for word in words[:14] if word not in OPENING_STOPS][:2]
    present = set(words)
    return [
        1.0 if "?" in text else 0.0,
        1.0 if QUESTION_WORDS.intersection(opening) else 0.0,
        1.0 if present & QUESTION_WORDS else 0.0,
        1.0 if present & ASKS else 0.0,
        1.0 if present & SUGGESTS else 0.0,
        1.0 if "kasih" in present else 0.0,
        1.0 if len(words) <= 8 else 0.0,
        1.0 if len(words) >= 60 else 0.0,
        1.0 if "!" in text else 0.0,
    ]
