"""The log as it was recorded: leaves, their head, and every checkpoint ever signed. Rows are only added."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class Head(models.Model):
    """One row: how many leaves there are. Whoever adds a leaf holds it until their transaction ends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    publish_wanted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="trail_one_head")]

    def __str__(self) -> str:
        return f"{self.size}"


class Written(models.Model):
    """What stays as it was written. In the database a trigger refuses changes too (migration 0002)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is never deleted")


class Leaf(Written):
    """One leaf: its exact bytes, its RFC 6962 hash, and beside them what pages look leaves up by."""

    index = models.PositiveBigIntegerField(primary_key=True)
    bytes = models.BinaryField()
    hash = models.BinaryField(max_length=32)
    act = models.CharField(max_length=64)
    election = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["election", "index"], name="trail_leaf_of_election")]

    def __str__(self) -> str:
        return f"{self.index} {self.act}"


class Checkpoint(Written):
    """A checkpoint that we signed: stored before anyone sees it, so that no second one contradicts it."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} @ {self.signed_at:%Y-%m-%d %H:%M:%S%z}"
