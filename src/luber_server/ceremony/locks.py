"""The locks of this room's acts, but for an officer's on a draft (`election.usecases.lock_draft`)."""

from __future__ import annotations

from datetime import datetime

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.election.models import Election
from luber_server.election.usecases import require_draft
from luber_server.people import offices
from luber_server.people.models import Office
from luber_server.people.offices import Officer


def draft(uuid: str) -> Election:
    """The election's row, locked for this transaction. Raises `Refused` once it is sealed or cancelled."""
    election = _lock(uuid)
    require_draft(election)
    return election


def standing(*, actor: Officer, uuid: str, at: datetime) -> Election:
    """The row of an election that is not cancelled, sealed or not, locked for an officer of its committee."""
    election = _lock(uuid)
    offices.require(actor, Office.Role.PANITIA, organisation=election.organisation, at=at)
    if election.state == Election.State.CANCELLED:
        raise Refused(_("Pemilihan ini sudah dibatalkan."), code="election.cancelled")
    return election


def _lock(uuid: str) -> Election:
    return Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
