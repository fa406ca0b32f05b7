"""The committee's pages of the ballot paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luber.election.template import Shape
from luber_server.election import queries as elections
from luber_server.election.frame import form_page, frame, posted
from luber_server.election.models import Election
from luber_server.people.gate import gate, officer
from luber_server.people.models import Office
from luber_server.ports import clock

from . import cards, photos, queries, usecases
from .forms import PairForm, PaslonQuestionForm, PlainQuestionForm
from .paper import Asked, Choice, photo_url
from .usecases.answers import PairWritten, Standing
from .usecases.questions import Wording

PANITIA = Office.Role.PANITIA


def page(election: Election) -> dict[str, object]:
    """The frame of a page of the paper, with the way back to the paper."""
    return {
        **frame(election),
        "back": reverse("ballot_paper", args=[election.uuid]),
        "draft": elections.is_draft(election),
    }


@gate(PANITIA)
@require_GET
def paper(request: HttpRequest, uuid: str) -> HttpResponse:
    """The whole paper as voters will see it, and what is missing."""
    election = elections.get(uuid)
    context = {
        **page(election),
        "back": reverse("election_desk", args=[uuid]),
        "questions": [cards.of(asked) for asked in queries.paper(election)],
        "missing": queries.missing(election),
    }
    return render(request, "ballot/paper.html", context)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def add_question(request: HttpRequest, uuid: str, kind: str) -> HttpResponse:
    """A further question: of pairs, or plain."""
    if kind not in {"paslon", "biasa"}:
        raise Http404
    election, paslon = elections.get(uuid), kind == "paslon"
    initial: dict[str, Any] = {"blank": True, "how": Shape.ONE.value}
    form = (PaslonQuestionForm if paslon else PlainQuestionForm)(posted(request), initial=initial)

    def act() -> None:
        actor, at = officer(request), clock.now()
        number = usecases.add_question(actor=actor, uuid=uuid, paslon=paslon, wording=_wording(form), at=at)
        _set_lines(form, actor=actor, uuid=uuid, question=number)

    return _form_page(request, election, form, act, "ballot/question.html", _("Pertanyaan ditambahkan."))


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, uuid: str, question: int) -> HttpResponse:
    """Word a question otherwise; of a plain one, its answers too."""
    election = elections.get(uuid)
    asked = _asked(election, question)
    initial = {
        "text": asked.text,
        "blank": asked.blank,
        "how": asked.shape.value,
        "least": asked.least,
        "most": asked.most,
        "lines": "\n".join(f"{c.text}; {c.detail}" if c.detail else c.text for c in asked.choices),
    }
    form = (PaslonQuestionForm if asked.paslon else PlainQuestionForm)(posted(request), initial=initial)

    def act() -> None:
        actor, at = officer(request), clock.now()
        usecases.change_question(actor=actor, uuid=uuid, question=question, wording=_wording(form), at=at)
        _set_lines(form, actor=actor, uuid=uuid, question=question)

    extra = {"asked": question, "alone": len(queries.paper(election)) == 1}
    return _form_page(request, election, form, act, "ballot/question.html", _("Pertanyaan disimpan."), extra)


def _asked(election: Election, pk: int) -> Asked:
    found = next((asked for asked in queries.paper(election) if asked.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _wording(form: django_forms.Form) -> Wording:
    cleaned = form.cleaned_data
    return Wording(
        text=cleaned["text"],
        shape=Shape(cleaned.get("how") or Shape.ONE.value),
        least=cleaned.get("least") or 0,
        most=cleaned.get("most") or 1,
        blank=cleaned["blank"],
    )


def _set_lines(form: django_forms.Form, *, actor: Any, uuid: str, question: int) -> None:
    if "lines" in form.cleaned_data and form.cleaned_data["how"] != Shape.YES_NO.value:
        usecases.set_answers(
            actor=actor, uuid=uuid, question=question, lines=form.cleaned_data["lines"], at=clock.now()
        )


@gate(PANITIA)
@require_POST
def remove_question(request: HttpRequest, uuid: str, question: int) -> HttpResponse:
    usecases.remove_question(actor=officer(request), uuid=uuid, question=question, at=clock.now())
    messages.success(request, _("Pertanyaan dihapus."))
    return redirect("ballot_paper", uuid)


@gate(PANITIA)
@require_POST
def move_question(request: HttpRequest, uuid: str, question: int) -> HttpResponse:
    up = request.POST.get("to") == "up"
    usecases.move_question(actor=officer(request), uuid=uuid, question=question, up=up, at=clock.now())
    return redirect("ballot_paper", uuid)


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def add_pair(request: HttpRequest, uuid: str, question: int) -> HttpResponse:
    """A further pair."""
    election = elections.get(uuid)
    asked = _asked(election, question)
    if not asked.paslon:
        raise Http404
    form = PairForm(posted(request), request.FILES or None)

    def act() -> None:
        usecases.add_pair(
            actor=officer(request), uuid=uuid, question=question, pair=_pair(form), at=clock.now()
        )

    extra = {"number": len(asked.choices) + 1}
    return _form_page(
        request, election, form, act, "ballot/pair.html", _("Pasangan calon ditambahkan."), extra
    )


@gate(PANITIA)
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, uuid: str, answer: int) -> HttpResponse:
    """Correct a pair."""
    election = elections.get(uuid)
    choice = _choice(election, answer)
    form = PairForm(posted(request), request.FILES or None, initial=_initial(choice))

    def act() -> None:
        usecases.change_pair(
            actor=officer(request), uuid=uuid, answer=answer, pair=_pair(form), at=clock.now()
        )

    extra = {
        "number": choice.number,
        "answer": answer,
        "photos": [
            {"url": photo_url(person.photo), "alt": _("Foto %(name)s") % {"name": person.name}}
            for person in choice.people
            if person.photo
        ],
    }
    return _form_page(request, election, form, act, "ballot/pair.html", _("Pasangan calon disimpan."), extra)


def _choice(election: Election, pk: int) -> Choice:
    for asked in queries.paper(election):
        for choice in asked.choices:
            if choice.pk == pk and asked.paslon:
                return choice
    raise Http404


def _initial(choice: Choice) -> dict[str, str]:
    initial = {
        "vision": choice.vision,
        "mission": "\n".join(choice.mission),
        "programme": "\n".join(choice.programme),
    }
    for place, person in zip(("chair", "deputy"), choice.people, strict=False):
        initial |= {f"{place}_name": person.name, f"{place}_detail": person.detail}
    return initial


def _pair(form: PairForm) -> PairWritten:
    cleaned = form.cleaned_data

    def standing(place: str) -> Standing:
        file = cleaned[f"{place}_photo"]
        photo = file.read(photos.LARGEST_BYTES + 1) if file else None
        return Standing(name=cleaned[f"{place}_name"], detail=cleaned[f"{place}_detail"], photo=photo)

    return PairWritten(
        chair=standing("chair"),
        deputy=standing("deputy"),
        vision=cleaned["vision"],
        mission=cleaned["mission"],
        programme=cleaned["programme"],
    )


@gate(PANITIA)
@require_POST
def remove_answer(request: HttpRequest, uuid: str, answer: int) -> HttpResponse:
    usecases.remove_answer(actor=officer(request), uuid=uuid, answer=answer, at=clock.now())
    messages.success(request, _("Pasangan calon dihapus. Nomor di belakangnya maju satu."))
    return redirect("ballot_paper", uuid)


@gate(PANITIA)
@require_POST
def move_answer(request: HttpRequest, uuid: str, answer: int) -> HttpResponse:
    up = request.POST.get("to") == "up"
    usecases.move_answer(actor=officer(request), uuid=uuid, answer=answer, up=up, at=clock.now())
    return redirect("ballot_paper", uuid)


def _form_page(
    request: HttpRequest,
    election: Election,
    form: django_forms.Form,
    act: Callable[[], None],
    template: str,
    said: str,
    extra: Mapping[str, object] | None = None,
) -> HttpResponse:
    """A form about this election, and the way back to its paper."""
    return form_page(
        request,
        form,
        act,
        template=template,
        context={**page(election), **(extra or {})},
        said=said,
        then=reverse("ballot_paper", args=[election.uuid]),
    )
