"""The paper as a page shows it: a card for each answer, what each offers, how it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luber.election.template import Shape
from luber_server.desk.parts import Pair, Photo

from .paper import EMPTY_BOX, Asked, Choice, photo_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One answer: the card, and what the pair offers."""

    pk: int
    pair: Pair
    vision: str
    mission: tuple[str, ...]
    programme: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question with its cards."""

    pk: int
    position: int
    text: str
    paslon: bool
    how: str
    blank: bool
    cards: tuple[Card, ...]
    empty_box: Pair | None
    yes_no: bool


def of(asked: Asked) -> Shown:
    """A question for a page."""
    return Shown(
        pk=asked.pk,
        position=asked.position,
        text=asked.text,
        paslon=asked.paslon,
        how=_how(asked),
        blank=asked.blank,
        cards=tuple(_card(choice, of=len(asked.choices)) for choice in asked.choices),
        empty_box=Pair(number=2, names=(EMPTY_BOX,), box=True) if asked.empty_box else None,
        yes_no=asked.shape is Shape.YES_NO,
    )


def _how(asked: Asked) -> str:
    least, most = asked.bounds
    if least == most:
        return ngettext("Pilih satu.", "Pilih tepat %(count)d.", most) % {"count": most}
    return _("Pilih dari %(least)d sampai %(most)d.") % {"least": least, "most": most}


def _card(choice: Choice, *, of: int) -> Card:
    details = tuple(person.detail for person in choice.people if person.detail) or (
        (choice.detail,) if choice.detail else ()
    )
    photos = tuple(
        Photo(url=photo_url(person.photo), alt=_("Foto %(name)s") % {"name": person.name})
        for person in choice.people
        if person.photo
    )
    return Card(
        pk=choice.pk,
        pair=Pair(number=choice.number, names=choice.names, details=details, photos=photos),
        vision=choice.vision,
        mission=choice.mission,
        programme=choice.programme,
        first=choice.number == 1,
        last=choice.number == of,
    )
