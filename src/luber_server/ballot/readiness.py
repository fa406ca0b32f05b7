"""This room's item of the list of work: the ballot paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luber_server.desk.parts import State
from luber_server.election.models import Election
from luber_server.election.neighbours import Item

from . import queries


def items(election: Election, at: datetime) -> Iterator[Item]:
    url = reverse("ballot_paper", args=[election.uuid])
    paper = queries.paper(election)
    title = _("Pasangan calon") if any(asked.paslon for asked in paper) else _("Surat suara")
    lacking = queries.missing(election)
    if not lacking:
        choices = sum(len(asked.labels) for asked in paper)
        hint = ngettext("%(count)d pilihan.", "%(count)d pilihan.", choices) % {"count": choices}
        if any(asked.empty_box for asked in paper):
            hint = " ".join((hint, _("Satu pasangan melawan kotak kosong.")))
        yield Item(key="ballot.paper", title=title, done=True, state=State.DONE, hint=hint, url=url)
        return
    begun = any(asked.choices for asked in paper)
    more = len(lacking) - 1
    hint = lacking[0] + (" " + _("Dan %(more)d hal lain.") % {"more": more} if more else "")
    state = State.PROBLEM if begun else State.TODO
    yield Item(key="ballot.paper", title=title, done=False, state=state, hint=hint, who=_("Panitia"), url=url)
