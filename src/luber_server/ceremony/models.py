"""Who holds the key and who makes the cards, what they handed in, and what was sealed.

Nothing here is a secret that opens a ballot: of the trustees we keep what is published anyway, and what they
encrypted to themselves or to one another. A public credential stands beside the group of its voter (a class)
and nothing else: no name, no number, no moment.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from luber_server.election.models import Election
from luber_server.people.models import User

from .stages import Deed, Kind, Stage


class Ceremony(models.Model):
    """The arrangement of the trustees: each must be there, or any t of those in the t-of-n item."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    threshold = models.PositiveSmallIntegerField(null=True)  # of the t-of-n item, where there is one


class Invited(models.Model):
    """Someone without an account who came, or will come, by a link. Only the hash of the link's token is
    kept.
    """

    name = models.CharField(_("Nama dan jabatan"), max_length=120)
    mail = models.BinaryField(blank=True, default=b"")  # sealed (purpose ceremony.mail); may be empty
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of 22 letters of base58 (128 bits)
    invited_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # the link was opened

    class Meta:
        abstract = True


class Trustee(Invited):
    """Pemegang kunci: holds a share of the key that opens the result. `owner` is their number in
    trustees.json.
    """

    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="trustees")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    owner = models.PositiveSmallIntegerField()  # from 1, over all trustees
    index = models.PositiveSmallIntegerField()  # from 1, inside the t-of-n item; for a single trustee = owner
    stage = models.CharField(
        max_length=10, choices=[(stage.value, stage.value) for stage in Stage], default=Stage.INVITED.value
    )
    attempt = models.PositiveSmallIntegerField(default=1)  # grows when they begin again; an old key is void
    number = models.PositiveSmallIntegerField(null=True)  # hidden in this trustee's rehearsal
    randomness = models.TextField(blank=True)  # with which it was hidden, decimal
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "owner"],
                condition=models.Q(replaced_at__isnull=True),
                name="trustee_one_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"trustee {self.owner}"


class Posting(models.Model):
    """What a trustee handed in for one step, as the exact bytes, after the core checked it."""

    trustee = models.ForeignKey(Trustee, on_delete=models.PROTECT, related_name="postings")
    attempt = models.PositiveSmallIntegerField()
    deed = models.CharField(max_length=20, choices=[(deed.value, deed.value) for deed in Deed])
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trustee", "attempt", "deed"], name="posting_once_a_step"),
        ]


class Authority(Invited):
    """Otoritas kredensial: makes the voters' cards in their own browser; we learn the public halves only."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    uploaded_at = models.DateTimeField(null=True)
    batch = models.PositiveSmallIntegerField(default=1)  # grows when the cards are made anew


class PublicCredential(models.Model):
    """The public half of one card, and the class it was made for. Kept in the published order."""

    pk = models.CompositePrimaryKey("election_id", "position")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()  # from 0, by the group's own order of the keys
    key = models.CharField(max_length=620)
    label = models.CharField(max_length=60)
    weight = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "key"], name="public_credential_once"),
        ]


class CardPrint(models.Model):
    """One printing of cards, as the authority's page reported it before it printed."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    batch = models.PositiveSmallIntegerField(default=1)
    cards = models.PositiveIntegerField()
    label = models.CharField(max_length=60, blank=True)  # the class, empty for all
    reason = models.CharField(max_length=200, blank=True)  # why again, for a reprint
    refused = models.BooleanField(default=False)
    printed_at = models.DateTimeField()


class SealedSetup(models.Model):
    """All that is fixed, as the exact bytes that are hashed. A row is written once (migration 0002 holds that
    too).
    """

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    election_json = models.BinaryField()
    trustees_json = models.BinaryField()
    public_creds_json = models.BinaryField()
    presentation_json = models.BinaryField()
    rules_json = models.BinaryField()
    fingerprint = models.CharField(max_length=43)
    dpt_sha256 = models.CharField(max_length=64)
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a sealed setup is written once")
        super().save(*args, **{**kwargs, "force_insert": True})
