"""Who may vote: the roll of one election, its voters, uploads that wait to be confirmed, and objections.

Names, numbers and contacts are sealed (ports.sealing, per purpose and election); a number is found again by
its keyed index. Class and sex stand open: the counts by class are published. No moment stands beside a
voter who voted, because nothing of voting stands here at all.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luber.registry import roll
from luber_server.election.models import Election
from luber_server.people.models import User


class Roll(models.Model):
    """How far an election's roll has come."""

    class State(models.TextChoices):
        COLLECTING = roll.State.COLLECTING.value, _("Dikumpulkan")
        DPS = roll.State.DPS.value, _("DPS diumumkan")
        DPT = roll.State.DPT.value, _("DPT dibekukan")

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)
    by_nisn = models.BooleanField(default=True)  # numbers are NISN; else NIM, member numbers
    dps_at = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateTimeField(null=True, blank=True)
    no_dps_reason = models.TextField(blank=True, max_length=500)
    dpt_at = models.DateTimeField(null=True, blank=True)
    # Sealed; without it the hash could be tried with guesses.
    dpt_salt = models.BinaryField(blank=True, default=b"")
    dpt_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="dpt")
                | (~models.Q(dpt_sha256="") & models.Q(dpt_at__isnull=False)),
                name="roll_dpt_has_its_hash",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dps") | models.Q(objections_until__isnull=False),
                name="roll_dps_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election_id}: {self.state}"


class Voter(models.Model):
    """One voter of one election's roll."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", db_index=False)
    ident_index = models.CharField(max_length=64)  # keyed HMAC of the number
    ident = models.BinaryField()  # sealed
    name = models.BinaryField()  # sealed
    sex = models.CharField(max_length=1, blank=True)  # L, P, or not recorded
    class_label = models.CharField(max_length=24)
    contact_index = models.CharField(max_length=64, blank=True)
    # Sealed; only where the election asks for a second factor.
    contact = models.BinaryField(blank=True, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "ident_index"], name="voter_once_in_an_election"),
            models.UniqueConstraint(
                fields=["election", "contact_index"],
                condition=~models.Q(contact_index=""),
                name="voter_one_contact_each",
            ),
        ]
        indexes = [models.Index(fields=["election", "class_label"], name="voter_by_class")]

    def __str__(self) -> str:
        return f"voter {self.pk}"


class RollEvent(models.Model):
    """What was done to a roll, kept: an import, a voter added, changed or removed by hand, with the
    reason."""

    class Kind(models.TextChoices):
        IMPORTED = "imported", _("Daftar diunggah")
        ADDED = "added", _("Pemilih ditambahkan")
        CHANGED = "changed", _("Data pemilih diperbaiki")
        REMOVED = "removed", _("Pemilih dikeluarkan")
        PUBLISHED = "published", _("DPS diumumkan")
        PROLONGED = "prolonged", _("Masa keberatan diperpanjang")
        FROZEN = "frozen", _("DPT dibekukan")

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    who = models.BinaryField(blank=True, default=b"")  # sealed: the voter's number and name, for one voter
    counts = models.JSONField(default=dict)  # of an import: new, changed, removed, skipped; never a person
    reason = models.BinaryField(blank=True, default=b"")  # sealed: people write names into reasons
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.election_id}: {self.kind}"


class Upload(models.Model):
    """A sheet's needed columns between its report and the confirmation: sealed, and gone at `expires_at`."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()  # sealed JSON of the reading
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"upload {self.pk}"


class Objection(models.Model):
    """Someone's objection to the DPS; what they wrote is sealed, and found again by their code's keyed
    index."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("Belum tercantum")
        WRONG = "wrong", _("Nama atau kelas keliru")
        NOT_ENTITLED = "not_entitled", _("Ada yang tidak berhak")

    class Answer(models.TextChoices):
        WAITING = "", _("Menunggu jawaban")
        UPHELD = "upheld", _("Diterima")
        DISMISSED = "dismissed", _("Ditolak")

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.BinaryField()  # sealed tracking code
    code_index = models.CharField(max_length=64)
    content = models.BinaryField()  # sealed JSON: name, class, text
    filed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING, blank=True)
    answer_text = models.BinaryField(blank=True, default=b"")  # sealed
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "code_index"], name="objection_one_code"),
            models.CheckConstraint(
                condition=models.Q(answer="")
                | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="objection_answered_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"
