"""A trustee alone: one key, needed by every decryption.

Published: `{"pok":{…},"public_key":"…"}`, then optional `signature`, then optional `name`. The private key
file is the decimal number as a JSON string. Source: belenios.md section 6.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luber.canon import json, shape
from luber.crypto import proof as proofs
from luber.crypto import schnorr
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret


@dataclass(frozen=True, slots=True)
class SingleKey:
    """A trustee's public key with the proof that its owner knows the secret."""

    public_key: Element
    pok: Proof
    signature: Proof | None = None
    name: str | None = None

    def to_json(self, group: Group) -> dict[str, Any]:
        printed: dict[str, Any] = {"pok": self.pok.to_json(), "public_key": group.text(self.public_key)}
        if self.signature is not None:
            printed["signature"] = self.signature.to_json()
        if self.name is not None:
            printed["name"] = self.name
        return printed


def make(*, group: Group, secret: Secret, entropy: Entropy, name: str | None = None) -> SingleKey:
    """The public key of `secret`, proved."""
    public_key = group.public(secret)
    pok = schnorr.prove(group=group, secret=secret, prefix=_prefix(group, public_key), entropy=entropy)
    return SingleKey(public_key=public_key, pok=pok, name=name)


def verify(key: SingleKey, *, group: Group, where: str) -> None:
    """Raise `Unverified` unless the owner proved to know the secret."""
    schnorr.verify(
        group=group,
        public=key.public_key,
        prefix=_prefix(group, key.public_key),
        proof=key.pok,
        where=f"{where}.pok",
    )


def parse(value: Any, *, group: Group, where: str) -> SingleKey:
    """Read a public key; its proof is not checked here. Raises `Malformed`."""
    read = shape.members(value, where=where, required=("pok", "public_key"), optional=("signature", "name"))
    return SingleKey(
        public_key=group.element(read["public_key"], where=f"{where}.public_key"),
        pok=proofs.parse(read["pok"], group=group, where=f"{where}.pok"),
        signature=(
            proofs.parse(read["signature"], group=group, where=f"{where}.signature")
            if "signature" in read
            else None
        ),
        name=shape.string(read["name"], where=f"{where}.name") if "name" in read else None,
    )


def print_private_key(secret: Secret) -> bytes:
    """The private key file: `"25066…935"`."""
    return json.encode(str(secret.value))


def parse_private_key(data: bytes, *, group: Group) -> Secret:
    """Read a private key file; blanks and a newline at its ends are allowed. Raises `Malformed`."""
    return Secret(group.scalar(json.parse(data.strip()), where="kunci rahasia"))


def _prefix(group: Group, public_key: Element) -> str:
    return f"pok|{group.name}|{group.text(public_key)}|"
