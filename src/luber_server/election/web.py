"""The committee's pages: its elections, a new one, and the desk of one election with the work that is
left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from luber.election.phase import Phase
from luber.election.template import Template
from luber.errors import LuberError
from luber_server.desk import numbers
from luber_server.desk.parts import Event, State, SummaryRow, Task
from luber_server.people.gate import Pass, gate, may_act, may_look, officer
from luber_server.people.models import Office
from luber_server.ports import clock

from . import neighbours, queries, usecases
from .forms import CancelForm, ExtensionForm, FreezeForm, MockForm, NewForm, RulesForm, TimesForm
from .frame import form_page, frame, posted
from .models import Election

PANITIA, PENGAMAT = Office.Role.PANITIA, Office.Role.PENGAMAT

PHASES: dict[Phase, tuple[State, Callable[[], str]]] = {
    Phase.DRAFT: (State.TODO, lambda: _("Disiapkan")),
    Phase.SEALED_NOT_OPEN: (State.LOCKED, lambda: _("Dibekukan, belum dibuka")),
    Phase.OPEN: (State.OPEN, lambda: _("Sedang dibuka")),
    Phase.ENDED: (State.CHECKING, lambda: _("Waktu habis, kotak sedang ditutup")),
    Phase.CLOSED: (State.CHECKING, lambda: _("Ditutup, hasil belum dibuka")),
    Phase.DECIDED: (State.DONE, lambda: _("Selesai")),
    Phase.CANCELLED: (State.PROBLEM, lambda: _("Dibatalkan")),
}


@gate(Pass.ACCOUNT)
@require_GET
def elections(request: HttpRequest) -> HttpResponse:
    """The elections of the organisations in whose committee I sit, or which I observe."""
    user, at = officer(request).user, clock.now()
    seen = queries.organisations_for(user, at=at, roles=(PANITIA, PENGAMAT))
    context = {
        "tasks": [_line(election, at) for election in queries.elections_of(seen)],
        "organisations": [str(one) for one in seen],
        "may_act": bool(queries.organisations_for(user, at=at)),
    }
    return render(request, "election/list.html", context)


def _line(election: Election, at: datetime) -> Task:
    state, word = PHASES[queries.phase(election, at)]
    title = _("%(title)s (simulasi)") % {"title": election.title} if election.mock else election.title
    hint = str(election.organisation)
    if election.opens_at and election.closes_at:
        hint = f"{hint}. {numbers.span(election.opens_at, election.closes_at, ZoneInfo(election.zone))}"
    return Task(
        title=title, state=state, word=word(), hint=hint, url=reverse("election_desk", args=[election.uuid])
    )


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new election from a template, in one short form."""
    actor, at = officer(request), clock.now()
    form = NewForm(posted(request), organisations=queries.organisations_for(actor.user, at=at))
    if request.method == "POST" and form.is_valid():
        try:
            election = usecases.create(
                actor=actor,
                organisation=form.cleaned_data["organisation"],
                template=Template(form.cleaned_data["template"]),
                title=form.cleaned_data["title"],
                zone_name=form.cleaned_data["zone"],
                opens_at=form.cleaned_data["opens_at"],
                closes_at=form.cleaned_data["closes_at"],
                at=at,
            )
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            return redirect("election_desk", election.uuid)
    return render(request, "election/new.html", {"form": form})


@gate(PANITIA, look=(PENGAMAT,))
@require_GET
def desk(request: HttpRequest, uuid: str) -> HttpResponse:
    """One election: what is missing, who must act, where."""
    election, at = queries.get(uuid), clock.now()
    phase = queries.phase(election, at)
    state, word = PHASES[phase]
    acts = may_act(request)
    items = neighbours.checklist(election, at) if phase is Phase.DRAFT else neighbours.panel(election, at)
    waiting = (
        queries.waiting_extension(election) if phase is Phase.OPEN or phase is Phase.SEALED_NOT_OPEN else None
    )
    context = {
        **frame(election),
        "may_act": acts,
        "phase": phase.value,
        "chip_state": state.value,
        "chip_word": word(),
        "tasks": [_task(item, acts=acts) for item in items],
        "left": sum(not item.done for item in items),
        "ready": phase is Phase.DRAFT and all(item.done for item in items),
        "facts": _facts(election),
        "waiting": waiting,
        "waits_for_me": waiting is not None and waiting.asked_by != officer(request).user.pk,
        "zone": election.zone,
        "extensions": [_event(one, election.zone) for one in queries.extensions(election) if not one.waits],
        "can_extend": phase in {Phase.OPEN, Phase.SEALED_NOT_OPEN} and waiting is None,
        "public": queries.is_public(election),
        "mocks": [_line(one, at) for one in queries.mocks_of(election)],
        "real": election.mock_of.uuid if election.mock_of else "",
        "cancelled_reason": election.cancelled_reason,
    }
    return render(request, "election/desk.html", context)


def _task(item: neighbours.Item, *, acts: bool = True) -> Task:
    """The item as a line of the list; who only looks gets links to what may be looked at."""
    hint = item.hint
    if item.who and not item.done:
        acting = _("Yang bertindak: %(who)s.") % {"who": item.who}
        hint = f"{item.hint} {acting}".strip()
    word = _("Menunggu") if item.state is State.CHECKING else ""  # for others, not for a check
    url = item.url if acts or may_look(item.url, role=PENGAMAT) else ""
    return Task(title=item.title, state=item.state, hint=hint, url=url, word=word)


def _facts(election: Election) -> list[SummaryRow]:
    zone = ZoneInfo(election.zone)
    times = (
        numbers.span(election.opens_at, election.closes_at, zone)
        if election.opens_at and election.closes_at
        else _("Belum diisi")
    )
    return [
        SummaryRow(key=_("Bentuk"), value=election.get_template_display()),
        SummaryRow(key=_("Dibuka"), value=times),
        SummaryRow(key=_("Kode pemilihan"), value=election.uuid),
    ]


def _event(one: queries.Extended, zone: str) -> Event:
    said = numbers.moment(one.closes_at, zone)
    title = _("Diundur menjadi %(until)s") if one.agreed else _("Tidak jadi diundur menjadi %(until)s")
    return Event(
        title=title % {"until": said},
        at=numbers.moment(one.answered_at or one.asked_at, zone),
        body=one.reason,
        state=State.DONE if one.agreed else State.LOCKED,
    )


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, uuid: str) -> HttpResponse:
    """Title, words and rules of a draft."""
    election, at = queries.get(uuid), clock.now()
    usecases.require_draft(election)
    names = ("title", "description", "voice", "revote", "second_factor", "group")
    form = RulesForm(posted(request), initial={name: getattr(election, name) for name in names})

    def act() -> None:
        chosen = usecases.Rules(**{name: form.cleaned_data[name] for name in names})
        usecases.change_rules(actor=officer(request), uuid=uuid, rules=chosen, at=at)

    return _form_page(request, election, form, act, "election/rules.html", _("Judul dan aturan disimpan."))


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def times(request: HttpRequest, uuid: str) -> HttpResponse:
    """When voting opens and closes, in one of Indonesia's three zones."""
    election, at = queries.get(uuid), clock.now()
    usecases.require_draft(election)
    initial = {"opens_at": election.opens_at, "closes_at": election.closes_at}
    form = TimesForm(posted(request), zone=election.zone, initial=initial)

    def act() -> None:
        usecases.set_times(
            actor=officer(request),
            uuid=uuid,
            zone_name=form.cleaned_data["zone"],
            opens_at=form.cleaned_data["opens_at"],
            closes_at=form.cleaned_data["closes_at"],
            at=at,
        )

    return _form_page(request, election, form, act, "election/times.html", _("Waktu disimpan."))


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def ask_extension(request: HttpRequest, uuid: str) -> HttpResponse:
    """Ask for a later closing; a second officer decides."""
    election, at = queries.get(uuid), clock.now()
    form = ExtensionForm(posted(request), zone=election.zone, initial={"closes_at": election.closes_at})

    def act() -> None:
        usecases.ask_extension(
            actor=officer(request),
            uuid=uuid,
            closes_at=form.cleaned_data["closes_at"],
            reason=form.cleaned_data["reason"],
            at=at,
        )

    said = _("Permintaan disimpan. Waktu tutup berubah setelah anggota panitia lain menyetujuinya.")
    return _form_page(request, election, form, act, "election/extension.html", said)


@gate(PANITIA)
@require_http_methods(["POST"])
def answer_extension(request: HttpRequest, uuid: str, extension: int) -> HttpResponse:
    """The second officer's answer (or the first one's withdrawal)."""
    actor, at = officer(request), clock.now()
    if request.POST.get("answer") == "agree":
        usecases.agree_extension(actor=actor, uuid=uuid, extension=extension, at=at)
        messages.success(request, _("Waktu tutup diundur. Semua orang dapat melihat alasannya."))
    else:
        usecases.reject_extension(actor=actor, uuid=uuid, extension=extension, at=at)
        messages.success(request, _("Waktu tutup tetap."))
    return redirect("election_desk", uuid)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def mock(request: HttpRequest, uuid: str) -> HttpResponse:
    """Make a mock election: the same set-up, invented voters, a watermark on every page."""
    election, at = queries.get(uuid), clock.now()
    soon = at.replace(second=0, microsecond=0) + timedelta(hours=1)
    initial = {"opens_at": soon, "closes_at": soon + timedelta(hours=2)}
    form = MockForm(posted(request), zone=election.zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.make_mock(
                actor=officer(request),
                uuid=uuid,
                opens_at=form.cleaned_data["opens_at"],
                closes_at=form.cleaned_data["closes_at"],
                at=at,
            )
        except LuberError as refusal:
            form.add_error(None, refusal.said(_))
        else:
            messages.success(request, _("Simulasi dibuat. Suaranya tidak dihitung."))
            return redirect("election_desk", made.uuid)
    return render(request, "election/mock.html", {**frame(election), "form": form})


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, uuid: str) -> HttpResponse:
    """Give up a draft."""
    election, at = queries.get(uuid), clock.now()
    usecases.require_draft(election)
    form = CancelForm(posted(request))

    def act() -> None:
        usecases.cancel(actor=officer(request), uuid=uuid, reason=form.cleaned_data["reason"], at=at)

    return _form_page(request, election, form, act, "election/cancel.html", _("Pemilihan ini dibatalkan."))


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, uuid: str) -> HttpResponse:
    """The last look at what will be fixed, and the act itself."""
    election, at = queries.get(uuid), clock.now()
    usecases.require_draft(election)
    items = neighbours.checklist(election, at)
    form = FreezeForm(posted(request))

    def act() -> None:
        usecases.freeze(actor=officer(request), uuid=uuid, at=at)

    extra = {
        "tasks": [_task(item) for item in items],
        "ready": all(item.done for item in items),
        "facts": _facts(election),
    }
    said = _("Pemilihan dibekukan. Kotak suara buka dan tutup sendiri menurut jamnya.")
    return _form_page(request, election, form, act, "election/freeze.html", said, extra)


def _form_page(
    request: HttpRequest,
    election: Election,
    form: django_forms.Form,
    act: Callable[[], None],
    template: str,
    said: str,
    extra: Mapping[str, object] | None = None,
) -> HttpResponse:
    """A form about this election, and the way back to its desk."""
    return form_page(
        request,
        form,
        act,
        template=template,
        context={**frame(election), **(extra or {})},
        said=said,
        then=reverse("election_desk", args=[election.uuid]),
    )
