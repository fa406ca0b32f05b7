"""What stands in the archive after the last ballot, as exact bytes: encrypted tally, trustees' parts, result.

No row here exists before the box is closed, and no code computes one earlier (`usecases.close`).
"""

from __future__ import annotations

from django.db import models

from luber_server.election.models import Election
from luber_server.people.models import User


class Tally(models.Model):
    """The closed box: EndBallots, and the product of the ballots in force. One a election, written once."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    ballots = models.PositiveBigIntegerField()  # in the box, with the replaced ones
    num_tallied = models.PositiveBigIntegerField()  # in force
    total_weight = models.PositiveBigIntegerField()
    body = models.BinaryField()
    closed_at = models.DateTimeField()
    # With very few ballots the committee says that the result is to be opened all the same.
    small_confirmed_at = models.DateTimeField(null=True)
    small_confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class PartialDecryption(models.Model):
    """What one owner (a number in trustees.json) gave. `place` is its order in the archive, from 1."""

    pk = models.CompositePrimaryKey("election_id", "owner")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "place"], name="partial_decryption_one_a_place"),
        ]


class Result(models.Model):
    """The numbers, as published. One a election, written once."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    body = models.BinaryField()
    published_at = models.DateTimeField()
