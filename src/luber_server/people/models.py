"""Accounts, organisations, offices, and what must be remembered about them.

An office says who may do what, for which organisation or below which place, since when and until when. It
is never deleted and never changed: it is granted and it ends.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

WILAYAH = RegexValidator(
    r"^(\d{2}|\d{4}|\d{6}|\d{10})$", _("Kode wilayah terdiri dari 2, 4, 6, atau 10 angka, misalnya 3273.")
)
NPSN = RegexValidator(r"^\d{8}$", _("NPSN terdiri dari 8 angka."))


class User(AbstractUser):
    """An account of an officer. Voters have none; trustees and credential authorities come by invitation."""

    display_name = models.CharField(_("Nama"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


class Organisation(models.Model):
    """Who holds elections: a school, a campus, a mass organisation, a village."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("Sekolah")
        CAMPUS = "campus", _("Kampus")
        ORMAS = "ormas", _("Organisasi")
        VILLAGE = "village", _("Desa")

    name = models.CharField(_("Nama lengkap"), max_length=160)
    kind = models.CharField(_("Jenis"), max_length=12, choices=Kind.choices, default=Kind.SCHOOL)
    npsn = models.CharField(
        _("NPSN"), max_length=8, blank=True, validators=[NPSN]
    )  # the school's national number
    wilayah = models.CharField(
        max_length=10, blank=True, validators=[WILAYAH]
    )  # kode wilayah, e.g. 3273 (kota)
    zone = models.CharField(_("Zona waktu"), max_length=32, default="Asia/Jakarta")

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """One person's office. Its scope is one organisation, or every organisation below a place (wilayah
    prefix).

    Only the operator of a server may have neither: the whole server.
    """

    class Role(models.TextChoices):
        OPERATOR = "operator", _("Pengelola server")
        PANITIA = "panitia", _("Panitia")
        PENGAMAT = "pengamat", _("Pengamat")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    wilayah = models.CharField(max_length=10, blank=True, validators=[WILAYAH])
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=models.Q(ended_at__isnull=True, organisation__isnull=False),
                name="office_held_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "wilayah"],
                condition=models.Q(ended_at__isnull=True, organisation__isnull=True),
                name="office_held_once_in_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, wilayah="")
                | (models.Q(organisation__isnull=True) & ~models.Q(wilayah=""))
                | models.Q(organisation__isnull=True, wilayah="", role="operator"),
                name="office_has_one_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation or self.wilayah}"


class Invitation(models.Model):
    """A link by which one person takes an office. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=12, choices=Office.Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    note = models.CharField(max_length=120, blank=True)  # for whom, in the inviter's words
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True) | ~models.Q(accepted_by=models.F("invited_by")),
                name="invitation_needs_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation}"


class ReadingLog(models.Model):
    """Sealed personal data was read in plain: by whom, in which office, what set of it, what for."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="readings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="readings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="readings"
    )
    election = models.CharField(max_length=22, blank=True, db_index=True)
    dataset = models.CharField(max_length=120)  # "Nama dan kelas di DPT", as a person reads it
    purpose = models.CharField(max_length=200)
    records = models.PositiveIntegerField()  # how many persons' data
    read_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.dataset}"


class Denial(models.Model):
    """The gate stayed shut. Kept for the operator: who, which page, when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="denials")
    url_name = models.CharField(max_length=120)
    method = models.CharField(max_length=8)
    reason = models.CharField(max_length=20)
    denied_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.url_name} {self.reason}"
