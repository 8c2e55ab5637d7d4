from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nlp.storage import ModelFileError
from participation.accounts.models import User
from participation.routing import engine
from participation.routing.models import ModelVersion

State = ModelVersion.State


def use_version(version: ModelVersion | None, *, actor: User | None, now: datetime) -> None:
    """Let this version decide from now on, in every process; None brings the shipped model back.

    Raises ValidationError when its file is damaged or gone; the one in use then stays.
    """
    if version is not None:
        _require_usable(version)
    with transaction.atomic():
        ModelVersion.objects.select_for_update().filter(state=State.ACTIVE).update(state=State.RETIRED, retired_at=now)
        if version is not None:
            ModelVersion.objects.filter(pk=version.pk).update(
                state=State.ACTIVE, activated_at=now, activated_by=actor, retired_at=None
            )


def _require_usable(version: ModelVersion) -> None:
    try:
        engine.read_checked(engine.models_folder() / version.file_name, sha256=version.sha256)
    except ModelFileError as error:
        raise ValidationError(_("Versi ini tidak bisa dipakai: %(why)s") % {"why": error}, code="damaged") from error
