"""Pages of the frame: the language switch, and `/rupa/`, which shows every component in every state."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import i18n
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from luber_server.people.gate import Pass, gate

from . import sample

# A foreign page may at worst change the language; in return, pages for everyone need no cookie and no token.
set_language = gate(Pass.EVERYONE)(csrf_exempt(i18n.set_language))


@gate(Pass.EVERYONE)
@require_safe
def rupa(request: HttpRequest) -> HttpResponse:
    wrong = sample.SampleForm(sample.WRONG_INPUT)
    context = {
        "place": sample.place(),
        "mock": "percobaan" in request.GET,
        "steps": sample.steps(),
        "tasks": sample.tasks(),
        "summary": sample.summary(),
        "pairs": sample.pairs(),
        "answers": sample.answers(),
        "empty_box": sample.empty_box(),
        "bars": sample.bars(),
        "chosen": sample.chosen(),
        "table": sample.table(),
        "events": sample.events(),
        "fresh": sample.SampleForm(initial=sample.INITIAL, prefix="baru"),
        "wrong": wrong,
        "states": sample.STATES,
        "icons": sample.ICONS,
        "fingerprint": sample.FINGERPRINT,
        "tracker": sample.TRACKER,
        "opens": sample.OPENS,
        "closes": sample.CLOSES,
        "page_obj": Paginator(range(1, 251), 10).get_page(request.GET.get("page", 7)),
    }
    return render(request, "desk/rupa.html", context)


@gate(Pass.EVERYONE)
@require_safe
def rupa_print(request: HttpRequest) -> HttpResponse:
    context = {
        "cards": range(1, 11),
        "card_address": sample.CARD_ADDRESS,
        "tracker": sample.TRACKER,
        "place": sample.place(),
        "table": sample.table(),
    }
    return render(request, "desk/rupa_print.html", context)


@gate(Pass.EVERYONE)
@require_safe
def rupa_projector(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/rupa_projector.html", {"place": sample.place()})
