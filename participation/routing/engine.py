"""The classifier in use, loaded once per process. Without one, texts go to rules and people."""

import logging
from functools import lru_cache

from nlp import storage
from nlp.classifier import Classifier

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def active_classifier() -> Classifier | None:
    try:
        return storage.load(storage.SHIPPED_MODEL)
    except (OSError, storage.ModelFileError):
        logger.exception("no classifier: texts are routed by rules and people only")
        return None
