"""Answers: numbered pairs with their photographs, and the lines of a plain question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber_server.ballot import papers, photos
from luber_server.ballot.models import Answer, Person, Question
from luber_server.election.usecases import lock_draft
from luber_server.people.offices import Officer
from luber_server.ports import vault

from .questions import MOST_ANSWERS

MOST_PAIRS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One of the two; `photo` is the file's bytes as uploaded, or None to keep the photograph that is
    there."""

    name: str
    detail: str
    photo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairWritten:
    """A pair as the committee wrote it."""

    chair: Standing
    deputy: Standing
    vision: str
    mission: str  # one a line
    programme: str  # one a line


@transaction.atomic
def add_pair(*, actor: Officer, uuid: str, question: int, pair: PairWritten, at: datetime) -> int:
    """A further pair, with the next number; returns its row."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.question(election, question)
    if row.kind != Question.Kind.PASLON:
        raise Refused(_("Pertanyaan ini tidak memakai pasangan calon."), code="ballot.plain")
    number = row.answers.count() + 1
    if number > MOST_PAIRS:
        raise Refused(_("Paling banyak dua puluh pasangan calon."), code="ballot.many")
    answer = Answer.objects.create(question=row, number=number)
    _write(answer, pair)
    papers.record(actor=actor, election=election, what="pair.added", position=row.position, at=at)
    return answer.pk


@transaction.atomic
def change_pair(*, actor: Officer, uuid: str, answer: int, pair: PairWritten, at: datetime) -> None:
    """Correct a pair; photographs stay unless new ones come."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.answer(election, answer)
    if row.question.kind != Question.Kind.PASLON:
        raise Refused(_("Pertanyaan ini tidak memakai pasangan calon."), code="ballot.plain")
    _write(row, pair)
    papers.record(actor=actor, election=election, what="pair.changed", position=row.question.position, at=at)


@transaction.atomic
def remove_answer(*, actor: Officer, uuid: str, answer: int, at: datetime) -> None:
    """Take an answer off the paper; the numbers behind it move up."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.answer(election, answer)
    question = row.question
    row.delete()
    papers.renumber_answers(question)
    papers.record(actor=actor, election=election, what="answer.removed", position=question.position, at=at)


@transaction.atomic
def move_answer(*, actor: Officer, uuid: str, answer: int, up: bool, at: datetime) -> None:
    """Exchange an answer's number with its neighbour's."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.answer(election, answer)
    number = row.number + (-1 if up else 1)
    other = row.question.answers.filter(number=number).first()
    if other is None:
        return
    # Out of the way first: no two have one number, not for a moment.
    Answer.objects.filter(pk=row.pk).update(number=0)
    Answer.objects.filter(pk=other.pk).update(number=row.number)
    Answer.objects.filter(pk=row.pk).update(number=number)
    position = row.question.position
    papers.record(actor=actor, election=election, what="answer.moved", position=position, at=at)


@transaction.atomic
def set_answers(*, actor: Officer, uuid: str, question: int, lines: str, at: datetime) -> int:
    """The answers of a plain question, one a line (`name; explanation`); returns how many."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.question(election, question)
    if row.kind != Question.Kind.PLAIN or row.how == Question.How.YES_NO:
        raise Refused(_("Pilihan pertanyaan ini tidak ditulis per baris."), code="ballot.lines")
    answers = _lines(row, lines)
    row.answers.all().delete()
    Answer.objects.bulk_create(answers)
    papers.record(actor=actor, election=election, what="answers.set", position=row.position, at=at)
    return len(answers)


def _lines(question: Question, lines: str) -> list[Answer]:
    answers: list[Answer] = []
    for line in papers.tidy_lines(lines).splitlines():
        text, _mark, detail = (part.strip() for part in line.partition(";"))
        if not text or len(text) > 160 or len(detail) > 200:
            raise Malformed(
                _("Baris %(line)d: tulis namanya, lalu bila perlu titik koma dan keterangan singkat."),
                code="ballot.line",
                facts={"line": len(answers) + 1},
            )
        answers.append(Answer(question=question, number=len(answers) + 1, text=text, detail=detail))
    names = [answer.text.casefold() for answer in answers]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise Malformed(
                _("Baris %(line)d sama dengan baris %(other)d. Bedakan atau hapus salah satunya."),
                code="ballot.double",
                facts={"line": at + 1, "other": names.index(name) + 1},
            )
    if len(answers) > MOST_ANSWERS:
        raise Refused(_("Paling banyak dua ratus pilihan."), code="ballot.many")
    return answers


def _write(answer: Answer, pair: PairWritten) -> None:
    answer.vision = papers.tidy(pair.vision)
    answer.mission = papers.tidy_lines(pair.mission)
    answer.programme = papers.tidy_lines(pair.programme)
    answer.save()
    for place, standing in ((1, pair.chair), (2, pair.deputy)):
        person = Person.objects.filter(answer=answer, place=place).first() or Person(
            answer=answer, place=place
        )
        person.name, person.detail = papers.tidy(standing.name), papers.tidy(standing.detail)
        if not person.name:
            raise Refused(_("Tulis nama ketua dan wakilnya."), code="ballot.names")
        if standing.photo is not None:
            person.photo_sha256 = vault.put(photos.portrait(standing.photo))
        person.save()
