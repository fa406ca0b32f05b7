"""A trustee's partial decryption of the encrypted tally, with a proof for every factor.

    {"decryption_factors":[["…",…],…],"decryption_proofs":[[{"challenge":"…","response":"…"},…],…]}
    {"owner":1,"payload":"14024764…"}                                        its companion

The factor of (alpha, beta) is alpha^x; a single trustee uses its secret key, a threshold trustee its share.
Source: belenios.md section 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luber.canon import digest, json, shape
from luber.ceremony.election import SealedElection
from luber.crypto import decryption as decryption_proof
from luber.crypto import proof as proofs
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.tally.encrypted import EncryptedTally


@dataclass(frozen=True, slots=True)
class PartialDecryption:
    """Factors and proofs, both shaped like the encrypted tally."""

    factors: tuple[tuple[Element, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]

    def to_bytes(self, group: Group) -> bytes:
        return json.encode(
            {
                "decryption_factors": [[group.text(factor) for factor in row] for row in self.factors],
                "decryption_proofs": [[proof.to_json() for proof in row] for row in self.proofs],
            }
        )


@dataclass(frozen=True, slots=True)
class OwnedPayload:
    """The companion: whose it is (owner numbers start at 1), and the payload's hex SHA-256."""

    owner: int
    payload: str

    def to_bytes(self) -> bytes:
        return json.encode({"owner": self.owner, "payload": self.payload})


def make(
    *, election: SealedElection, tally: EncryptedTally, secret: Secret, entropy: Entropy
) -> PartialDecryption:
    """Decrypt partially with a single trustee's secret key, or with a threshold trustee's share."""
    group = election.group
    prefix = decryption_proof.prefix(
        group=group, fingerprint=election.fingerprint, public=group.public(secret)
    )
    return PartialDecryption(
        factors=tuple(
            tuple(group.power(ciphertext.alpha, secret.value) for ciphertext in row) for row in tally
        ),
        proofs=tuple(
            tuple(
                decryption_proof.prove(
                    group=group, secret=secret, alpha=ciphertext.alpha, prefix=prefix, entropy=entropy
                )
                for ciphertext in row
            )
            for row in tally
        ),
    )


def check(
    decryption: PartialDecryption, *, election: SealedElection, tally: EncryptedTally, public: Element
) -> None:
    """Raise `Unverified`, naming the place, unless every factor was computed with the secret of `public`."""
    group = election.group
    prefix = decryption_proof.prefix(group=group, fingerprint=election.fingerprint, public=public)
    for question, (row, factors, row_proofs) in enumerate(
        zip(tally, decryption.factors, decryption.proofs, strict=True)
    ):
        for place, (ciphertext, factor, proof) in enumerate(zip(row, factors, row_proofs, strict=True)):
            decryption_proof.verify(
                group=group,
                public=public,
                alpha=ciphertext.alpha,
                factor=factor,
                prefix=prefix,
                proof=proof,
                where=f"decryption_proofs[{question}][{place}]",
            )


def companion(*, owner: int, raw: bytes) -> OwnedPayload:
    """The companion of the partial decryption whose bytes are `raw`."""
    return OwnedPayload(owner=owner, payload=digest.sha256_hex(raw))


def parse(raw: bytes, *, election: SealedElection) -> PartialDecryption:
    """Read a partial decryption of this election's shape; factors are checked for membership.

    Raises `Malformed`.
    """
    group = election.group
    read = shape.members(
        json.parse(raw), where="decryption", required=("decryption_factors", "decryption_proofs")
    )
    factors = _rows(read["decryption_factors"], election=election, where="decryption_factors")
    row_proofs = _rows(read["decryption_proofs"], election=election, where="decryption_proofs")
    return PartialDecryption(
        factors=tuple(
            tuple(
                group.element(factor, where=f"decryption_factors[{index}][{place}]")
                for place, factor in enumerate(row)
            )
            for index, row in enumerate(factors)
        ),
        proofs=tuple(
            tuple(
                proofs.parse(proof, group=group, where=f"decryption_proofs[{index}][{place}]")
                for place, proof in enumerate(row)
            )
            for index, row in enumerate(row_proofs)
        ),
    )


def parse_companion(raw: bytes) -> OwnedPayload:
    """Read a companion. Raises `Malformed`."""
    read = shape.members(json.parse_exact(raw), where="owned", required=("owner", "payload"), ordered=True)
    return OwnedPayload(
        owner=shape.integer(read["owner"], where="owner"),
        payload=shape.sha256(read["payload"], where="payload"),
    )


def _rows(value: Any, *, election: SealedElection, where: str) -> list[list[Any]]:
    rows = shape.array(value, where=where, length=len(election.questions))
    return [
        shape.array(row, where=f"{where}[{index}]", length=question.ciphertexts)
        for index, (row, question) in enumerate(zip(rows, election.questions, strict=True))
    ]
