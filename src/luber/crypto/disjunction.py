"""The OR proof: at least one of several statements "this ciphertext hides d" is true, without saying which.

For statement j with ciphertext (alpha_j, beta_j) and number d_j the commitments are

    A_j = g^response_j · alpha_j^challenge_j        B_j = y^response_j · (beta_j / g^d_j)^challenge_j

The false ones are simulated; the challenges of all sum up to the hash of all commitments. Source:
belenios.md section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luber.crypto.elgamal import Ciphertext
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Unverified
from luber.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Statement:
    """`ciphertext` hides the number whose g^number is `shown`; None stands for 0."""

    ciphertext: Ciphertext
    shown: Element | None


def prove(
    *,
    group: Group,
    key: Element,
    prefix: str,
    statements: Sequence[Statement],
    true: int,
    secret: Secret,
    entropy: Entropy,
) -> tuple[Proof, ...]:
    """Prove that one of `statements` holds; number `true` does, and `secret` is the randomness of its ciphertext."""
    w = group.random_scalar(entropy)
    proofs: list[Proof] = []
    commitments: list[Element] = []
    for index, statement in enumerate(statements):
        simulated = Proof(challenge=group.random_scalar(entropy), response=group.random_scalar(entropy))
        proofs.append(simulated)
        if index == true:
            commitments += (group.generate(w), group.power(key, w))
        else:
            commitments += _commitments(group, key, statement, simulated)
    others = sum(proof.challenge for index, proof in enumerate(proofs) if index != true)
    challenge = (group.challenge(prefix, commitments) - others) % group.order
    proofs[true] = Proof(
        challenge=challenge, response=group.respond(nonce=w, secret=secret, challenge=challenge)
    )
    return tuple(proofs)


def verify(
    *,
    group: Group,
    key: Element,
    prefix: str,
    statements: Sequence[Statement],
    proofs: Sequence[Proof],
    where: str,
) -> None:
    """Raise `Unverified` unless the proof holds. All ciphertexts are members."""
    commitments: list[Element] = []
    total = 0
    for statement, proof in zip(statements, proofs, strict=True):
        commitments += _commitments(group, key, statement, proof)
        total += proof.challenge
    _compare(group, prefix, commitments, total, where)


def verify_bit(
    *, group: Group, key: Element, prefix: str, ciphertext: Ciphertext, proofs: Sequence[Proof], where: str
) -> None:
    """`verify` for "it hides 0; it hides 1", over a ciphertext that is decoded but not yet checked for membership.

    Raises `Malformed` when a half is no member. The check costs nothing where the group's multiplication
    makes it anyway.
    """
    alpha, beta = ciphertext.alpha, ciphertext.beta
    zero, one = proofs
    alpha_zero = group.member_power(alpha, zero.challenge, where=where)
    beta_zero = group.member_power(beta, zero.challenge, where=where)
    commitments = (
        group.multiply(group.public_generate(zero.response), alpha_zero),
        group.multiply(group.public_power(key, zero.response), beta_zero),
        *_commitments(group, key, Statement(ciphertext, group.generator), one),
    )
    _compare(group, prefix, commitments, zero.challenge + one.challenge, where)


def _commitments(group: Group, key: Element, statement: Statement, proof: Proof) -> tuple[Element, Element]:
    """Both commitments, recomputed from a proof that is, or (simulated) will be, public."""
    alpha, beta = statement.ciphertext.alpha, statement.ciphertext.beta
    if statement.shown is not None:
        beta = group.divide(beta, statement.shown)
    return (
        group.multiply(group.public_generate(proof.response), group.power(alpha, proof.challenge)),
        group.multiply(group.public_power(key, proof.response), group.power(beta, proof.challenge)),
    )


def _compare(group: Group, prefix: str, commitments: Sequence[Element], total: int, where: str) -> None:
    expected, found = group.challenge(prefix, commitments), total % group.order
    if expected != found:
        raise Unverified(
            _("Bukti isi sandi di %(where)s tidak cocok."),
            code="proof.disjunction",
            facts={"where": where, "expected": expected, "found": found},
        )
