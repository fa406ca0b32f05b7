"""From partial decryptions to numbers: `{"result":[[1,2,2,1,1]]}`, one array a question.

Each item of the trustees gives one factor: a single trustee its own, a threshold item the first t owners
present in index order, put together by Lagrange's weights. The element g^m = beta / (product of factors)
gives m. Where blank is allowed, number 0 of a question counts the blank votes. Source: belenios.md section
8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luber.canon import json, shape
from luber.ceremony.election import SealedElection
from luber.ceremony.single import SingleKey
from luber.ceremony.trustees import Trustees
from luber.crypto import dlog
from luber.crypto import threshold as shares
from luber.crypto.group import Element
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.tally.decryption import PartialDecryption
from luber.tally.encrypted import EncryptedTally


@dataclass(frozen=True, slots=True)
class Result:
    """Votes (weights added up) for each answer of each question."""

    counts: tuple[tuple[int, ...], ...]

    def to_bytes(self) -> bytes:
        return json.encode({"result": [list(row) for row in self.counts]})


def combine(
    *,
    election: SealedElection,
    trustees: Trustees,
    tally: EncryptedTally,
    decryptions: Mapping[int, PartialDecryption],
    total_weight: int,
) -> Result:
    """The result from checked partial decryptions by owner number. Raises `Refused` when there are too few.

    `total_weight` is that of the ballots tallied: no number can be larger.
    """
    group = election.group
    used = weights(trustees=trustees, election=election, present=frozenset(decryptions))
    elements: list[Element] = []
    for question, row in enumerate(tally):
        for place, ciphertext in enumerate(row):
            factor = group.product(
                decryptions[owner].factors[question][place]
                if weight == 1
                else group.power(decryptions[owner].factors[question][place], weight)
                for owner, weight in used.items()
            )
            elements.append(group.divide(ciphertext.beta, factor))
    counts = iter(dlog.solve(elements, group=group, maximum=total_weight))
    return Result(counts=tuple(tuple(next(counts) for _ciphertext in row) for row in tally))


def weights(*, trustees: Trustees, election: SealedElection, present: frozenset[int]) -> dict[int, int]:
    """Which owners' factors are used, each raised to what.

    Raises `Refused` when someone who is needed is missing.
    """
    used: dict[int, int] = {}
    first = 1
    for item in trustees.items:
        if isinstance(item, SingleKey):
            if first not in present:
                raise _missing(1, 0, first, first)
            used[first] = 1
            first += 1
            continue
        here = [index for index in range(1, item.size + 1) if first + index - 1 in present][: item.threshold]
        if len(here) < item.threshold:
            raise _missing(item.threshold, len(here), first, first + item.size - 1)
        for index in here:
            used[first + index - 1] = shares.lagrange(group=election.group, index=index, present=here)
        first += item.size
    return used


def is_enough(*, trustees: Trustees, election: SealedElection, present: frozenset[int]) -> bool:
    """Can the box be opened with what these owners gave?"""
    try:
        weights(trustees=trustees, election=election, present=present)
    except Refused:
        return False
    return True


def parse(raw: bytes, *, election: SealedElection) -> Result:
    """Read a result of this election's shape. Raises `Malformed`."""
    read = shape.members(json.parse(raw), where="result", required=("result",))
    rows = shape.array(read["result"], where="result", length=len(election.questions))
    return Result(
        counts=tuple(
            tuple(
                _number(number, where=f"result[{index}][{place}]")
                for place, number in enumerate(
                    shape.array(row, where=f"result[{index}]", length=question.ciphertexts)
                )
            )
            for index, (row, question) in enumerate(zip(rows, election.questions, strict=True))
        )
    )


def _number(value: object, *, where: str) -> int:
    return shape.decimal(value, where=where) if isinstance(value, str) else shape.integer(value, where=where)


def _missing(needed: int, found: int, first: int, last: int) -> Refused:
    return Refused(
        _("Kotak belum dapat dibuka: pemegang kunci %(first)d–%(last)d: perlu %(needed)d, ada %(found)d."),
        code="result.missing",
        facts={"needed": needed, "found": found, "first": first, "last": last},
    )
