"""One voter, one card, and nobody knows which: an oblivious token (izin) that its issuer can prove and check.

In order: the voter picks a random token and blinds its point; the issuer, having seen who asks, raises it
to the secret k and proves with which key; the voter checks, unblinds, and later shows token and stamp
elsewhere, where the holder of k checks the stamp. The issuer cannot join the showing to the asking, and
nobody can make a second stamp without asking again.

    P = H(token)    blinded B = P^r    evaluated Z = B^k    stamp = Z^(1/r) = P^k

and the proof says that log_g(K) = log_B(Z).

H is try-and-increment on the curve, times the cofactor 8, over SHA-256 of `luber-izin|UUID|` and the token,
so that a token of one election says nothing in another. Ed25519 only. This is our own addition; it stands
beside the Belenios protocol and changes nothing in it. Source of the idea: RFC 9497 (VOPRF); ours uses this
protocol's own hashes and proof form.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from luber.crypto.ed25519 import clear_cofactor, point_from
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element
from luber.crypto.groups import ED25519
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Unverified
from luber.errors import gettext_noop as _

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the issuer answers: Z = B^k and the proof that k is the key of K."""

    evaluated: Element
    proof: Proof


def hash_to_group(token: bytes, *, uuid: str) -> Element:
    """The token's point: nobody knows its logarithm."""
    start = int.from_bytes(hashlib.sha256(f"luber-izin|{uuid}|".encode() + token).digest(), "big") >> 2
    while True:
        point = point_from(start)
        if point is not None:
            member = clear_cofactor(point)
            if member != ED25519.one:
                return member
        start += 1


def blinding(credential: str, *, uuid: str) -> Secret:
    """The r that follows from a voter's private credential.

    Asking again, also on another device, is then the same request; whoever does not hold the card cannot tell
    which card it is. As in `credential`, two hashes are enough to be uniform.
    """
    digits = "".join(
        hashlib.sha256(f"luber-izin-blind|{uuid}|{i}|{credential}".encode()).hexdigest() for i in range(2)
    )
    return Secret(int(digits, 16) % (ED25519.order - 1) + 1)


def blind(point: Element, r: Secret) -> Element:
    """P^r, which says nothing about P. r comes from `blinding`, or fresh from `ED25519.random_secret`."""
    return ED25519.power(point, r.value)


def evaluate(k: Secret, point: Element, *, uuid: str, entropy: Entropy) -> Evaluation:
    """The issuer's answer to a blinded point.

    Whoever calls this has checked that the asker may, and has not yet.
    """
    evaluated = ED25519.power(point, k.value)
    w = ED25519.random_scalar(entropy)
    commitments = (ED25519.generate(w), ED25519.power(point, w))
    challenge = ED25519.challenge(_prefix(uuid, ED25519.public(k), point, evaluated), commitments)
    return Evaluation(
        evaluated=evaluated,
        proof=Proof(challenge=challenge, response=(w - k.value * challenge) % ED25519.order),
    )


def unblind(evaluation: Evaluation, *, blinded: Element, r: Secret, key: Element, uuid: str) -> Element:
    """Check the issuer's proof against the published key K and take the blinding away: the stamp P^k.

    Raises `Unverified`.
    """
    proof = evaluation.proof
    commitments = (
        ED25519.multiply(ED25519.generate(proof.response), ED25519.power(key, proof.challenge)),
        ED25519.multiply(
            ED25519.power(blinded, proof.response), ED25519.power(evaluation.evaluated, proof.challenge)
        ),
    )
    prefix = _prefix(uuid, key, blinded, evaluation.evaluated)
    if ED25519.challenge(prefix, commitments) != proof.challenge:
        raise Unverified(
            _("Izin ini tidak dibuat dengan kunci yang diumumkan; jangan dipakai, dan beri tahu panitia."),
            code="blind.proof",
        )
    return ED25519.power(evaluation.evaluated, pow(r.value, -1, ED25519.order))


def check(k: Secret, *, token: bytes, stamp: Element, uuid: str) -> None:
    """Raise `Unverified` unless `stamp` is the one that key k gives this token."""
    if ED25519.power(hash_to_group(token, uuid=uuid), k.value) != stamp:
        raise Unverified(_("Izin ini tidak sah untuk pemilihan ini."), code="blind.stamp")


def _prefix(uuid: str, key: Element, blinded: Element, evaluated: Element) -> str:
    points = ",".join(map(ED25519.text, (key, blinded, evaluated)))
    return f"luber-izin-bukti|{uuid}|{points}|"
