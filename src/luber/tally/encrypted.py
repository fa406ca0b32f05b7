"""The encrypted tally: for each question the product of all ballots in force, each raised to its voter's weight.

    [[{"alpha":"…","beta":"…"},…],…]                                         one array a question
    {"num_tallied":5,"total_weight":5,"encrypted_tally":"f36d185f…"}        its companion

`num_tallied` counts ballots in force, `total_weight` adds up their weights. Source: belenios.md section 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from luber.canon import digest, json, shape
from luber.casting.answer import Answer
from luber.ceremony.election import SealedElection
from luber.crypto import elgamal
from luber.crypto.elgamal import Ciphertext
from luber.crypto.group import Group

EncryptedTally: TypeAlias = tuple[tuple[Ciphertext, ...], ...]

LARGEST_PLAIN_WEIGHT = 2**30 - 1
"""Totals above this are printed as JSON strings, as belenios-tool does; both forms are read."""


@dataclass(frozen=True, slots=True)
class Companion:
    """The record that goes with an encrypted tally: ballots, weight, and the tally's hex SHA-256."""

    num_tallied: int
    total_weight: int
    encrypted_tally: str

    def to_bytes(self) -> bytes:
        weight: int | str = self.total_weight
        if self.total_weight > LARGEST_PLAIN_WEIGHT:
            weight = str(self.total_weight)
        return json.encode(
            {
                "num_tallied": self.num_tallied,
                "total_weight": weight,
                "encrypted_tally": self.encrypted_tally,
            }
        )


@dataclass(slots=True)
class Accumulator:
    """A running tally, to which ballots are added and from which superseded ones are taken away again."""

    group: Group
    totals: list[list[Ciphertext]]
    num_tallied: int = 0
    total_weight: int = 0

    @classmethod
    def of(cls, election: SealedElection) -> Accumulator:
        """Nothing tallied yet: everything hides 0."""
        nothing = elgamal.neutral(election.group)
        return cls(election.group, [[nothing] * question.ciphertexts for question in election.questions])

    def add(self, choices: Iterable[Sequence[Ciphertext]], *, weight: int) -> None:
        """Add a checked ballot's ciphertexts, a row a question."""
        self.num_tallied += 1
        self.total_weight += weight
        self._combine(choices, weight, elgamal.multiply)

    def take_away(self, choices: Iterable[Sequence[Ciphertext]], *, weight: int) -> None:
        """Take a ballot that was added, and is no longer in force, away again."""
        self.num_tallied -= 1
        self.total_weight -= weight
        self._combine(choices, weight, elgamal.divide)

    def tally(self) -> EncryptedTally:
        """The tally of what is in it now."""
        return tuple(tuple(row) for row in self.totals)

    def _combine(self, choices: Iterable[Sequence[Ciphertext]], weight: int, operation: Any) -> None:
        for row, answer in zip(self.totals, choices, strict=True):
            for index, choice in enumerate(answer):
                weighted = elgamal.power(choice, weight, group=self.group)
                row[index] = operation(row[index], weighted, group=self.group)


def compute(
    *, election: SealedElection, ballots: Iterable[tuple[Iterable[Answer], int]]
) -> tuple[EncryptedTally, Companion]:
    """The tally of these ballots in force, given as (answers, weight), and its companion."""
    running = Accumulator.of(election)
    for answers, weight in ballots:
        running.add((answer.choices for answer in answers), weight=weight)
    tally = running.tally()
    return tally, companion(to_bytes(tally, group=election.group), running)


def companion(raw: bytes, running: Accumulator) -> Companion:
    """The companion of the tally whose printed bytes are `raw`."""
    return Companion(
        num_tallied=running.num_tallied,
        total_weight=running.total_weight,
        encrypted_tally=digest.sha256_hex(raw),
    )


def to_bytes(tally: EncryptedTally, *, group: Group) -> bytes:
    """The canonical bytes of the tally."""
    return json.encode([[ciphertext.to_json(group) for ciphertext in row] for row in tally])


def parse(raw: bytes, *, election: SealedElection) -> EncryptedTally:
    """Read an encrypted tally of this election's shape; every element is checked for membership.

    Raises `Malformed`.
    """
    rows = shape.array(json.parse_exact(raw), where="encrypted_tally", length=len(election.questions))
    return tuple(
        tuple(
            elgamal.parse(entry, group=election.group, where=f"encrypted_tally[{index}][{place}]")
            for place, entry in enumerate(
                shape.array(row, where=f"encrypted_tally[{index}]", length=question.ciphertexts)
            )
        )
        for index, (row, question) in enumerate(zip(rows, election.questions, strict=True))
    )


def parse_companion(raw: bytes) -> Companion:
    """Read a companion. Raises `Malformed`."""
    read = shape.members(
        json.parse_exact(raw),
        where="encrypted_tally",
        required=("num_tallied", "total_weight", "encrypted_tally"),
        ordered=True,
    )
    weight = read["total_weight"]
    return Companion(
        num_tallied=shape.integer(read["num_tallied"], where="num_tallied"),
        total_weight=(
            shape.decimal(weight, where="total_weight")
            if isinstance(weight, str)
            else shape.integer(weight, where="total_weight")
        ),
        encrypted_tally=shape.sha256(read["encrypted_tally"], where="encrypted_tally"),
    )
