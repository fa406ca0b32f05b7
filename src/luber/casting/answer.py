"""The question kinds, behind one dispatch: whoever handles a ballot never asks which kind it is.

A new kind adds its file beside `counted` and its line in each `match` here.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from luber.ballot.marks import Vector
from luber.ballot.question import CountedQuestion, Question
from luber.casting import counted
from luber.casting.counted import CountedAnswer
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group

Answer: TypeAlias = CountedAnswer


def encrypt(
    *, group: Group, key: Element, question: Question, vector: Vector, bound_to: str, entropy: Entropy
) -> Answer:
    """Hide `vector` as the answer to `question`, with its proofs."""
    match question:
        case CountedQuestion():
            return counted.encrypt(
                group=group, key=key, question=question, vector=vector, bound_to=bound_to, entropy=entropy
            )


def verify(
    answer: Answer, *, group: Group, key: Element, question: Question, bound_to: str, where: str
) -> None:
    """Check membership and proofs. Raises `Malformed` or `Unverified`."""
    match question:
        case CountedQuestion():
            counted.verify(answer, group=group, key=key, question=question, bound_to=bound_to, where=where)


def parse(value: Any, *, group: Group, question: Question, where: str) -> Answer:
    """Read the answer to `question`. Raises `Malformed`."""
    match question:
        case CountedQuestion():
            return counted.parse(value, group=group, question=question, where=where)
