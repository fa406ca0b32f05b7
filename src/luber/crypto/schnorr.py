"""Schnorr's proof: I know x with X = g^x. With a message in the prefix it is a signature.

Prefixes in use: `pok|GROUP|s(X)|` (a trustee's key), `sigmsg|M|` (a trustee's message), `sig|h|` (a
ballot). Source: belenios.md section 5.
"""

from __future__ import annotations

from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Unverified
from luber.errors import gettext_noop as _


def prove(*, group: Group, secret: Secret, prefix: str, entropy: Entropy) -> Proof:
    """Prove knowledge of `secret`, bound to `prefix`."""
    w = group.random_scalar(entropy)
    challenge = group.challenge(prefix, [group.generate(w)])
    return Proof(challenge=challenge, response=group.respond(nonce=w, secret=secret, challenge=challenge))


def verify(*, group: Group, public: Element, prefix: str, proof: Proof, where: str) -> None:
    """Raise `Unverified` unless the proof holds for `public`, which is a member."""
    commitment = group.multiply(group.public_generate(proof.response), group.power(public, proof.challenge))
    expected = group.challenge(prefix, [commitment])
    if expected != proof.challenge:
        raise Unverified(
            _("Bukti kepemilikan kunci di %(where)s tidak cocok."),
            code="proof.schnorr",
            facts={"where": where, "expected": expected, "found": proof.challenge},
        )
