from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.sealing.fields import EncryptedTextField


class UserManager(BaseUserManager):
    """Accounts are known by e-mail or phone; there is no user name."""

    def _create_user_object(self, email: str | None, password: str | None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        return user

    def create_user(self, email: str | None = None, password: str | None = None, **fields) -> "User":
        fields.setdefault("is_staff", False)
        fields.setdefault("is_superuser", False)
        user = self._create_user_object(email, password, **fields)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str | None = None, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    username = None
    email = models.EmailField(_("alamat e-mail"), unique=True, null=True, blank=True)
    phone = EncryptedTextField(_("nomor HP"), blank=True)
    phone_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("akun")
        verbose_name_plural = _("akun")
        constraints = [
            models.CheckConstraint(
                name="account_has_email_or_phone",
                condition=Q(email__isnull=False) | Q(phone_hash__isnull=False) | ~Q(phone=""),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email or _("Akun %(number)s") % {"number": self.pk}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """No e-mail is NULL, never "": two accounts without one would be taken for the same."""
        self.email = self.email or None
        super().save(*args, **kwargs)
