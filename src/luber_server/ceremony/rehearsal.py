"""The rehearsal: a test decryption with the key file as it was saved, before the key counts.

We hide a small number under the trustee's own public key and *say with which randomness*. The trustee's page
checks that alpha is g^randomness, so the factor it then hands in, X^randomness, is one we could compute
ourselves: a rehearsal can never be made to open a real ballot. What the proof with it shows is that the key
in the re-loaded file is the one that was published.

The proof is bound to a text of its own in place of an election fingerprint (`fingerprint`), so it is worth
nothing in an election.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luber.canon import digest, json, shape
from luber.crypto import decryption, elgamal, entropy, proof
from luber.crypto.group import Group
from luber.errors import Unverified
from luber.errors import gettext_noop as _

NUMBERS = 1000  # the hidden number is 0 to 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """`number` hidden under `public_key` (its text) with `randomness`, for one trustee of one election."""

    uuid: str
    public_key: str
    number: int
    randomness: int

    @property
    def fingerprint(self) -> str:
        """What the proof is bound to where an election's fingerprint would stand."""
        return digest.fingerprint(f"luber.rehearsal/1|{self.uuid}|{self.public_key}".encode())

    def ciphertext(self, group: Group) -> elgamal.Ciphertext:
        key = group.element(self.public_key, where="public_key")
        return elgamal.encrypt(group=group, key=key, message=self.number, randomness=self.randomness)

    def to_json(self, group: Group) -> dict[str, Any]:
        """As the trustee's page gets it (contract of /kunci/keadaan)."""
        return {
            "fingerprint": self.fingerprint,
            "public_key": self.public_key,
            "number": self.number,
            "randomness": str(self.randomness),
            "encrypted_tally": json.text([[self.ciphertext(group).to_json(group)]]),
        }


def make(*, group: Group, uuid: str, public_key: str, chance: entropy.Entropy) -> Rehearsal:
    """A fresh rehearsal for the owner of `public_key`."""
    return Rehearsal(
        uuid=uuid,
        public_key=public_key,
        number=entropy.below(NUMBERS, entropy=chance),
        randomness=group.random_secret(chance).value,
    )


def check(rehearsal: Rehearsal, *, answer: bytes, group: Group) -> None:
    """Check a partial decryption of the rehearsal: the right factor, and proved. Raises `Malformed`,
    `Unverified`.
    """
    read = shape.members(
        json.parse(answer), where="rehearsal", required=("decryption_factors", "decryption_proofs")
    )
    factor = group.element(
        _only(read["decryption_factors"], "decryption_factors"), where="decryption_factors"
    )
    proved = proof.parse(
        _only(read["decryption_proofs"], "decryption_proofs"), group=group, where="decryption_proofs"
    )
    public = group.element(rehearsal.public_key, where="public_key")
    hidden = rehearsal.ciphertext(group)
    decryption.verify(
        group=group,
        public=public,
        alpha=hidden.alpha,
        factor=factor,
        prefix=decryption.prefix(group=group, fingerprint=rehearsal.fingerprint, public=public),
        proof=proved,
        where="decryption_proofs",
    )
    if group.divide(hidden.beta, factor) != group.generate(rehearsal.number):
        raise Unverified(_("Angka uji tidak terbaca dengan kunci ini."), code="rehearsal.number")


def _only(value: Any, where: str) -> Any:
    """The one entry of `[[entry]]`."""
    return shape.array(shape.array(value, where=where, length=1)[0], where=where, length=1)[0]
