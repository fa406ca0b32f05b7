"""A secret number that does not show itself: not in a traceback, not in a log, not in a test's diff."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """A scalar modulo the group order that only its owner may know. `value` says it; printing does not."""

    value: int

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)
