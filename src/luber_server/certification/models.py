"""The berita acara of an election: which paper was issued when. The papers themselves lie in the vault."""

from __future__ import annotations

from django.db import models

from luber_server.election.models import Election
from luber_server.people.models import User


class BeritaAcara(models.Model):
    """One issue of the official record. A correction is a later version; an earlier one stays readable."""

    pk = models.CompositePrimaryKey("election_id", "version")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()  # from 1
    sha256 = models.CharField(max_length=64)  # of the PDF, its name in the vault
    number = models.CharField(max_length=60, blank=True)  # the committee's own number of the paper
    # town, chair, secretary, saksi, as the paper says them; not sealed, the paper is public
    names = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.election_id} v{self.version}"
