"""The pair that every proof of the protocol is written as: `{"challenge":"12","response":"34"}`.

Responses are *minus*: response = w - secret·challenge, so that a checker recomputes the commitment as
g^response · X^challenge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luber.canon import shape
from luber.crypto.group import Group


@dataclass(frozen=True, slots=True)
class Proof:
    """Challenge and response, both in [0, order)."""

    challenge: int
    response: int

    def to_json(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


def parse(value: Any, *, group: Group, where: str) -> Proof:
    """Read a proof from parsed JSON. Raises `Malformed`."""
    read = shape.members(value, where=where, required=("challenge", "response"), ordered=True)
    return Proof(
        challenge=group.scalar(read["challenge"], where=where),
        response=group.scalar(read["response"], where=where),
    )


def parse_all(value: Any, *, group: Group, where: str, length: int) -> tuple[Proof, ...]:
    """Read an array of exactly `length` proofs. Raises `Malformed`."""
    return tuple(
        parse(entry, group=group, where=where) for entry in shape.array(value, where=where, length=length)
    )
