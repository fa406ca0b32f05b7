"""What a trustee does after the box is closed, asked of a higher room that registers itself here (`tally`).

The ceremony stands below the tally and does not know it; but a trustee has one page for both. So the page
asks whoever registered: what is this trustee's step now, and here is what they handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured

from luber_server.election.models import Election


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The step of a trustee who is ready: `ready` (nothing yet), `decrypt` or `done`; with `tally` to
    decrypt.
    """

    step: str
    tally: dict[str, Any] | None = None
    done_by: frozenset[int] = frozenset()  # owners who decrypted


class Afterwards(Protocol):
    def state(self, *, election: Election, owner: int, at: datetime) -> Opening: ...

    def accept(self, *, uuid: str, owner: int, body: str, at: datetime) -> None: ...


_registered: Afterwards | None = None


def register(afterwards: Afterwards) -> None:
    """Called once, in the higher room's `AppConfig.ready`."""
    global _registered
    _registered = afterwards


def registered() -> Afterwards:
    """The room that opens the box. Without one in the house, nothing can be opened: a fault of the
    installation.
    """
    if _registered is None:
        raise ImproperlyConfigured("no room registered itself for what follows the ceremony")
    return _registered
