"""The lock of what trustees and the authority do before the election is sealed (officers:
`election.usecases.lock_draft`).
"""

from __future__ import annotations

from luber_server.election.models import Election
from luber_server.election.usecases import require_draft


def lock(uuid: str) -> Election:
    """The election's row, locked for this transaction. Raises `Refused` once it is sealed or cancelled."""
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    require_draft(election)
    return election
