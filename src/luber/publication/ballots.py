"""Checking many ballots: in chunks that carry all they need, so that they may be checked in this process or
in others.

What maps the chunks is handed in: the built-in `map`, or something that gives them to processes and returns
the verdicts in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, Final, TypeAlias

from luber.ceremony import election as elections
from luber.ceremony.election import SealedElection
from luber.crypto.elgamal import Ciphertext
from luber.errors import LuberError
from luber.publication import archive
from luber.publication.checks import ballots_election, ballots_form, ballots_proofs, ballots_signature
from luber.publication.findings import blame
from luber.publication.report import Outcome

CHUNK: Final = 50
"""Ballots a chunk: some 300 ms of work, and a few hundred kilobytes to carry."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Ballots to check: the election file's bytes, the number of the first ballot, and the exact bytes of each."""

    election: bytes
    first: int
    ballots: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ballot's credential and ciphertexts, a row a question; or its first fault."""

    number: int
    credential: str
    choices: tuple[tuple[Ciphertext, ...], ...]
    fault: Outcome | None


MapChunks: TypeAlias = Callable[
    [Callable[[Chunk], tuple[Verdict, ...]], Iterable[Chunk]], Iterable[tuple[Verdict, ...]]
]
"""Applies a function to chunks and gives the verdicts in the chunks' order, like the built-in `map`."""


def chunks(source: BinaryIO, *, election: SealedElection, positions: Sequence[int]) -> Iterator[Chunk]:
    """The ballots at these positions of an archive, chunk by chunk, read when asked for."""
    for first in range(0, len(positions), CHUNK):
        bodies = tuple(
            archive.read_body(source, position=position) for position in positions[first : first + CHUNK]
        )
        yield Chunk(election=election.raw, first=first, ballots=bodies)


def check_chunk(chunk: Chunk) -> tuple[Verdict, ...]:
    """Check each ballot but for what needs the credential list."""
    election = _election(chunk.election)
    return tuple(
        check_one(raw, election=election, number=number)
        for number, raw in enumerate(chunk.ballots, start=chunk.first)
    )


def check_one(raw: bytes, *, election: SealedElection, number: int) -> Verdict:
    """Form, election, signature and proofs of one ballot, up to its first fault."""
    where = f"Ballot[{number}]"
    credential = ""
    check = "ballots.form"
    try:
        ballot = ballots_form.run(raw, election=election)
        credential = ballot.credential
        check = "ballots.election"
        ballots_election.run(ballot, election=election, where=where)
        check = "ballots.signature"
        ballots_signature.run(ballot, election=election, where=where)
        check = "ballots.proofs"
        ballots_proofs.run(ballot, election=election)
    except LuberError as error:
        fault = blame(check, error, where=where)
        return Verdict(number=number, credential=credential, choices=(), fault=fault)
    return Verdict(
        number=number,
        credential=credential,
        choices=tuple(answer.choices for answer in ballot.answers),
        fault=None,
    )


@lru_cache(maxsize=4)
def _election(raw: bytes) -> SealedElection:
    return elections.parse(raw)
