"""What higher rooms want fixed in the election file, besides what the ceremony fixes itself.

They stand above the ceremony and are not known to it; each registers a name and asks to be asked at the
freeze (`AppConfig.ready`). What they answer stands in the member `luber` of the election file, under the
fingerprint that every ballot carries.
"""

from __future__ import annotations

from collections.abc import Callable

from luber_server.election.models import Election

Provider = Callable[[Election], str | None]

_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """`provider(election)` gives a public text, or None where this election has nothing to fix under the
    name.
    """
    _providers[name] = provider


def of(election: Election) -> dict[str, str]:
    """Everything that is registered for this election, by name."""
    asked = {name: provider(election) for name, provider in sorted(_providers.items())}
    return {name: text for name, text in asked.items() if text is not None}
