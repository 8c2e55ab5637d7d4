from typing import NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.ledger import chain


class AppendOnlyError(TypeError):
    """A row of the record was to be changed or removed."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never removed")

    def bulk_update(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")


class AppendOnlyModel(models.Model):
    """Rows are written once. A trigger in the database says the same to whoever goes round this class."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} rows are never removed")


class Seal(AppendOnlyModel):
    """One day's Merkle root over the links that no earlier seal covers, chained to the seal before."""

    sequence = models.PositiveIntegerField(_("nomor"), unique=True)
    sealed_date = models.DateField(_("tanggal"), unique=True)
    sealed_at = models.DateTimeField(_("waktu"))
    merkle_root = models.CharField(_("akar Merkle"), max_length=64)
    link_count = models.PositiveIntegerField(_("jumlah kejadian"))
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(_("sidik"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("segel")
        verbose_name_plural = _("segel")
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} · {self.sealed_date:%Y-%m-%d}"

    def computed_digest(self) -> str:
        return chain.seal_digest(
            sequence=self.sequence,
            sealed_date=self.sealed_date.isoformat(),
            root=self.merkle_root,
            count=self.link_count,
            previous=self.previous_digest,
        )


class Link(AppendOnlyModel):
    """One event's place in its chain. ``content_digest`` commits to a row that some other app keeps."""

    chain = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("mata rantai")
        verbose_name_plural = _("mata rantai")
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="link_position_unique")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.position}"

    def computed_digest(self) -> str:
        return chain.link_digest(
            chain=self.chain, position=self.position, previous=self.previous_digest, content=self.content_digest
        )


class SealedLink(AppendOnlyModel):
    """Which seal covers a link, and as which leaf of its tree."""

    link = models.OneToOneField(Link, models.PROTECT, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed_links")
    leaf = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("mata rantai tersegel")
        verbose_name_plural = _("mata rantai tersegel")
        constraints = [models.UniqueConstraint(fields=["seal", "leaf"], name="sealed_leaf_unique")]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.leaf}"
