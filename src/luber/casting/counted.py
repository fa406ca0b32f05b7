"""The answer to a counted question: a ciphertext for each candidate, and proofs that they hide a valid vote.

    {"choices":[{"alpha":"…","beta":"…"},…],"individual_proofs":[[P,P],…],"overall_proof":[P,…],"blank_proof":[P,P]}

Each ciphertext hides 0 or 1 (`individual_proofs`); the sum lies between minimum and maximum
(`overall_proof`); with a blank flag (the first ciphertext) either the flag or the sum is 0 (`blank_proof`),
and the flag is 1 or the sum in range.

With Z = fingerprint|credential and Z2 = Z|all ciphertexts, the prefixes are `prove|Z|a,b|` for one
ciphertext, `prove|Z2|S,T|` overall, `bproof0|Z2|` and `bproof1|Z2|` with blank. Source: belenios.md
sections 5 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from luber.ballot import marks
from luber.ballot.marks import Vector
from luber.ballot.question import CountedQuestion
from luber.canon import shape
from luber.crypto import disjunction, elgamal
from luber.crypto import proof as proofs
from luber.crypto.disjunction import Statement
from luber.crypto.elgamal import Ciphertext
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """Parsed; ciphertexts are canonical, and members once `verify` has passed."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[tuple[Proof, ...], ...]
    overall_proof: tuple[Proof, ...]
    blank_proof: tuple[Proof, ...] | None

    def to_json(self, group: Group) -> dict[str, Any]:
        printed: dict[str, Any] = {
            "choices": [choice.to_json(group) for choice in self.choices],
            "individual_proofs": [[proof.to_json() for proof in pair] for pair in self.individual_proofs],
            "overall_proof": [proof.to_json() for proof in self.overall_proof],
        }
        if self.blank_proof is not None:
            printed["blank_proof"] = [proof.to_json() for proof in self.blank_proof]
        return printed


def encrypt(
    *, group: Group, key: Element, question: CountedQuestion, vector: Vector, bound_to: str, entropy: Entropy
) -> CountedAnswer:
    """Hide `vector` and prove it valid.

    `bound_to` is Z, the fingerprint and the voter's public credential.
    """
    marks.check(question=question, vector=vector)
    randomness = [group.random_scalar(entropy) for _mark in vector]
    choices = tuple(
        elgamal.encrypt(group=group, key=key, message=mark, randomness=r)
        for mark, r in zip(vector, randomness, strict=True)
    )
    bits = (None, group.generator)
    individual = tuple(
        disjunction.prove(
            group=group,
            key=key,
            prefix=_prefix(bound_to, group, choice),
            statements=[Statement(choice, shown) for shown in bits],
            true=mark,
            secret=Secret(r),
            entropy=entropy,
        )
        for mark, r, choice in zip(vector, randomness, choices, strict=True)
    )
    bound_to_all = f"{bound_to}|{elgamal.text(choices, group=group)}"
    shown = _range(group, question)
    flags = int(question.blank)
    total = elgamal.product(choices[flags:], group=group)
    total_secret = Secret(sum(randomness[flags:]) % group.order)
    in_range = sum(vector[flags:]) - question.minimum

    def prove(prefix: str, statements: list[Statement], true: int, secret: Secret) -> tuple[Proof, ...]:
        return disjunction.prove(
            group=group,
            key=key,
            prefix=prefix,
            statements=statements,
            true=true,
            secret=secret,
            entropy=entropy,
        )

    sums = [Statement(total, number) for number in shown]
    if not question.blank:
        overall = prove(_prefix(bound_to_all, group, total), sums, in_range, total_secret)
        return CountedAnswer(choices, individual, overall, None)
    flag, flag_secret = choices[0], Secret(randomness[0])
    either = [Statement(flag, None), Statement(total, None)]
    valid = [Statement(flag, group.generator), *sums]
    if vector[0]:
        blank = prove(f"bproof0|{bound_to_all}|", either, 1, total_secret)
        overall = prove(f"bproof1|{bound_to_all}|", valid, 0, flag_secret)
    else:
        blank = prove(f"bproof0|{bound_to_all}|", either, 0, flag_secret)
        overall = prove(f"bproof1|{bound_to_all}|", valid, 1 + in_range, total_secret)
    return CountedAnswer(choices, individual, overall, blank)


def verify(
    answer: CountedAnswer, *, group: Group, key: Element, question: CountedQuestion, bound_to: str, where: str
) -> None:
    """Check membership of every ciphertext and all proofs.

    Raises `Malformed` or `Unverified`, naming the place.
    """
    for index, (choice, pair) in enumerate(zip(answer.choices, answer.individual_proofs, strict=True)):
        disjunction.verify_bit(
            group=group,
            key=key,
            prefix=_prefix(bound_to, group, choice),
            ciphertext=choice,
            proofs=pair,
            where=f"{where}.individual_proofs[{index}]",
        )
    bound_to_all = f"{bound_to}|{elgamal.text(answer.choices, group=group)}"
    sums = _range(group, question)
    if answer.blank_proof is None:
        total = elgamal.product(answer.choices, group=group)
        disjunction.verify(
            group=group,
            key=key,
            prefix=_prefix(bound_to_all, group, total),
            statements=[Statement(total, number) for number in sums],
            proofs=answer.overall_proof,
            where=f"{where}.overall_proof",
        )
        return
    flag = answer.choices[0]
    total = elgamal.product(answer.choices[1:], group=group)
    disjunction.verify(
        group=group,
        key=key,
        prefix=f"bproof0|{bound_to_all}|",
        statements=[Statement(flag, None), Statement(total, None)],
        proofs=answer.blank_proof,
        where=f"{where}.blank_proof",
    )
    disjunction.verify(
        group=group,
        key=key,
        prefix=f"bproof1|{bound_to_all}|",
        statements=[Statement(flag, group.generator), *(Statement(total, number) for number in sums)],
        proofs=answer.overall_proof,
        where=f"{where}.overall_proof",
    )


def parse(value: Any, *, group: Group, question: CountedQuestion, where: str) -> CountedAnswer:
    """Read an answer whose lengths are those of `question`; unknown members are refused.

    Raises `Malformed`.
    """
    names = ("choices", "individual_proofs", "overall_proof") + (("blank_proof",) if question.blank else ())
    read = shape.members(value, where=where, required=names, ordered=True)
    choices = shape.array(read["choices"], where=f"{where}.choices", length=question.ciphertexts)
    individual = shape.array(
        read["individual_proofs"], where=f"{where}.individual_proofs", length=question.ciphertexts
    )
    branches = question.maximum - question.minimum + 1 + question.blank
    return CountedAnswer(
        choices=tuple(
            elgamal.decode(choice, group=group, where=f"{where}.choices[{index}]")
            for index, choice in enumerate(choices)
        ),
        individual_proofs=tuple(
            proofs.parse_all(pair, group=group, where=f"{where}.individual_proofs[{index}]", length=2)
            for index, pair in enumerate(individual)
        ),
        overall_proof=proofs.parse_all(
            read["overall_proof"], group=group, where=f"{where}.overall_proof", length=branches
        ),
        blank_proof=(
            proofs.parse_all(read["blank_proof"], group=group, where=f"{where}.blank_proof", length=2)
            if question.blank
            else None
        ),
    )


def _prefix(bound_to: str, group: Group, ciphertext: Ciphertext) -> str:
    return f"prove|{bound_to}|{group.text(ciphertext.alpha)},{group.text(ciphertext.beta)}|"


@lru_cache(maxsize=64)
def _range(group: Group, question: CountedQuestion) -> tuple[Element | None, ...]:
    """g^d for each d in minimum..maximum, None for 0."""
    return tuple(group.generate(d) if d else None for d in range(question.minimum, question.maximum + 1))
