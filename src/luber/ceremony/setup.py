"""The setup record: one line that seals election, trustees and credentials by their hashes.

    {"election":"deffcfb0…","trustees":"d477f731…","credentials":"e204de55…"}

Source: belenios.md section 9.
"""

from __future__ import annotations

from dataclasses import dataclass

from luber.canon import digest, json, shape
from luber.ceremony import election as elections
from luber.ceremony import trustees as trustees_of
from luber.ceremony.election import SealedElection
from luber.ceremony.trustees import Trustees
from luber.errors import Unverified
from luber.errors import gettext_noop as _
from luber.registry import credentials as credentials_of
from luber.registry.credentials import PublicCredentials


@dataclass(frozen=True, slots=True)
class SetupRecord:
    """Hex SHA-256 of the three published records."""

    election: str
    trustees: str
    credentials: str

    def to_bytes(self) -> bytes:
        return json.encode(
            {"election": self.election, "trustees": self.trustees, "credentials": self.credentials}
        )


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that is fixed before the first ballot."""

    election: SealedElection
    trustees: Trustees
    credentials: PublicCredentials


def seal(*, election: bytes, trustees: bytes, credentials: bytes) -> SetupRecord:
    """The record that seals these bytes."""
    return SetupRecord(
        election=digest.sha256_hex(election),
        trustees=digest.sha256_hex(trustees),
        credentials=digest.sha256_hex(credentials),
    )


def parse(data: bytes) -> SetupRecord:
    """Read a setup record. Raises `Malformed`."""
    read = shape.members(
        json.parse_exact(data), where="setup", required=("election", "trustees", "credentials")
    )
    return SetupRecord(
        election=shape.sha256(read["election"], where="setup.election"),
        trustees=shape.sha256(read["trustees"], where="setup.trustees"),
        credentials=shape.sha256(read["credentials"], where="setup.credentials"),
    )


def open_setup(*, election: bytes, trustees: bytes, credentials: bytes) -> Setup:
    """Read and verify all three together: proofs of the trustees, and the election key as their product.

    Raises `Unverified`.
    """
    sealed = elections.parse(election)
    held_by = trustees_of.parse(trustees, group=sealed.group)
    trustees_of.verify(held_by, group=sealed.group)
    check_key(sealed, held_by)
    return Setup(
        election=sealed,
        trustees=held_by,
        credentials=credentials_of.parse(credentials, group=sealed.group),
    )


def check_key(election: SealedElection, trustees: Trustees) -> None:
    """Raise `Unverified` unless the election key is the product of the trustees' keys."""
    if trustees.public_key(election.group) != election.public_key:
        raise Unverified(
            _("Kunci pemilihan bukan hasil kali kunci para pemegang kunci."), code="setup.public_key"
        )
