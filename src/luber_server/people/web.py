"""Pages of accounts and offices: my account, the readings, the committee of an organisation, the server's
operator."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luber.errors import LuberError
from luber_server.ports import clock

from . import offices, queries, usecases
from .adapters import INVITATION
from .forms import InvitationForm, OrganisationForm
from .gate import Pass, gate, officer
from .models import Office, Organisation, User
from .readings import readings_for

Role = Office.Role
FRESH_LINK = "luber.people.fresh_link"  # session key: a link just made, shown once


@gate(Pass.ACCOUNT)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """My account: who I am here, which offices I hold, how I sign in."""
    user, at = officer(request).user, clock.now()
    held = [
        {
            "role": Role(one.role).label,
            "scope": one.scope or _("Seluruh server"),
            "since": one.granted_at,
            "members_url": reverse("people_members", args=[one.organisation_id])
            if one.role == Role.PANITIA and one.organisation_id
            else "",
        }
        for one in queries.held_by(user=user, at=at)
    ]
    operator = offices.runs_server(user, at=at)
    return render(request, "people/account.html", {"me": user, "held": held, "operator": operator})


@gate(Pass.ACCOUNT)
@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """Which personal data were read in plain where I hold an office, by whom and what for."""
    found = readings_for(user=officer(request).user, at=clock.now())
    return render(request, "people/readings.html", {"readings": found})


@gate(Role.PANITIA, Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, organisation: int) -> HttpResponse:
    """The committee of an organisation; POST makes an invitation whose link is shown once."""
    actor, at = officer(request), clock.now()
    place = get_object_or_404(Organisation, pk=organisation)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = usecases.invite(
            actor=actor,
            organisation=place,
            role=Role(form.cleaned_data["role"]),
            note=form.cleaned_data["note"],
            at=at,
        )
        request.session[FRESH_LINK] = settings.BASE_URL + reverse("people_invitation", args=[token])
        return HttpResponseRedirect(reverse("people_members", args=[organisation]))
    known = queries.members(organisation=place, me=actor.user)
    return render(
        request,
        "people/members.html",
        {
            "organisation": {"pk": place.pk, "name": place.name},
            "place": (place.name,),
            "now": [(one, Role(one.role).label) for one in known if one.ended_at is None],
            "earlier": [(one, Role(one.role).label) for one in known if one.ended_at is not None],
            "invitations": [
                (one, Role(one.role).label) for one in queries.open_invitations(organisation=place, at=at)
            ],
            "alone": queries.committee_size(organisation=place, at=at) < 2,  # acts of two persons need two
            "fresh_link": request.session.pop(FRESH_LINK, ""),
            "form": form,
        },
        status=400 if form.errors else 200,
    )


@gate(Role.PANITIA, Role.OPERATOR)
@require_POST
def withdraw(request: HttpRequest, organisation: int, invitation: int) -> HttpResponse:
    usecases.withdraw_invitation(actor=officer(request), invitation_id=invitation, at=clock.now())
    messages.success(request, _("Undangan ditarik. Tautannya tidak dapat dipakai lagi."))
    return HttpResponseRedirect(reverse("people_members", args=[organisation]))


@gate(Role.PANITIA, Role.OPERATOR)
@require_POST
def end(request: HttpRequest, organisation: int, office: int) -> HttpResponse:
    actor = officer(request)
    usecases.end_office(actor=actor, office_id=office, at=clock.now())
    messages.success(
        request, _("Jabatan diakhiri. Akunnya tetap ada, tetapi tidak lagi mencakup organisasi ini.")
    )
    still = offices.find(
        user=actor.user,
        roles=frozenset({Role.PANITIA, Role.OPERATOR}),
        organisation=get_object_or_404(Organisation, pk=organisation),
        at=clock.now(),
    )
    return HttpResponseRedirect(
        reverse("people_members", args=[organisation]) if still else reverse("people_account")
    )


@gate(Pass.EVERYONE)
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation's link: read what it offers, then take it with the account one has or makes."""
    at = clock.now()
    try:
        offered = queries.invitation(token=token, at=at)
        if request.method == "POST" and isinstance(request.user, User):
            office = usecases.accept_invitation(user=request.user, token=token, at=at)
            request.session.pop(INVITATION, None)
            messages.success(
                request, _("Anda sekarang %(role)s.") % {"role": Role(office.role).label.lower()}
            )
            return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    except LuberError as error:
        return render(request, "people/invitation_refused.html", {"said": error.said(_)}, status=409)
    if not request.user.is_authenticated:
        request.session[INVITATION] = token
    return render(
        request,
        "people/invitation.html",
        {
            "organisation": offered.organisation.name,
            "role": Role(offered.role).label,
            "invited_by": str(offered.invited_by),
            "expires_at": offered.expires_at,
            "here": request.path,
        },
    )


@gate(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def operator(request: HttpRequest) -> HttpResponse:
    """The operator's page: organisations, a new one, and what the gate refused lately."""
    actor, at = officer(request), clock.now()
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = usecases.create_organisation(actor=actor, at=at, **form.values())
        messages.success(request, _("%(name)s terdaftar. Undang panitianya.") % {"name": made.name})
        return HttpResponseRedirect(reverse("people_members", args=[made.pk]))
    covered = queries.organisations_of(user=actor.user, role=Role.OPERATOR, at=at)
    return render(
        request,
        "people/operator.html",
        {
            "organisations": [
                (
                    one.name,
                    reverse("people_members", args=[one.pk]),
                    queries.committee_size(organisation=one, at=at),
                )
                for one in covered
            ],
            "denials": queries.recent_denials(at=at),
            "form": form,
        },
        status=400 if form.errors else 200,
    )
