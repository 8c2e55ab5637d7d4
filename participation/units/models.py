from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """A place that people name: the kecamatan or city itself, a kelurahan, an RW."""

    class Kind(models.TextChoices):
        CITY = "city", _("Kota atau kabupaten")
        DISTRICT = "district", _("Kecamatan")
        VILLAGE = "village", _("Kelurahan atau desa")
        RW = "rw", _("RW")

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    name = models.CharField(_("nama"), max_length=100)
    slug = models.SlugField(_("nama di alamat"), max_length=60, unique=True)
    code = models.CharField(_("kode wilayah"), max_length=20, blank=True, help_text=_("Contoh: 32.73.29.1001"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("bagian dari")
    )
    outline = models.JSONField(_("garis batas"), null=True, blank=True, help_text=_("Geometri GeoJSON, WGS 84"))
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "kind", "name"], name="area_name_unique_in_parent"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="area_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Whoever can be asked to answer: a section, a kelurahan, a city office, an outside body."""

    class Kind(models.TextChoices):
        SECTION = "section", _("Bagian kantor ini")
        VILLAGE = "village", _("Kelurahan")
        CITY_OFFICE = "city_office", _("Dinas atau badan daerah")
        EXTERNAL = "external", _("Lembaga luar")

    name = models.CharField(_("nama"), max_length=120, unique=True)
    short_name = models.CharField(_("nama pendek"), max_length=40)
    slug = models.SlugField(_("nama di alamat"), max_length=60, unique=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("wilayah kerja")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("di bawah")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telepon"), max_length=40, blank=True)
    contact_note = models.CharField(
        _("cara menghubungi"),
        max_length=200,
        blank=True,
        help_text=_("Ditunjukkan kepada warga bila ini wewenang unit."),
    )
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("unit kerja")
        verbose_name_plural = _("unit kerja")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="unit_not_under_itself", condition=Q(parent__isnull=True) | ~Q(parent=F("id")))
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    TRIAGE = "triage", _("Petugas triase")
    OFFICER = "officer", _("Petugas unit")
    LIAISON = "liaison", _("Penghubung")
    HEAD = "head", _("Kepala unit")
    COMPLAINTS_MANAGER = "complaints_manager", _("Pejabat pengelola pengaduan")
    LEADER = "leader", _("Camat atau sekretaris")
    EDITOR = "editor", _("Editor")
    POLL_COMMITTEE = "poll_committee", _("Panitia jajak pendapat")
    ADMIN = "admin", _("Admin")


class Membership(models.Model):
    """A person's role at a unit. Office-wide roles (triage, leader, …) are held at any section of the office."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("akun")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit kerja"))
    role = models.CharField(_("peran"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit.short_name}"


class Category(models.Model):
    """What a case is about. The slug is what the classifier and the open data speak: it never changes once used."""

    slug = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=80, unique=True)
    covers = models.CharField(_("mencakup"), max_length=300, blank=True)
    default_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="categories", verbose_name=_("unit yang menangani")
    )
    goes_to_village = models.BooleanField(
        _("ditangani kelurahan"), default=False, help_text=_("Diteruskan ke kelurahan tempat kejadian bila diketahui.")
    )
    needs_field_examination = models.BooleanField(
        _("perlu pemeriksaan lapangan"), default=False, help_text=_("Memakai batas waktu pengaduan yang lebih panjang.")
    )
    offers_confidential = models.BooleanField(
        _("tawarkan Rahasia lebih dulu"), default=False, help_text=_("Untuk laporan tentang petugas atau kekerasan.")
    )
    order = models.PositiveSmallIntegerField(
        _("urutan"), default=100, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("topik")
        verbose_name_plural = _("topik")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A public service that the office gives: what residents come for and what satisfaction surveys are about."""

    slug = models.SlugField(_("nama di alamat"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=120, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services", verbose_name=_("unit yang melayani"))
    description = models.CharField(_("keterangan"), max_length=300, blank=True)
    handles_cases = models.BooleanField(
        _("menangani laporan warga"),
        default=False,
        help_text=_("Surveinya ditawarkan kepada pelapor saat laporannya selesai. Paling banyak satu layanan."),
    )
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("layanan")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["handles_cases"], condition=Q(handles_cases=True), name="service_for_cases_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """Days on which the office is closed beyond weekends and public holidays; the table wins over the calendar."""

    name = models.CharField(_("nama"), max_length=100)
    start_date = models.DateField(_("mulai"))
    end_date = models.DateField(_("sampai"))

    class Meta:
        verbose_name = _("hari tutup")
        verbose_name_plural = _("hari tutup")
        ordering = ["start_date"]
        constraints = [
            models.CheckConstraint(name="closure_ends_after_start", condition=Q(end_date__gte=F("start_date")))
        ]

    def __str__(self) -> str:
        return self.name
