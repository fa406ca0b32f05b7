"""Questions: added, worded, ordered, removed; and what a template or a mock begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luber.election.template import STARTS, Shape, Template
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.ballot import papers
from luber_server.ballot.models import Answer, Person, Question
from luber_server.ballot.paper import YES_NO
from luber_server.election.models import Election
from luber_server.election.usecases import lock_draft
from luber_server.people.offices import Officer

MOST_QUESTIONS = 20
MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a question asks: its text, how many answers a voter marks, whether golput is offered."""

    text: str
    shape: Shape
    least: int
    most: int
    blank: bool


@transaction.atomic
def add_question(*, actor: Officer, uuid: str, paslon: bool, wording: Wording, at: datetime) -> int:
    """A further question, at the end; returns its number."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    there = Question.objects.filter(election=election).count()
    if there >= MOST_QUESTIONS:
        raise Refused(_("Surat suara paling banyak berisi dua puluh pertanyaan."), code="ballot.many")
    kind = Question.Kind.PASLON if paslon else Question.Kind.PLAIN
    row = Question(election=election, position=there + 1, kind=kind)
    _word(row, wording)
    papers.record(actor=actor, election=election, what="question.added", position=row.position, at=at)
    return row.pk


@transaction.atomic
def change_question(*, actor: Officer, uuid: str, question: int, wording: Wording, at: datetime) -> None:
    """Word a question otherwise."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.question(election, question)
    _word(row, wording)
    papers.record(actor=actor, election=election, what="question.changed", position=row.position, at=at)


@transaction.atomic
def remove_question(*, actor: Officer, uuid: str, question: int, at: datetime) -> None:
    """Take a question off the paper, with its answers."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.question(election, question)
    position = row.position
    row.delete()
    papers.renumber_questions(election)
    papers.record(actor=actor, election=election, what="question.removed", position=position, at=at)


@transaction.atomic
def move_question(*, actor: Officer, uuid: str, question: int, up: bool, at: datetime) -> None:
    """Exchange a question with its neighbour."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    row = papers.question(election, question)
    position = row.position + (-1 if up else 1)
    other = Question.objects.filter(election=election, position=position).first()
    if other is None:
        return
    # Out of the way first: no two stand in one place, not for a moment.
    Question.objects.filter(pk=row.pk).update(position=0)
    Question.objects.filter(pk=other.pk).update(position=row.position)
    Question.objects.filter(pk=row.pk).update(position=position)
    papers.record(actor=actor, election=election, what="question.moved", position=position, at=at)


def start(*, election: Election, actor: Officer, at: datetime) -> None:
    """The first question of the template. Registered with the room election."""
    proposed = STARTS[Template(election.template)]
    Question.objects.create(
        election=election,
        position=1,
        kind=Question.Kind.PASLON if proposed.paslon else Question.Kind.PLAIN,
        text=proposed.question,
        blank=proposed.blank,
    )


def copy(*, source: Election, target: Election, actor: Officer, at: datetime) -> None:
    """The same paper for a mock election. Registered with the room election."""
    for question in Question.objects.filter(election=source).order_by("position"):
        answers = list(question.answers.order_by("number"))
        question.pk, question.election, question._state.adding = None, target, True  # noqa: SLF001
        question.save(force_insert=True)
        for answer in answers:
            people = list(answer.people.order_by("place"))
            answer.pk, answer.question, answer._state.adding = None, question, True  # noqa: SLF001
            answer.save(force_insert=True)
            Person.objects.bulk_create(
                Person(
                    answer=answer, place=p.place, name=p.name, detail=p.detail, photo_sha256=p.photo_sha256
                )
                for p in people
            )


def _word(row: Question, wording: Wording) -> None:
    text = papers.tidy(wording.text)
    if not text:
        raise Refused(_("Tulis pertanyaannya."), code="ballot.text")
    least, most = wording.least, wording.most
    if row.kind == Question.Kind.PASLON and wording.shape is not Shape.ONE:
        raise Refused(_("Dari pasangan calon dipilih satu."), code="ballot.paslon_one")
    if wording.shape in {Shape.ONE, Shape.YES_NO}:
        least = most = 1
    elif wording.shape is Shape.EXACTLY:
        least = most
    if not 0 <= least <= most <= MOST_ANSWERS or most < 1:
        raise Refused(
            _(
                "Jumlah pilihan paling sedikit tidak boleh melebihi paling banyak, dan paling banyak minimal satu."
            ),
            code="ballot.bounds",
        )
    was_yes_no = row.how == Question.How.YES_NO
    row.text, row.how, row.least, row.most, row.blank = text, wording.shape.value, least, most, wording.blank
    row.save()
    if wording.shape is Shape.YES_NO and not was_yes_no:
        row.answers.all().delete()
        Answer.objects.bulk_create(
            Answer(question=row, number=number, text=text) for number, text in enumerate(YES_NO, start=1)
        )
