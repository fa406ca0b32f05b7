"""Accounts, organisations and offices. An office says who may do what, for which organisation, where, since when."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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
    npsn = models.CharField(_("NPSN"), max_length=8, blank=True)
    wilayah = models.CharField(max_length=10, blank=True, help_text="kode wilayah, e.g. 3273 (kota)")
    zone = models.CharField(_("Zona waktu"), max_length=32, default="Asia/Jakarta")

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """One person's office. Its scope is an organisation, or every organisation below a place (wilayah prefix)."""

    class Role(models.TextChoices):
        OPERATOR = "operator", _("Pengelola server")
        PANITIA = "panitia", _("Panitia")
        PENGAMAT = "pengamat", _("Pengamat")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="offices")
    wilayah = models.CharField(max_length=10, blank=True)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "wilayah"],
                condition=models.Q(ended_at__isnull=True),
                name="office_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation or self.wilayah}"
