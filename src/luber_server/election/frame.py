"""The frame of every page of one election: its lines in the header, the watermark of a mock, the way back
to the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from luber.errors import LuberError
from luber_server.desk.parts import Text

from .models import Election


def place(election: Election) -> Sequence[Text]:
    """The two lines in the page's header."""
    return (election.title, str(election.organisation))


def frame(election: Election) -> dict[str, object]:
    """What every page of one election hands to the frame."""
    return {
        "election": {"uuid": election.uuid, "title": election.title, "mock": election.mock},
        "place": place(election),
        "mock": election.mock,
        "back": reverse("election_desk", args=[election.uuid]),
    }


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, None where it is only shown: an empty form that was sent is still a sent form."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], None],
    *,
    template: str,
    context: Mapping[str, object],
    said: str,
    then: str,
) -> HttpResponse:
    """Show a form; on POST act, say so and go to `then`, or show the form again with what the rules say."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except LuberError as refusal:
            form.add_error(None, refusal.said(gettext))
        else:
            messages.success(request, said)
            return redirect(then)
    return render(request, template, {**context, "form": form})
