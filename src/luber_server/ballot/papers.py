"""What every act on a ballot paper shares: finding what is meant, keeping numbers without gaps, the leaf in
the log."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.election.models import Election
from luber_server.people.offices import Officer
from luber_server.trail import usecases as trail

from .models import Answer, Question


def question(election: Election, pk: int) -> Question:
    """A question of this election, locked. Raises `Refused`."""
    row = Question.objects.select_for_update().filter(election=election, pk=pk).first()
    if row is None:
        raise Refused(_("Pertanyaan ini tidak ada lagi."), code="ballot.no_question")
    return row


def answer(election: Election, pk: int) -> Answer:
    """An answer of this election, locked. Raises `Refused`."""
    rows = Answer.objects.select_for_update(of=("self",)).select_related("question")
    row = rows.filter(question__election=election, pk=pk).first()
    if row is None:
        raise Refused(_("Pilihan ini tidak ada lagi."), code="ballot.no_answer")
    return row


def tidy(text: str) -> str:
    """One line: composed letters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_lines(text: str) -> str:
    """Lines without blanks at their ends, empty ones left out; a list's own bullets too."""
    lines = (tidy(line.strip().lstrip("-•*·–").strip()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def renumber_answers(question: Question) -> None:
    """Numbers 1, 2, 3 … in their order."""
    for number, row in enumerate(question.answers.order_by("number"), start=1):
        if row.number != number:
            Answer.objects.filter(pk=row.pk).update(number=number)


def renumber_questions(election: Election) -> None:
    """Places 1, 2, 3 … in their order."""
    for position, row in enumerate(Question.objects.filter(election=election).order_by("position"), start=1):
        if row.position != position:
            Question.objects.filter(pk=row.pk).update(position=position)


def record(*, actor: Officer, election: Election, what: str, position: int, at: datetime) -> None:
    """Leave a leaf that the paper changed: which question, what of it; never a person's name."""
    trail.record(
        actor=actor,
        act="ballot.candidates.changed",
        subject=f"ballot.{election.uuid}",
        at=at,
        data={"what": what, "question": position},
        election=election.uuid,
    )
