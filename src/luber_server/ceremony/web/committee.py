"""The committee's page of trustees and cards: who still has to do what, and the invitations.

A link is shown once, in the answer to the act that made it: it is stored nowhere, so it cannot be shown
again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from luber.errors import LuberError
from luber_server.ceremony import queries, usecases
from luber_server.ceremony.forms import OPEN_ROWS, ArrangementForm, MailForm, PersonForm, SeatsFormSet, say
from luber_server.ceremony.invitations import Invitation
from luber_server.ceremony.queries import Cards, Progress, TrusteeState
from luber_server.ceremony.stages import Kind
from luber_server.desk import numbers
from luber_server.desk.forms import problems
from luber_server.desk.parts import State, SummaryRow, Task
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.people.gate import gate, may_act, officer
from luber_server.people.models import Office
from luber_server.ports import clock

PANITIA = Office.Role.PANITIA


def frame(election: Election) -> dict[str, Any]:
    """What every page of this room hands to the frame."""
    return {
        "uuid": election.uuid,
        "place": (election.title, str(election.organisation)),
        "mock": election.mock,
        "draft": elections.is_draft(election),
    }


@gate(PANITIA, look=(Office.Role.PENGAMAT,))
@require_GET
def keys(request: HttpRequest, uuid: str) -> HttpResponse:
    """/panitia/<uuid>/pemegang-kunci/: who still has to do what."""
    return _keys_page(request, elections.get(uuid))


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, uuid: str) -> HttpResponse:
    """Name all trustees at once."""
    election = elections.get(uuid)
    form = ArrangementForm(request.POST or None)
    rows = SeatsFormSet(request.POST or None, prefix="orang")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            seats, threshold = form.arrangement(rows.cleaned_data)
            invited = usecases.arrange(
                actor=officer(request), uuid=uuid, seats=seats, threshold=threshold, at=clock.now()
            )
        except LuberError as refusal:
            say(form, refusal)
        else:
            return _links_page(request, election, invited)
    context = {
        **frame(election),
        "form": form,
        "rows": rows,
        "first_rows": rows.forms[:OPEN_ROWS],
        "more_rows": rows.forms[OPEN_ROWS:],
        "row_problems": [problem for row in rows for problem in problems(row)] if rows.is_bound else [],
        "again": bool(queries.progress(election).trustees),
    }
    return render(request, "ceremony/arrange.html", context)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def resend(request: HttpRequest, uuid: str, owner: int) -> HttpResponse:
    """A new link for the same trustee."""
    election = elections.get(uuid)
    trustee = _trustee(election, owner)
    form = MailForm(request.POST or None)

    def act() -> tuple[Invitation, ...]:
        mail = form.cleaned_data["mail"]
        return (usecases.resend(actor=officer(request), uuid=uuid, owner=owner, mail=mail, at=clock.now()),)

    return _invite(request, election, form, act, "ceremony/resend.html", {"name": trustee.name})


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, uuid: str, owner: int) -> HttpResponse:
    """Somebody else in a trustee's place."""
    election = elections.get(uuid)
    trustee = _trustee(election, owner)
    form = PersonForm(request.POST or None)

    def act() -> tuple[Invitation, ...]:
        return (
            usecases.replace(
                actor=officer(request), uuid=uuid, owner=owner, person=form.person(), at=clock.now()
            ),
        )

    context = {"name": trustee.name, "all_begin_again": trustee.kind is Kind.THRESHOLD}
    return _invite(request, election, form, act, "ceremony/replace.html", context)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def restart(request: HttpRequest, uuid: str) -> HttpResponse:
    """Everyone begins again."""
    election = elections.get(uuid)
    if request.method == "POST":
        usecases.restart(actor=officer(request), uuid=uuid, at=clock.now())
        messages.success(
            request, _("Upacara kunci dimulai lagi. Tautan setiap pemegang kunci tetap berlaku.")
        )
        return redirect("ceremony_keys", uuid)
    return render(request, "ceremony/restart.html", frame(election))


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def authority(request: HttpRequest, uuid: str) -> HttpResponse:
    """Name the credential authority, or another one."""
    election = elections.get(uuid)
    form = PersonForm(request.POST or None)

    def act() -> tuple[Invitation, ...]:
        return (
            usecases.invite_authority(
                actor=officer(request), uuid=uuid, person=form.person(), at=clock.now()
            ),
        )

    cards = queries.cards(election)
    context = {"name": cards.name, "made": cards.uploaded_at is not None}
    return _invite(request, election, form, act, "ceremony/authority_invite.html", context)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def resend_authority(request: HttpRequest, uuid: str) -> HttpResponse:
    """A new link for the same authority."""
    election = elections.get(uuid)
    form = MailForm(request.POST or None)

    def act() -> tuple[Invitation, ...]:
        mail = form.cleaned_data["mail"]
        return (usecases.resend_authority(actor=officer(request), uuid=uuid, mail=mail, at=clock.now()),)

    context = {"name": queries.cards(election).name}
    return _invite(request, election, form, act, "ceremony/resend.html", context)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def discard_cards(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put the cards aside, so that new ones can be made."""
    election = elections.get(uuid)
    if request.method == "POST":
        usecases.discard_credentials(actor=officer(request), uuid=uuid, at=clock.now())
        messages.success(
            request, _("Kartu lama tidak berlaku lagi. Otoritas kredensial dapat membuat yang baru.")
        )
        return redirect("ceremony_keys", uuid)
    total = queries.cards(election).total
    return render(request, "ceremony/discard.html", {**frame(election), "cards": total})


def _invite(
    request: HttpRequest,
    election: Election,
    form: MailForm | PersonForm,
    act: Callable[[], tuple[Invitation, ...]],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or do the act and show its link."""
    if request.method == "POST" and form.is_valid():
        try:
            return _links_page(request, election, act())
        except LuberError as refusal:
            say(form, refusal)
    return render(request, template, {**frame(election), **context, "form": form})


def _links_page(request: HttpRequest, election: Election, invited: Sequence[Invitation]) -> HttpResponse:
    response = render(request, "ceremony/links.html", {**frame(election), "invited": invited})
    response["Cache-Control"] = "no-store"
    return response


def _trustee(election: Election, owner: int) -> TrusteeState:
    for trustee in queries.progress(election).trustees:
        if trustee.owner == owner:
            return trustee
    raise elections.NotFound(f"{election.uuid} {owner}")


def _keys_page(request: HttpRequest, election: Election) -> HttpResponse:
    progress, cards = queries.progress(election), queries.cards(election)
    context = {
        **frame(election),
        "may_act": may_act(request),
        "trustees": [_line(election, progress, one) for one in progress.trustees],
        "arrangement": _arrangement(progress),
        "ready": progress.ready,
        "waiting_for": [one.name for one in progress.trustees if one.acts_now],
        "cards": cards,
        "card_rows": _card_rows(election, cards),
    }
    return render(request, "ceremony/keys.html", context)


STEPS: dict[str, tuple[State, Callable[[], str]]] = {
    "key": (State.TODO, lambda: _("Membuat kunci, lalu menyimpan berkasnya")),
    "certificate": (State.TODO, lambda: _("Langkah 1 dari 4: membuat kunci, lalu menyimpan berkasnya")),
    "wait_certificates": (State.LOCKED, lambda: _("Langkah 1 selesai. Menunggu yang lain.")),
    "polynomial": (State.TODO, lambda: _("Langkah 2 dari 4: membagikan kepingan kunci")),
    "wait_polynomials": (State.LOCKED, lambda: _("Langkah 2 selesai. Menunggu yang lain.")),
    "verification_key": (State.TODO, lambda: _("Langkah 3 dari 4: memeriksa kepingan dari yang lain")),
    "rehearse": (State.TODO, lambda: _("Langkah terakhir: mencoba berkas kunci yang disimpan")),
    "wait_others": (State.DONE, lambda: _("Siap. Kuncinya sudah dicoba.")),
    "ready": (State.DONE, lambda: _("Siap. Kuncinya sudah dicoba.")),
}


def _line(election: Election, progress: Progress, one: TrusteeState) -> dict[str, Any]:
    state, hint = STEPS[one.step]
    seen = one.seen_at or one.stage.value != "invited"
    words = "" if one.ready or not one.acts_now else _("Giliran dia") if seen else _("Belum membuka tautan")
    said = (
        hint()
        if seen or one.ready
        else _("Diundang %(at)s. Tautannya belum dibuka.") % {"at": _day(election, one)}
    )
    if one.kind is Kind.SINGLE and progress.shared:
        said = " ".join((said, _("Wajib hadir.")))
    return {
        "task": Task(title=f"{one.owner}. {one.name}", state=state, hint=said, word=words),
        "owner": one.owner,
        "name": one.name,
    }


def _day(election: Election, one: TrusteeState) -> str:
    return str(numbers.moment(one.invited_at, ZoneInfo(election.zone)))


def _arrangement(progress: Progress) -> str:
    single = len(progress.trustees) - progress.shared
    if not progress.shared:
        return _("Hasil dibuka bila semua %(all)d pemegang kunci hadir.") % {"all": single}
    said = _("Hasil dibuka oleh %(t)d dari %(n)d pemegang kunci.") % {
        "t": progress.threshold,
        "n": progress.shared,
    }
    also = _("%(k)d orang lagi wajib hadir.") % {"k": single}
    return f"{said} {also}" if single else said


def _card_rows(election: Election, cards: Cards) -> list[SummaryRow]:
    if not cards.name:
        return []
    rows = [SummaryRow(key=_("Otoritas kredensial"), value=cards.name)]
    if cards.uploaded_at:
        made = _("%(cards)s kartu, %(at)s") % {
            "cards": numbers.count(cards.total),
            "at": numbers.moment(cards.uploaded_at, ZoneInfo(election.zone)),
        }
    else:
        made = _("Tautan sudah dibuka, kartu belum dibuat") if cards.seen_at else _("Tautan belum dibuka")
    rows.append(SummaryRow(key=_("Kartu dibuat"), value=made))
    rows.append(SummaryRow(key=_("Kartu dicetak"), value=cards.printed))
    for at, number, reason in cards.reprints:
        said = _("%(cards)s kartu, %(at)s: %(reason)s") % {
            "cards": numbers.count(number),
            "at": numbers.moment(at, ZoneInfo(election.zone)),
            "reason": reason,
        }
        rows.append(SummaryRow(key=_("Cetak ulang"), value=said))
    if cards.refused:
        rows.append(SummaryRow(key=_("Pencetakan yang ditolak"), value=cards.refused))
    return rows
