"""What left the house: one row a message, without its body and with its address masked."""

from __future__ import annotations

from django.db import models


class Delivery(models.Model):
    """A message that a gateway took (`failure` empty) or did not (the kind of error)."""

    channel = models.CharField(max_length=10)
    to_masked = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    election = models.CharField(max_length=22, blank=True, db_index=True)
    sent_at = models.DateTimeField()
    failure = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} → {self.to_masked}"
