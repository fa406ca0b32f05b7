"""The decryption proof: F = alpha^x with the x of X = g^x.

Prefix `decrypt|FP|s(X)|`, commitments g^w and alpha^w, in that order. Source: belenios.md section 5.
"""

from __future__ import annotations

from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Unverified
from luber.errors import gettext_noop as _


def prefix(*, group: Group, fingerprint: str, public: Element) -> str:
    """What the proof is bound to: this election and this trustee's key."""
    return f"decrypt|{fingerprint}|{group.text(public)}|"


def prove(*, group: Group, secret: Secret, alpha: Element, prefix: str, entropy: Entropy) -> Proof:
    """Prove that alpha^secret was computed with the secret of the key named in `prefix`."""
    w = group.random_scalar(entropy)
    challenge = group.challenge(prefix, [group.generate(w), group.power(alpha, w)])
    return Proof(challenge=challenge, response=group.respond(nonce=w, secret=secret, challenge=challenge))


def verify(
    *, group: Group, public: Element, alpha: Element, factor: Element, prefix: str, proof: Proof, where: str
) -> None:
    """Raise `Unverified` unless factor = alpha^x with the x of `public`. All elements are members."""
    commitments = (
        group.multiply(group.generate(proof.response), group.power(public, proof.challenge)),
        group.multiply(group.power(alpha, proof.response), group.power(factor, proof.challenge)),
    )
    expected = group.challenge(prefix, commitments)
    if expected != proof.challenge:
        raise Unverified(
            _("Bukti pembukaan di %(where)s tidak cocok."),
            code="proof.decryption",
            facts={"where": where, "expected": expected, "found": proof.challenge},
        )
