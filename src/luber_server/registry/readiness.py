"""This room's items of the list of work: the list, the DPS with its objections, the DPT."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luber.registry.roll import State as RollState
from luber_server.desk import numbers
from luber_server.desk.parts import State
from luber_server.election.models import Election
from luber_server.election.neighbours import Item

from . import queries


def items(election: Election, at: datetime) -> Iterator[Item]:
    roll = queries.get(election)
    yield _list(election, roll)
    yield _dps(election, roll, at)
    yield _dpt(election, roll, at)


def _list(election: Election, roll: queries.RollView) -> Item:
    url = reverse("registry_roll", args=[election.uuid])
    title, who = _("Daftar pemilih"), _("Panitia")
    if not roll.voters:
        hint = _("Unggah daftar dari Dapodik seperti adanya, atau isi templat kami.")
        return Item(
            key="registry.list", title=title, done=False, state=State.TODO, hint=hint, who=who, url=url
        )
    lacking = queries.lacking_contacts(election) if roll.state is not RollState.DPT else 0
    said = ngettext("%(count)s pemilih.", "%(count)s pemilih.", roll.voters) % {
        "count": numbers.count(roll.voters)
    }
    if lacking:
        hint = _("%(count)s pemilih belum punya alamat untuk kode tambahan.") % {
            "count": numbers.count(lacking)
        }
        return Item(
            key="registry.list",
            title=title,
            done=False,
            state=State.PROBLEM,
            hint=f"{said} {hint}",
            who=who,
            url=url,
        )
    return Item(key="registry.list", title=title, done=True, state=State.DONE, hint=said, who=who, url=url)


def _dps(election: Election, roll: queries.RollView, at: datetime) -> Item:
    url = reverse("registry_dps", args=[election.uuid])
    title, who, key = _("DPS dan keberatan"), _("Panitia"), "registry.dps"
    if roll.state is RollState.DPT:
        hint = _("Tanpa DPS: %(reason)s") % {"reason": roll.no_dps_reason} if roll.no_dps_reason else ""
        return Item(key=key, title=title, done=True, state=State.DONE, hint=hint, url=url)
    if roll.state is RollState.COLLECTING:
        state = State.TODO if roll.voters else State.LOCKED
        hint = _("Umumkan daftar sementara dengan nama disamarkan, agar yang terlewat dapat melapor.")
        return Item(
            key=key, title=title, done=False, state=state, hint=hint, who=who, url=url if roll.voters else ""
        )
    if roll.unanswered:
        hint = ngettext(
            "%(count)s keberatan menunggu jawaban.", "%(count)s keberatan menunggu jawaban.", roll.unanswered
        ) % {"count": numbers.count(roll.unanswered)}
        to = reverse("registry_objections", args=[election.uuid])
        return Item(key=key, title=title, done=False, state=State.PROBLEM, hint=hint, who=who, url=to)
    if roll.objections_open(at):
        assert roll.objections_until is not None
        hint = _("Keberatan dibuka sampai %(until)s.") % {
            "until": numbers.moment(roll.objections_until, election.zone)
        }
        return Item(key=key, title=title, done=False, state=State.OPEN, hint=hint, who=_("Pemilih"), url=url)
    hint = _("Masa keberatan berakhir, semuanya sudah dijawab.")
    return Item(key=key, title=title, done=True, state=State.DONE, hint=hint, url=url)


def _dpt(election: Election, roll: queries.RollView, at: datetime) -> Item:
    url = reverse("registry_dpt", args=[election.uuid])
    title, who, key = _("DPT dibekukan"), _("Panitia"), "registry.dpt"
    if roll.state is RollState.DPT:
        hint = _("%(count)s pemilih. Sidik jari %(digest)s…") % {
            "count": numbers.count(roll.voters),
            "digest": " ".join(numbers.grouped(roll.dpt_sha256[:12])),
        }
        return Item(key=key, title=title, done=True, state=State.DONE, hint=hint, url=url)
    if roll.state is RollState.DPS and not roll.objections_open(at) and not roll.unanswered:
        hint = _("Masa keberatan sudah lewat. Bekukan daftarnya.")
        return Item(key=key, title=title, done=False, state=State.TODO, hint=hint, who=who, url=url)
    hint = _("Setelah keberatan dijawab. Kartu pemilih dibuat dari daftar ini.")
    return Item(
        key=key,
        title=title,
        done=False,
        state=State.LOCKED,
        hint=hint,
        who=who,
        url=url if roll.voters else "",
    )
