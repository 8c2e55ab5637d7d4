"""The classifier in use: loaded once per process, looked after before every decision.

Two tiny queries and a look at the file tell whether the word list or the active version changed, so an edit, an
activation or a rollback made anywhere holds in every process from its next decision on.
"""

import hashlib
import logging
import os
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nlp import storage
from nlp.classifier import Classifier
from nlp.lexicon import Lexicon
from participation.routing.models import ModelVersion
from participation.routing.word_list import effective_lexicon, lexicon_stamp

logger = logging.getLogger(__name__)

_PROBE = "Lampu jalan di depan pasar mati dan jalannya berlubang."


@dataclass(frozen=True)
class Engine:
    """What decides now. ``problem`` says in the staff's words why it is not what was meant to be."""

    classifier: Classifier | None
    lexicon: Lexicon
    problem: str = ""
    words_stamp: Any = None
    model_stamp: Any = None


_loaded: Engine | None = None
_loading = threading.Lock()


def models_folder() -> Path:
    return Path(settings.SW_DATA_DIR) / "models"


def current() -> Engine:
    global _loaded
    words, model = lexicon_stamp(), _model_stamp()
    found = _loaded
    if found is not None and (found.words_stamp, found.model_stamp) == (words, model):
        return found
    with _loading:
        found = _loaded
        if found is None or (found.words_stamp, found.model_stamp) != (words, model):
            _loaded = found = _load(words, model, found)
    return found


def active_classifier() -> Classifier | None:
    return current().classifier


def problem() -> str:
    """What staff must know about the classifier; empty when all is well."""
    return current().problem


def _model_stamp() -> tuple[Any, ...]:
    active = ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE).values_list("file_name", "sha256").first()
    return (*active, _file_mark(models_folder() / active[0])) if active else ()


def _file_mark(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _load(words: Any, model: tuple[Any, ...], before: Engine | None) -> Engine:
    lexicon = before.lexicon if before and before.words_stamp == words else effective_lexicon()
    if before and before.classifier and before.model_stamp == model:
        return Engine(before.classifier.with_lexicon(lexicon), lexicon, before.problem, words, model)
    classifier, trouble = _active_or_shipped(model)
    return Engine(classifier.with_lexicon(lexicon) if classifier else None, lexicon, trouble, words, model)


def _active_or_shipped(model: tuple[Any, ...]) -> tuple[Classifier | None, str]:
    trouble = ""
    if model:
        try:
            return read_checked(models_folder() / model[0], sha256=model[1]), ""
        except storage.ModelFileError as error:
            logger.error("the active model cannot be used: %s", error)
            trouble = _("Model yang dilatih di sini tidak bisa dipakai, jadi model bawaan yang bekerja. %(why)s") % {
                "why": error
            }
    try:
        return shipped_classifier(), trouble
    except storage.ModelFileError as error:
        logger.error("no classifier, only rules and the word list: %s", error)
        words = _("Model tidak bisa dipakai. Laporan hanya memakai aturan kantor dan kata petunjuk. %(why)s")
        return None, words % {"why": error}


@cache
def shipped_classifier() -> Classifier:
    """Raises ModelFileError when the file of this release is missing, damaged or foreign."""
    return read_checked(storage.SHIPPED_MODEL)


def read_checked(path: Path, *, sha256: str = "") -> Classifier:
    """A model that is whole, is the one meant and can speak. Raises ModelFileError."""
    if sha256 and file_digest(path) != sha256:
        raise storage.ModelFileError(_("Berkas %(name)s hilang atau isinya berubah.") % {"name": path.name})
    classifier = storage.load(path)
    try:
        classifier.predict(_PROBE)
    except Exception as error:
        message = _("Berkas %(name)s dari versi aplikasi lain; latih ulang.") % {"name": path.name}
        raise storage.ModelFileError(message) from error
    return classifier


def file_digest(path: Path) -> str:
    """Empty for a file that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
