"""This room's items of the committee's list of work: trustees, and cards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from luber.errors import Refused
from luber_server.desk.parts import State
from luber_server.election.models import Election
from luber_server.election.neighbours import Item

from . import missing, queries


def items(election: Election, at: datetime) -> Iterator[Item]:
    """Both items; `done` is what the freeze waits for."""
    yield _keys(election)
    yield _cards(election)


def _keys(election: Election) -> Item:
    url = reverse("ceremony_keys", args=[election.uuid])
    lacking = next(missing.keys(election), None)
    trustees = queries.progress(election).trustees
    if not trustees:
        hint = _("Belum ditunjuk. Disarankan tiga orang, dua di antaranya cukup untuk membuka hasil.")
        return _item("keys", _("Pemegang kunci"), lacking, State.TODO, hint, _("Panitia"), url)
    if lacking is None:
        hint = _("Semua kunci siap dan sudah dicoba.")
        return _item("keys", _("Pemegang kunci"), None, State.DONE, hint, "", url)
    acting = [trustee.name for trustee in trustees if trustee.acts_now]
    ready = sum(trustee.ready for trustee in trustees)
    hint = _("%(ready)d dari %(all)d siap.") % {"ready": ready, "all": len(trustees)}
    return _item("keys", _("Pemegang kunci"), lacking, State.CHECKING, hint, "; ".join(acting), url)


def _cards(election: Election) -> Item:
    url = reverse("ceremony_keys", args=[election.uuid]) + "#kartu"
    lacking = next(missing.cards(election), None)
    cards = queries.cards(election)
    title = _("Otoritas kredensial dan kartu pemilih")
    if lacking is None:
        hint = _("%(made)d kartu dibuat, %(printed)d dicetak.") % {
            "made": cards.total,
            "printed": cards.printed,
        }
        return _item("cards", title, None, State.DONE, hint, "", url)
    if not cards.name:
        return _item("cards", title, lacking, State.TODO, lacking.said(_), _("Panitia"), url)
    state = State.PROBLEM if cards.uploaded_at else State.CHECKING
    return _item("cards", title, lacking, state, lacking.said(_), cards.name, url)


def _item(key: str, title: str, lacking: Refused | None, state: State, hint: str, who: str, url: str) -> Item:
    return Item(
        key=f"ceremony.{key}", title=title, done=lacking is None, state=state, hint=hint, who=who, url=url
    )
