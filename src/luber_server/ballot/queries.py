"""What others may ask about the ballot paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from luber.ballot.question import CountedQuestion
from luber.election.template import Shape
from luber_server.election.models import Election

from .models import Answer, Person, Question
from .paper import Asked, Choice, Stands
from .paper import presentation as printed

PEOPLE = 2


def paper(election: Election) -> tuple[Asked, ...]:
    """The whole paper, in order."""
    answers = Answer.objects.order_by("number").prefetch_related(
        Prefetch("people", queryset=Person.objects.order_by("place"))
    )
    rows = Question.objects.filter(election=election).order_by("position")
    return tuple(_asked(row) for row in rows.prefetch_related(Prefetch("answers", queryset=answers)))


def questions(election: Election) -> tuple[CountedQuestion, ...]:
    """The questions of the election file. Raises `Malformed` where one is not complete (`missing` says
    what)."""
    return tuple(asked.counted() for asked in paper(election))


def presentation(election: Election) -> bytes:
    """What the booth shows, as canonical bytes."""
    return printed(paper(election))


def missing(election: Election) -> list[str]:
    """What keeps the paper from being sealed, as sentences."""
    asked = paper(election)
    if not asked:
        return [_("Surat suara belum punya pertanyaan.")]
    return [sentence for one in asked for sentence in _missing(one)]


def is_photo(sha256: str) -> bool:
    """Whether a candidate's photograph has this digest; nothing else of the vault is served as one."""
    return Person.objects.filter(photo_sha256=sha256).exists()


def _missing(asked: Asked) -> Iterator[str]:
    where = {"question": asked.text}
    if not asked.choices:
        what = (
            _("Belum ada pasangan calon untuk “%(question)s”.")
            if asked.paslon
            else _("Belum ada pilihan untuk “%(question)s”.")
        )
        yield what % where
        return
    for choice in asked.choices if asked.paslon else ():
        facts = {"number": choice.number}
        if len(choice.people) < PEOPLE or not all(person.name for person in choice.people):
            yield _("Pasangan %(number)d belum punya nama ketua dan wakil.") % facts
        if sum(bool(person.photo) for person in choice.people) < PEOPLE:
            yield _("Pasangan %(number)d belum punya dua foto.") % facts
        if not choice.vision or not choice.mission:
            yield _("Pasangan %(number)d belum punya visi dan misi.") % facts
    labels = asked.labels
    if len(set(labels)) != len(labels):
        yield _("Di “%(question)s” ada dua pilihan yang sama persis.") % where
    if not asked.paslon and len(labels) < 2:
        yield _("“%(question)s” baru punya satu pilihan.") % where
    minimum, maximum = asked.bounds
    if not 0 <= minimum <= maximum <= len(labels):
        bounds = {"question": asked.text, "most": maximum, "answers": len(labels)}
        yield _("“%(question)s” meminta %(most)d pilihan, padahal hanya ada %(answers)d.") % bounds


def _asked(row: Question) -> Asked:
    return Asked(
        pk=row.pk,
        position=row.position,
        paslon=row.kind == Question.Kind.PASLON,
        text=row.text,
        shape=Shape(row.how),
        least=row.least,
        most=row.most,
        blank=row.blank,
        choices=tuple(_choice(answer) for answer in row.answers.all()),
    )


def _choice(row: Answer) -> Choice:
    return Choice(
        pk=row.pk,
        number=row.number,
        text=row.text,
        detail=row.detail,
        people=tuple(
            Stands(name=person.name, detail=person.detail, photo=person.photo_sha256)
            for person in row.people.all()
        ),
        vision=row.vision,
        mission=tuple(row.mission.splitlines()),
        programme=tuple(row.programme.splitlines()),
    )
