"""What the trustee's page (room ceremony) is told once the election is sealed: wait, decrypt, or done."""

from __future__ import annotations

from datetime import datetime

from luber_server.ceremony import queries as ceremony
from luber_server.ceremony.afterwards import Opening
from luber_server.election.models import Election

from . import queries, usecases


class Decrypting:
    """Registered with `ceremony.afterwards`."""

    def state(self, *, election: Election, owner: int, at: datetime) -> Opening:
        """The step of this owner; a box whose time is over is closed first."""
        usecases.close_if_due(election, at=at)
        box = queries.closed(election)
        if box is None or not box.may_open:
            return Opening(step="ready")
        done = frozenset(one.owner for one in queries.partials(election))
        if owner in done or election.state == Election.State.DECIDED:
            return Opening(step="done", done_by=done)
        setup = ceremony.sealed(election)
        return Opening(
            step="decrypt",
            done_by=done,
            tally={
                "election": setup.election_json.decode(),
                "encrypted_tally": box.body.decode(),
                "trustees": setup.trustees_json.decode(),
            },
        )

    def accept(self, *, uuid: str, owner: int, body: str, at: datetime) -> None:
        """Take what this owner gives."""
        usecases.accept_partial(uuid=uuid, owner=owner, body=body, at=at)
