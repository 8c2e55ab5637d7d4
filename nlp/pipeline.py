"""From a text to the terms that the classifier weighs.

One reading serves every family of features: stems of content words, word n-grams of the whole sentence, letter
n-grams within words, lexicon scores and cues. Training and prediction use the same functions.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.normalise import DATA, MAX_WORD_CHARACTERS, MEMO_SIZE, TOKEN, blank_links, bounded, normalise_word
from nlp.stemming import stem_word, without_ending

MAX_TOKENS = 900
LETTER_GRAMS = (3, 4, 5)
OPENING_WORDS = 4
OPENING_SPAN = 14

CUE_GROUPS = ("question", "asks", "suggests", "wish", "trouble", "repair")
CUES = ("?", "!", "short", "long", "asks first", "suggests first", *CUE_GROUPS)
SHORT_WORDS, LONG_WORDS = 8, 60


@dataclass(frozen=True, slots=True)
class Piece:
    """One plain word with its stems; `content` holds the stems that may speak for a category."""

    word: str
    stems: tuple[str, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read: `owners[i]` is the position in `spans` of the written word from which `pieces[i]` comes."""

    text: str
    spans: tuple[tuple[int, int], ...]
    pieces: tuple[Piece, ...]
    owners: tuple[int, ...]


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
    return Reading(text, tuple(spans), tuple(_silence_pairs(pieces)), tuple(owners))


def read_pieces(text: str) -> list[Piece]:
    """Read a text without positions: the quick way for many texts."""
    pieces: list[Piece] = []
    for raw in TOKEN.findall(blank_links(bounded(text))):
        pieces.extend(_memo.get(raw) or _pieces(raw))
    return _silence_pairs(pieces[:MAX_TOKENS])


def _silence_pairs(pieces: list[Piece]) -> list[Piece]:
    pairs = silent_pairs()
    for at, (left, right) in enumerate(itertools.pairwise(pieces)):
        if left.word in pairs and right.word in pairs[left.word]:
            pieces[at], pieces[at + 1] = Piece(left.word, left.stems, ()), Piece(right.word, right.stems, ())
    return pieces


@cache
def silent_pairs() -> dict[str, set[str]]:
    """Second words by first word of the pairs that name no matter."""
    pairs: dict[str, set[str]] = {}
    for line in (DATA / "silent_pairs.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, second = line.split("\t")
            pairs.setdefault(first, set()).add(second)
    return pairs


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
    silent = word.isdigit() or word in ignored_words() or without_ending(word) in ignored_words()
    return Piece(word, stems, () if silent else stems)


@cache
def ignored_words() -> frozenset[str]:
    """Stop words and place names, frozen in the project."""
    return _word_list("stopwords.txt") | place_names()


@cache
def place_names() -> frozenset[str]:
    """Names that must not teach a category."""
    return _word_list("places.txt")


def _word_list(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def cue_words(group: str) -> frozenset[str]:
    """A group of cue words: question, filler, asks or suggests."""
    lines = (DATA / "cue_words.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return frozenset(word for name, word in pairs if name == group)


def content_terms(pieces: Sequence[Piece]) -> list[str]:
    """Stems of content words and pairs of neighbouring ones."""
    stems = [stem for piece in pieces for stem in piece.content]
    return stems + [f"{left} {right}" for left, right in itertools.pairwise(stems)]


def sentence_terms(pieces: Sequence[Piece]) -> list[str]:
    """All words but courtesies, places and numbers, their pairs, and the words that open the text."""
    words = [piece.word for piece in pieces if is_spoken(piece)]
    pairs = [f"{left} {right}" for left, right in itertools.pairwise(words)]
    return words + pairs + [f"^{word}" for word in opening(words)]


def is_spoken(piece: Piece) -> bool:
    """No courtesy, place or number."""
    return piece.word not in unspoken_words() and not piece.word.isdigit()


@cache
def unspoken_words() -> frozenset[str]:
    return cue_words("courtesy") | place_names()


def letter_terms(pieces: Sequence[Piece]) -> list[str]:
    """Letter n-grams within the content words, which forgive misspelling."""
    return [gram for piece in pieces if piece.content for gram in letter_grams(piece.word)]


def letter_grams(word: str) -> list[str]:
    padded = f" {word[:MAX_WORD_CHARACTERS]} "
    return [padded[i : i + n] for n in LETTER_GRAMS for i in range(len(padded) - n + 1)]


def lexicon_tokens(pieces: Sequence[Piece]) -> list[str]:
    """The sequence in which lexicon terms are looked for: content stems and short numbers."""
    tokens: list[str] = []
    for piece in pieces:
        tokens.extend(piece.content or ((piece.word,) if piece.word.isdigit() else ()))
    return tokens


def opening(words: Sequence[str]) -> list[str]:
    """The first words that are more than a greeting."""
    filler = cue_words("filler")
    return [word for word in words[:OPENING_SPAN] if word not in filler][:OPENING_WORDS]


def cues(text: str, pieces: Sequence[Piece]) -> list[float]:
    """Signs of a question, a suggestion or trouble, in the order of CUES."""
    words = [piece.word for piece in pieces]
    first, present = set(opening(words)), set(words)
    signs = [
        "?" in text,
        "!" in text,
        len(words) <= SHORT_WORDS,
        len(words) >= LONG_WORDS,
        not first.isdisjoint(cue_words("question") | cue_words("asks")),
        not first.isdisjoint(cue_words("suggests") | cue_words("wish")),
    ]
    return [float(sign) for sign in signs] + [math.log1p(len(present & cue_words(group))) for group in CUE_GROUPS]
