"""An election as its committee sets it up: what, whose, when, and how far it has come.

The moments of opening and closing move the state only through `usecases`; whether the box is open at a
moment is asked of `queries.is_open`, never stored. The voter list, the ballot paper, the keys, the box
stand in rooms of their own.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luber_server.people.models import Organisation, User


class Election(models.Model):
    class Template(models.TextChoices):
        PILKETOS = "pilketos", _("Pilketos: pasangan calon bernomor")
        PLAIN = "plain", _("Pemilihan biasa: pilih satu, pilih tepat k, atau ya/tidak")

    class State(models.TextChoices):
        DRAFT = "draft", _("Disiapkan")
        SEALED = "sealed", _("Dibekukan")  # open or not is a matter of the clock from here
        CLOSED = "closed", _("Ditutup")  # EndBallots and the encrypted tally are in the archive
        DECIDED = "decided", _("Hasil tetap")  # Result is in the archive
        CANCELLED = "cancelled", _("Dibatalkan")

    class Factor(models.TextChoices):
        NONE = "", _("Tidak")
        MAIL = "mail", _("Kode ke surel pemilih")
        PHONE = "phone", _("Kode ke ponsel pemilih")

    uuid = models.CharField(max_length=22, unique=True)  # Belenios identifier, base58
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="elections")
    template = models.CharField(max_length=12, choices=Template.choices, default=Template.PILKETOS)
    title = models.CharField(_("Judul"), max_length=160)
    description = models.TextField(_("Keterangan"), blank=True, max_length=2000)
    group = models.CharField(max_length=16, default="Ed25519")  # or BELENIOS-2048
    voice = models.CharField(max_length=4, default="kamu")  # kamu | anda
    zone = models.CharField(max_length=32, default="Asia/Jakarta")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    revote = models.BooleanField(default=True)  # remote: may vote again, the last counts
    second_factor = models.CharField(max_length=5, choices=Factor.choices, default=Factor.NONE, blank=True)
    mock = models.BooleanField(default=False)
    mock_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="mocks")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)  # when the opening was noted in the public log
    cancelled_reason = models.TextField(blank=True, max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="election_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "cancelled"])
                | models.Q(opens_at__isnull=False, closes_at__isnull=False),
                name="election_sealed_has_its_times",
            ),
            models.CheckConstraint(
                condition=models.Q(mock=True) | models.Q(mock_of__isnull=True),
                name="election_copied_only_as_a_mock",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """A later closing: asked for by one officer with a reason, in force only when a second one agrees."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="extensions")
    closes_at = models.DateTimeField()
    reason = models.TextField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True) | ~models.Q(agreed_by=models.F("asked_by")),
                name="extension_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True) | models.Q(rejected_by__isnull=True),
                name="extension_has_one_answer",
            ),
            models.UniqueConstraint(
                fields=["election"],
                condition=models.Q(agreed_at__isnull=True, rejected_at__isnull=True),
                name="extension_one_waits_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election_id}: {self.closes_at:%Y-%m-%d %H:%M %Z}"
