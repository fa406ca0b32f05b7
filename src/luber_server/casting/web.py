"""The doors of the box: the booth's page, the cast, and the second factor.

The cast carries its own authority, a signature by the card's key, and nothing ambient: no cookie is read,
none is set, so there is nothing that another site could make a browser abuse, and it needs no CSRF token.
Nothing about a request is kept: not its address, not its time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeAlias

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from luber.casting.ballot import LARGEST_BALLOT_BYTES
from luber.errors import LuberError, Malformed, Unverified, gettext_noop
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.people.gate import Pass, gate
from luber_server.ports import clock, entropy, limits

from . import entry, journal, permits, usecases

LARGEST_PERMIT_BYTES = 4096
A_MINUTE = timedelta(minutes=1)
FAULTY = 10  # of the casts one address may send in a minute, one in so many may be faulty
CODES = 5  # codes asked for with one contact in ten minutes
PERMITS = 10  # of the casts one address may send in a minute, one in so many may be about permits

Json: TypeAlias = dict[str, Any]


class TooLarge(Malformed):
    """More bytes than anything that belongs here."""


def plain_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a refusal as {"code","message"}, in the reader's language, with the status that fits."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except elections.NotFound:
            said = _("Pemilihan ini tidak ada. Periksa alamatnya.")
            return JsonResponse({"code": "election.none", "message": said}, status=404)
        except LuberError as error:
            answer = JsonResponse({"code": error.code, "message": error.said(_)}, status=_status(error))
            retry_after = getattr(error, "retry_after", None)
            if retry_after is not None:
                answer["Retry-After"] = str(retry_after)
            return answer

    return answered


def _status(error: LuberError) -> int:
    match error:
        case TooLarge():
            return 413
        case limits.TooMany():
            return 429
        case journal.Busy():
            return 503
        case Malformed():
            return 400
        case Unverified():
            return 422
        case _:
            return 409


@require_POST
@csrf_exempt
@gate(Pass.EVERYONE)
@plain_words
def cast(request: HttpRequest, *, uuid: str) -> HttpResponse:
    """POST the exact bytes of a ballot: 201 with the receipt, 200 with the same one for the same bytes
    again.
    """
    at = clock.now()
    spend(request, what="casting.cast", share=1)
    raw = body(request, largest=LARGEST_BALLOT_BYTES)
    try:
        receipt = usecases.cast(
            election_uuid=uuid, raw=raw, permit=request.headers.get("X-Luber-Izin"), at=at
        )
    except (Malformed, Unverified):
        # A school's phones share one address: who sends rubbish is told to wait, good ballots go on.
        spend(request, what="casting.faulty", share=FAULTY)
        raise
    answer: Json = {"tracker": receipt.tracker, "words": list(receipt.words), "seq": receipt.seq}
    return JsonResponse(answer, status=201 if receipt.new else 200)


@require_POST
@gate(Pass.EVERYONE)
@plain_words
def permit(request: HttpRequest, *, uuid: str) -> HttpResponse:
    """The second factor in two steps: ask for a code, then bring it back with a blinded element."""
    at = clock.now()
    spend(request, what="casting.permit", share=PERMITS)
    asked = _asked(request)
    election = elections.get(uuid)
    contact = _text(asked, "contact")
    if asked.get("step") == "request":
        limits.spend(
            what="casting.code",
            who=f"{uuid}|{contact.casefold()}",
            allowed=CODES,
            per=permits.LIVES,
            at=at,
            shared=False,
        )
        sent_to = permits.request(election=election, contact=contact, entropy=entropy.system, at=at)
        return JsonResponse({"sent_to": sent_to})
    if asked.get("step") == "redeem":
        found = permits.redeem(
            election=election,
            contact=contact,
            code=_text(asked, "code"),
            blinded=_text(asked, "blinded"),
            entropy=entropy.system,
            at=at,
        )
        return JsonResponse({"evaluated": found.evaluated, "proof": found.proof.to_json(), "key": found.key})
    raise _not_of_the_form()


@require_GET
@gate(Pass.EVERYONE)
def which(request: HttpRequest) -> HttpResponse:
    """/pilih/: for who comes without the card's address: the elections open now, and where the code is."""
    at = clock.now()
    if uuid := request.GET.get("p", "").strip():
        try:
            return redirect("casting:booth", uuid=elections.get(uuid).uuid)
        except elections.NotFound:
            pass
    return render(
        request,
        "casting/which.html",
        {
            "open": [one for one in elections.public_elections() if elections.is_open(one, at)],
            "unknown": bool(uuid),
        },
    )


@require_GET
@never_cache
@ensure_csrf_cookie
@gate(Pass.EVERYONE)
def booth(request: HttpRequest, *, uuid: str) -> HttpResponse:
    """/pilih/<uuid>/: the shell in which the booth's script draws itself."""
    try:
        election = elections.get(uuid)
    except elections.NotFound as error:
        raise Http404 from error
    if not elections.is_public(election):
        raise Http404
    return render(
        request,
        "casting/booth.html",
        {
            "election": election,
            "place": (election.title, election.organisation.name),
            "mock": election.mock,
            "booth": booth_data(election),
        },
    )


def booth_data(election: Election) -> Json:
    """What the booth's script knows from the start (docs/spec/formats/booth.md)."""
    uuid = election.uuid
    return {
        "uuid": uuid,
        "title": election.title,
        "organisation": election.organisation.name,
        "voice": election.voice,
        "mock": election.mock,
        "state": _state(election),
        "opens": election.opens_at.isoformat() if election.opens_at else None,
        "closes": election.closes_at.isoformat() if election.closes_at else None,
        "zone": election.zone,
        "electionUrl": reverse("portal:election_json", kwargs={"uuid": uuid}),
        "credentialsUrl": reverse("portal:public_creds_json", kwargs={"uuid": uuid}),
        "presentationUrl": f"/e/{uuid}/presentation.json",
        "castUrl": reverse("casting:cast", kwargs={"uuid": uuid}),
        "boxUrl": reverse("portal:box", kwargs={"uuid": uuid}),
        "pageUrl": reverse("portal:election", kwargs={"uuid": uuid}),
        "revote": election.revote,
        "secondFactor": election.second_factor or None,
        "permitUrl": reverse("casting:permit", kwargs={"uuid": uuid}),
        "workerUrl": static("luber/js/booth-worker.js"),
    }


def _state(election: Election) -> str:
    shut = entry.why_not_open(election, at=clock.now())
    if shut is None:
        return "open"
    return "not_yet" if shut.code == "casting.not_open" else "closed"


def spend(request: HttpRequest, *, what: str, share: int) -> None:
    """Count one request of this address, in this process alone: nothing about it reaches the disk.

    An address may send CASTING_RATE casts a minute; `share` divides that for what should be rarer.
    """
    limits.spend(
        what=what,
        who=request.META.get("REMOTE_ADDR", ""),
        allowed=max(1, settings.CASTING_RATE // share),
        per=A_MINUTE,
        at=clock.now(),
        shared=False,
    )


def body(request: HttpRequest, *, largest: int) -> bytes:
    """The exact bytes received. Raises `TooLarge` without reading the rest."""
    declared = request.META.get("CONTENT_LENGTH") or ""
    if declared.isdigit() and int(declared) > largest:
        raise _too_large()
    raw = request.read(largest + 1)
    if len(raw) > largest:
        raise _too_large()
    return raw


def _asked(request: HttpRequest) -> Json:
    try:
        asked = json.loads(body(request, largest=LARGEST_PERMIT_BYTES))
    except (ValueError, RecursionError) as error:
        raise _not_of_the_form() from error
    if not isinstance(asked, dict):
        raise _not_of_the_form()
    return asked


def _text(asked: Json, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 320:
        raise _not_of_the_form()
    return value


def _not_of_the_form() -> Malformed:
    return Malformed(
        gettext_noop("Permintaan izin ini tidak utuh. Muat ulang halaman, lalu coba lagi."),
        code="casting.permit_form",
    )


def _too_large() -> TooLarge:
    return TooLarge(
        gettext_noop("Kiriman ini terlalu besar untuk sebuah surat suara, jadi tidak diterima."),
        code="casting.too_large",
    )
