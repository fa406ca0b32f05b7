"""The ballot paper as values: what rows say, in the one form from which everything sealed is printed.

The words here are the election's own (Bahasa Indonesia): they are sealed, so they must not follow the
language of whoever looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from luber.ballot.question import CountedQuestion
from luber.canon import json
from luber.election.template import Shape, bounds

EMPTY_BOX = "Kotak kosong"
YES_NO = ("Ya", "Tidak")
BLANK = "Tidak memilih siapa pun (golput)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """Someone who stands, or "" where nobody is named yet."""

    name: str
    detail: str
    photo: str  # SHA-256 of the vault's file, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of the paper; `people` is empty for a plain one."""

    pk: int
    number: int
    text: str
    detail: str = ""
    people: tuple[Stands, ...] = ()
    vision: str = ""
    mission: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(person.name for person in self.people) or (self.text,)

    @property
    def label(self) -> str:
        """The answer's text in the election file."""
        return " & ".join(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of the paper."""

    pk: int
    position: int
    paslon: bool
    text: str
    shape: Shape
    least: int
    most: int
    blank: bool
    choices: tuple[Choice, ...] = field(default=())

    @property
    def empty_box(self) -> bool:
        """One pair alone stands against the empty box (kotak kosong)."""
        return self.paslon and len(self.choices) == 1

    @property
    def labels(self) -> tuple[str, ...]:
        own = tuple(choice.label for choice in self.choices)
        return (*own, EMPTY_BOX) if self.empty_box else own

    @property
    def bounds(self) -> tuple[int, int]:
        return bounds(self.shape, answers=len(self.labels), least=self.least, most=self.most)

    def counted(self) -> CountedQuestion:
        """The question as it stands in the election file. Raises `Malformed` where the bounds do not fit."""
        minimum, maximum = self.bounds
        return CountedQuestion(
            question=self.text, answers=self.labels, minimum=minimum, maximum=maximum, blank=self.blank
        )


def photo_url(sha256: str) -> str:
    """Where a photograph is served; part of what is sealed, so it is a fixed form."""
    return f"/foto/{sha256}.webp"


def presentation(paper: Sequence[Asked]) -> bytes:
    """What the booth shows, as canonical bytes; their hash is sealed with the election.

    `empty_box` says that the last answer is the empty box (names ["Kotak kosong"], no photographs).
    """
    questions = [
        {
            "kind": "paslon" if asked.paslon else "plain",
            "question": asked.text,
            "answers": [
                *(_answer(choice) for choice in asked.choices),
                *([_empty_box(len(asked.choices) + 1)] if asked.empty_box else []),
            ],
            "empty_box": asked.empty_box,
        }
        for asked in paper
    ]
    return json.encode({"questions": questions, "blank_label": BLANK})


def _answer(choice: Choice) -> dict[str, object]:
    photos = [person.photo for person in choice.people if person.photo]
    details = [person.detail for person in choice.people] or ([choice.detail] if choice.detail else [])
    return {
        "number": choice.number,
        "names": list(choice.names),
        "photos": [photo_url(photo) for photo in photos],
        "photo_sha256": photos,
        "vision": choice.vision,
        "mission": list(choice.mission),
        "programme": list(choice.programme),
        "detail": details,
    }


def _empty_box(number: int) -> dict[str, object]:
    return {
        "number": number,
        "names": [EMPTY_BOX],
        "photos": [],
        "photo_sha256": [],
        "vision": "",
        "mission": [],
        "programme": [],
        "detail": [],
    }
