"""The questions of an election, as they stand in its file.

A counted question, byte for byte:

    {"answers":["Pasangan 1","Pasangan 2"],"blank":true,"min":1,"max":1,"question":"Siapa pilihanmu?"}

`blank` is left out when false. Other kinds say their `type`; Luber refuses them for now. A new kind gets
its class here, its line in `parse`, and its file in `casting`. Source: belenios.md section 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from luber.canon import shape
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class CountedQuestion:
    """Choose from `minimum` to `maximum` of the answers; with `blank`, or none of them by saying so."""

    question: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.maximum <= len(self.answers) or not self.answers:
            raise Malformed(
                _("“%(question)s”: batas %(minimum)d–%(maximum)d tidak cocok dengan %(answers)d jawaban."),
                code="question.range",
                facts={
                    "question": self.question[:60],
                    "minimum": self.minimum,
                    "maximum": self.maximum,
                    "answers": len(self.answers),
                },
            )

    @property
    def ciphertexts(self) -> int:
        """How many numbers a ballot hides for this question: one an answer, and first the blank flag where
        there is one.
        """
        return len(self.answers) + self.blank

    def to_json(self) -> dict[str, Any]:
        printed: dict[str, Any] = {"answers": list(self.answers)}
        if self.blank:
            printed["blank"] = True
        return printed | {"min": self.minimum, "max": self.maximum, "question": self.question}


Question: TypeAlias = CountedQuestion
"""Every kind of question that Luber holds elections with."""


def parse(value: Any, *, where: str) -> Question:
    """Read a question. Raises `Malformed`, or `Refused` for a kind that Luber does not know."""
    if isinstance(value, dict) and "type" in value:
        raise Refused(
            _("Luber belum dapat menghitung pertanyaan jenis “%(kind)s” (di %(where)s)."),
            code="question.kind",
            facts={"kind": str(value["type"])[:40], "where": where},
        )
    read = shape.members(
        value, where=where, required=("answers", "min", "max", "question"), optional=("blank",)
    )
    answers = shape.array(read["answers"], where=f"{where}.answers")
    return CountedQuestion(
        question=shape.string(read["question"], where=f"{where}.question"),
        answers=tuple(shape.string(answer, where=f"{where}.answers") for answer in answers),
        minimum=shape.integer(read["min"], where=f"{where}.min"),
        maximum=shape.integer(read["max"], where=f"{where}.max"),
        blank=shape.boolean(read.get("blank", False), where=f"{where}.blank"),
    )
