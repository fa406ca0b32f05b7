"""Trustees' signing and encryption keys, signed messages, and the private channel between trustees.

One seed of 22 base58 letters gives both keys: sk = H("sk|" . seed), dk = H("dk|" . seed). A signed message
is `{"message":"…","signature":{"challenge":"…","response":"…"}}`. A sealed one is
`{"algorithm":"AES-GCM","alpha":"…","beta":"…","data":"hex"}`: AES-256-GCM with the whole 32-byte IV and a
16-byte tag, its key hidden by ElGamal; inside is a signed message that names its recipient.

Source: belenios.md section 6.2 (3.1 and later). Left out: the AES-CCM cipher of 3.0 and earlier. None of it
is in the public archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from luber.canon import digest, json, shape
from luber.crypto import proof as proofs
from luber.crypto import schnorr
from luber.crypto.entropy import BASE58, Entropy, base58
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Malformed, Refused, Unverified
from luber.errors import gettext_noop as _

SEED_LETTERS = 22


@dataclass(frozen=True, slots=True)
class Keys:
    """What follows from a trustee's seed."""

    signing: Secret
    decryption: Secret
    verification: Element
    encryption: Element


@dataclass(frozen=True, slots=True)
class Signed:
    """A message and its signature."""

    message: str
    signature: Proof

    def to_json(self) -> dict[str, Any]:
        return {"message": self.message, "signature": self.signature.to_json()}


def generate_seed(entropy: Entropy) -> str:
    """A fresh seed: the whole private key file of a threshold trustee."""
    return base58(SEED_LETTERS, entropy=entropy)


def keys(*, group: Group, seed: str) -> Keys:
    """Both key pairs of `seed`. Raises `Malformed` when it is not 22 letters of base58."""
    if len(seed) != SEED_LETTERS or seed.strip(BASE58):
        raise Malformed(_("Kunci pemegang kunci seharusnya 22 huruf base58."), code="channel.seed")
    signing = Secret(digest.integer(f"sk|{seed}") % group.order)
    decryption = Secret(digest.integer(f"dk|{seed}") % group.order)
    return Keys(
        signing=signing,
        decryption=decryption,
        verification=group.public(signing),
        encryption=group.public(decryption),
    )


def sign(*, group: Group, secret: Secret, message: str, entropy: Entropy) -> Signed:
    """Sign `message` with a signing key."""
    signature = schnorr.prove(group=group, secret=secret, prefix=f"sigmsg|{message}|", entropy=entropy)
    return Signed(message=message, signature=signature)


def verify(*, group: Group, verification: Element, signed: Signed, where: str) -> None:
    """Raise `Unverified` unless the signature holds."""
    schnorr.verify(
        group=group,
        public=verification,
        prefix=f"sigmsg|{signed.message}|",
        proof=signed.signature,
        where=where,
    )


def parse_signed(value: Any, *, group: Group, where: str) -> Signed:
    """Read a signed message; its signature is not checked here. Raises `Malformed`."""
    read = shape.members(value, where=where, required=("message", "signature"))
    return Signed(
        message=shape.string(read["message"], where=where),
        signature=proofs.parse(read["signature"], group=group, where=where),
    )


def send(*, group: Group, sender: Secret, recipient: Element, message: str, entropy: Entropy) -> str:
    """Sign `message` for `recipient` and seal it: the text to hand to the messenger."""
    inner = json.text({"recipient": group.text(recipient), "message": message})
    signed = json.encode(sign(group=group, secret=sender, message=inner, entropy=entropy).to_json())
    randomness = group.random_scalar(entropy)
    key = group.generate(group.random_scalar(entropy))
    alpha = group.generate(randomness)
    beta = group.multiply(group.power(recipient, randomness), key)
    data = AESGCM(_cipher_key(group, key)).encrypt(_initial_value(group, alpha), signed, None)
    return json.text(
        {"algorithm": "AES-GCM", "alpha": group.text(alpha), "beta": group.text(beta), "data": data.hex()}
    )


def receive(*, group: Group, recipient: Secret, sender: Element, sealed: str) -> str:
    """Open what `send` sealed: raises `Malformed`, or `Unverified` when it is not from `sender` or not for us."""
    where = "pesan tersegel"
    read = shape.members(
        json.parse(sealed.encode("utf-8")),
        where=where,
        required=("alpha", "beta", "data"),
        optional=("algorithm",),
    )
    if read.get("algorithm") != "AES-GCM":
        raise Refused(
            _("Pesan ini disegel dengan cara lama; Luber hanya membuka AES-GCM."), code="channel.algorithm"
        )
    alpha = group.element(read["alpha"], where=where)
    beta = group.element(read["beta"], where=where)
    key = group.divide(beta, group.power(alpha, recipient.value))
    try:
        data = bytes.fromhex(shape.string(read["data"], where=where))
        opened = AESGCM(_cipher_key(group, key)).decrypt(_initial_value(group, alpha), data, None)
    except ValueError as error:
        raise Malformed(_("Isi pesan tersegel bukan heksadesimal."), code="channel.data") from error
    except InvalidTag as error:
        raise Unverified(
            _("Pesan tersegel ini tidak dapat dibuka dengan kunci Anda; periksa apakah kuncinya benar."),
            code="channel.tag",
        ) from error
    signed = parse_signed(json.parse(opened), group=group, where=where)
    verify(group=group, verification=sender, signed=signed, where=where)
    inner = shape.members(
        json.parse(signed.message.encode("utf-8")), where=where, required=("recipient", "message")
    )
    if inner["recipient"] != group.text(group.public(recipient)):
        raise Unverified(_("Pesan tersegel ini ditujukan kepada orang lain."), code="channel.recipient")
    return shape.string(inner["message"], where=where)


def _cipher_key(group: Group, key: Element) -> bytes:
    return digest.sha256(f"key|{group.text(key)}".encode())


def _initial_value(group: Group, alpha: Element) -> bytes:
    return digest.sha256(f"iv|{group.text(alpha)}".encode())
