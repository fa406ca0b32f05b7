"""A cancelled draft forgets whom it had invited."""

from __future__ import annotations

from datetime import datetime

from luber_server.ceremony.models import Authority, PublicCredential, Trustee
from luber_server.election.models import Election


def forget(*, election: Election, at: datetime) -> None:
    """Names and addresses go, every link is void, cards are dropped. Within the cancelling transaction."""
    Trustee.objects.filter(ceremony=election.pk).update(name="–", mail=b"")
    Trustee.objects.filter(ceremony=election.pk, replaced_at__isnull=True).update(replaced_at=at)
    Authority.objects.filter(election=election).delete()
    PublicCredential.objects.filter(election=election).delete()
