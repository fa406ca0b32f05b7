"""The box: one a election, its ballots in order as the exact bytes received, and which of them is in force.

Nothing here knows a moment, an address or a voter. `Permit` and `PermitCode` know a voter and no ballot,
and are kept so that not even the order in which they were written can be read from them (migration 0001,
`usecases.tidy`). Every key holds the election, so that a nation's tables can be divided by it.
"""

from __future__ import annotations

from django.db import models

from luber_server.election.models import Election


class Box(models.Model):
    """The head of an election's chain of events. Whoever casts or closes locks this row first."""

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    ballots = models.PositiveBigIntegerField(
        default=0
    )  # as many as `seq` of the last; the height of the last event
    head = models.CharField(max_length=64)  # SHA-256 of the last event's bytes: Setup, or the last Ballot
    ended = models.BooleanField(default=False)  # EndBallots stands; nothing enters any more


class Ballot(models.Model):
    """One accepted ballot. `seq` counts from 1 and is the height of its event.

    No constraint to the election's row in the database: checking it would lock that row for every ballot,
    and whoever closes holds it. The box has the constraint, and nothing enters without its box.
    """

    pk = models.CompositePrimaryKey("election_id", "seq")
    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    seq = models.PositiveBigIntegerField()
    credential = models.CharField(max_length=620)  # the public half, as the group writes it
    tracker = models.CharField(max_length=43)
    payload = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "tracker"], name="ballot_bytes_once"),
        ]


class InForce(models.Model):
    """The ballot that counts for a credential: the last one it cast."""

    pk = models.CompositePrimaryKey("election_id", "credential")
    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    credential = models.CharField(max_length=620)
    seq = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "seq"], name="in_force_one_ballot_a_credential"),
        ]


class PermitKey(models.Model):
    """The key with which permits of one election are evaluated; the secret half is sealed (ports.sealing)."""

    PURPOSE = "casting.permit.key"

    election = models.OneToOneField(Election, on_delete=models.PROTECT, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    public = models.CharField(max_length=64)


class PermitCode(models.Model):
    """A code on its way to a voter. Gone once it is used or out of date."""

    pk = models.CompositePrimaryKey("election_id", "voter")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", db_index=False)
    voter = models.CharField(max_length=64)  # keyed HMAC of the voter's number (ports.sealing.index)
    code = models.CharField(max_length=64)  # keyed HMAC of the six digits, bound to the voter
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()


class Permit(models.Model):
    """This voter's one evaluation is spent, on the blinded element with this hash. Which credential: nobody
    can tell.
    """

    pk = models.CompositePrimaryKey("election_id", "voter")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", db_index=False)
    voter = models.CharField(max_length=64)
    blinded = models.CharField(max_length=64)  # SHA-256 of the blinded element
    settled = models.BooleanField(default=False)  # written again in the order of the keys since it was new
