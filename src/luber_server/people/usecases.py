"""What people decides, one function an act: accounts, organisations, offices and the invitations to them.

Every act that gives or takes an office leaves a leaf in the public log. The leaf names the office and the
organisation, never the person.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber.translog.act import Json
from luber_server.trail import usecases as trail

from . import offices, queries, tokens
from .models import NPSN, WILAYAH, Invitation, Office, Organisation, User
from .offices import Officer
from .readings import log_reading

__all__ = [
    "accept_invitation",
    "create_account",
    "create_organisation",
    "end_office",
    "found_organisation",
    "grant_office",
    "invite",
    "log_reading",
    "tell_account",
    "withdraw_invitation",
]

INVITATION_LASTS = timedelta(days=7)
Role = Office.Role


@transaction.atomic
def create_account(
    *, username: str, display_name: str, email: str = "", password: str | None = None, at: datetime
) -> User:
    """An account without any office. With `password=None` nobody can sign in until one is set.

    Raises `Refused` where the name is taken.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(
            _("Nama pengguna %(name)s sudah dipakai. Pilih yang lain."),
            code="people.username_taken",
            facts={"name": username},
        )
    user = User(username=username, display_name=display_name, email=email)
    user.password = make_password(password)
    user.save()
    tell_account(user=user, at=at)
    return user


def tell_account(*, user: User, at: datetime) -> None:
    """The leaf of a new account: that there is one more, not whose."""
    trail.record(actor="account", act="people.account.created", subject=f"account.{user.pk}", at=at)


@transaction.atomic
def found_organisation(
    *,
    founder: User,
    name: str,
    kind: Organisation.Kind = Organisation.Kind.SCHOOL,
    npsn: str = "",
    wilayah: str = "",
    zone: str = "Asia/Jakarta",
    at: datetime,
) -> Office:
    """A new organisation, and its founder as the first member of its committee; returns that office."""
    organisation = _organisation(name=name, kind=kind, npsn=npsn, wilayah=wilayah, zone=zone)
    office = _grant(user=founder, role=Role.PANITIA, organisation=organisation, at=at)
    actor = Officer(founder, office)
    _tell_organisation(actor, organisation, at)
    _tell_office(actor, "people.office.granted", office, at)
    return office


@transaction.atomic
def create_organisation(
    *,
    actor: Officer,
    name: str,
    kind: Organisation.Kind = Organisation.Kind.SCHOOL,
    npsn: str = "",
    wilayah: str = "",
    zone: str = "Asia/Jakarta",
    at: datetime,
) -> Organisation:
    """A new organisation without a committee: the operator then invites its first member. Operators only."""
    _require_operator(actor, at)
    organisation = _organisation(name=name, kind=kind, npsn=npsn, wilayah=wilayah, zone=zone)
    _tell_organisation(actor, organisation, at)
    return organisation


@transaction.atomic
def grant_office(
    *,
    actor: Officer | None,
    user: User,
    role: Office.Role,
    organisation: Organisation | None = None,
    wilayah: str = "",
    at: datetime,
) -> Office:
    """Give an office. Operators only; `actor=None` is who sits at the server itself (the first operator).

    Raises `Refused` where the person holds it already, `Malformed` for an office without a scope.
    """
    if actor is not None:
        _require_operator(actor, at)
    if wilayah:
        _check(WILAYAH, wilayah)
    if (organisation is not None and wilayah) or (
        role != Role.OPERATOR and organisation is None and not wilayah
    ):
        raise Malformed(
            _("Sebuah jabatan berlaku untuk satu organisasi atau satu wilayah."), code="people.office_scope"
        )
    office = _grant(user=user, role=role, organisation=organisation, wilayah=wilayah, at=at)
    _tell_office(actor or Officer(user, office), "people.office.granted", office, at)
    return office


@transaction.atomic
def end_office(*, actor: Officer, office_id: int, at: datetime) -> None:
    """End an office: by the committee of the same organisation, or an operator.

    Raises `Refused` for the last member of a committee: an organisation is not left to nobody.
    """
    office = _locked_office(office_id)
    if office.organisation is None:
        _require_operator(actor, at)
    else:
        # All offices of the organisation are locked, so two members cannot end one another at once.
        list(Office.objects.select_for_update().filter(organisation=office.organisation).values_list("pk"))
        office.refresh_from_db()
        offices.require(actor, Role.PANITIA, Role.OPERATOR, organisation=office.organisation, at=at)
    if office.ended_at is not None:
        raise Refused(_("Jabatan ini sudah berakhir."), code="people.office_ended")
    if office.role == Role.PANITIA and office.organisation is not None:
        members = offices.in_force(at=at).filter(role=Role.PANITIA, organisation=office.organisation)
        if not members.exclude(pk=office.pk).exists():
            raise Refused(
                _("Ini anggota panitia terakhir. Undang penggantinya dulu, baru akhiri jabatan ini."),
                code="people.last_member",
            )
    office.ended_at = at
    office.save(update_fields=["ended_at"])
    _tell_office(actor, "people.office.ended", office, at)


@transaction.atomic
def invite(
    *, actor: Officer, organisation: Organisation, role: Office.Role, note: str = "", at: datetime
) -> str:
    """A link's token by which one other person takes an office of this organisation within seven days.

    The committee invites to its own organisation, an operator anywhere. The token is given out once; we keep
    its hash.
    """
    offices.require(actor, Role.PANITIA, Role.OPERATOR, organisation=organisation, at=at)
    if role == Role.OPERATOR:
        raise Refused(
            _("Pengelola server diangkat di server itu sendiri."), code="people.operator_by_invitation"
        )
    token = tokens.fresh()
    invitation = Invitation.objects.create(
        token_hash=tokens.hashed(token),
        role=role,
        organisation=organisation,
        note=note.strip(),
        invited_by=actor.user,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    trail.record(
        actor=actor,
        act="people.invitation.made",
        subject=f"invitation.{invitation.pk}",
        at=at,
        data={"role": str(role), "organisation": organisation.pk},
    )
    return token


@transaction.atomic
def accept_invitation(*, user: User, token: str, at: datetime) -> Office:
    """Take the office that the link offers. Raises `Refused` where it was used, withdrawn, is too old or
    one's own."""
    invitation = queries.invitation(token=token, at=at, lock=True)
    if invitation.invited_by == user:
        raise Refused(
            _("Undangan ini Anda buat sendiri. Kirim tautannya kepada orang lain."),
            code="people.own_invitation",
        )
    office = _grant(user=user, role=Role(invitation.role), organisation=invitation.organisation, at=at)
    invitation.accepted_by, invitation.accepted_at = user, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    _tell_office(Officer(user, office), "people.office.granted", office, at)
    return office


@transaction.atomic
def withdraw_invitation(*, actor: Officer, invitation_id: int, at: datetime) -> None:
    """Make a link worthless that was not used yet."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None:
        raise Refused(_("Undangan ini tidak ada."), code="people.no_invitation")
    offices.require(actor, Role.PANITIA, Role.OPERATOR, organisation=invitation.organisation, at=at)
    if invitation.accepted_at is not None:
        raise Refused(
            _("Undangan ini sudah dipakai. Akhiri jabatannya kalau memang perlu."),
            code="people.invitation_used",
        )
    invitation.withdrawn_at = invitation.withdrawn_at or at
    invitation.save(update_fields=["withdrawn_at"])
    trail.record(actor=actor, act="people.invitation.withdrawn", subject=f"invitation.{invitation.pk}", at=at)


def _organisation(*, name: str, kind: Organisation.Kind, npsn: str, wilayah: str, zone: str) -> Organisation:
    name = " ".join(name.split())
    if not name:
        raise Malformed(_("Tulis nama organisasinya."), code="people.organisation_name")
    if npsn:
        _check(NPSN, npsn)
    if wilayah:
        _check(WILAYAH, wilayah)
    return Organisation.objects.create(name=name, kind=kind, npsn=npsn, wilayah=wilayah, zone=zone)


def _grant(
    *, user: User, role: Office.Role, organisation: Organisation | None, wilayah: str = "", at: datetime
) -> Office:
    User.objects.select_for_update().get(pk=user.pk)
    held = offices.in_force(at=at).filter(user=user, role=role, organisation=organisation, wilayah=wilayah)
    if held.exists():
        raise Refused(_("Jabatan ini sudah dipegang akun tersebut."), code="people.office_held")
    return Office.objects.create(
        user=user, role=role, organisation=organisation, wilayah=wilayah, granted_at=at
    )


def _locked_office(office_id: int) -> Office:
    office = (
        Office.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=office_id)
        .first()
    )
    if office is None:
        raise Refused(_("Jabatan ini tidak ada."), code="people.no_office")
    return office


def _require_operator(actor: Officer, at: datetime) -> None:
    if not offices.runs_server(actor.user, at=at):
        raise offices.NotYours


def _check(rule: object, value: str) -> None:
    try:
        rule(value)  # type: ignore[operator]
    except ValidationError as error:
        raise Malformed(str(error.message), code="people.form") from None


def _tell_organisation(actor: Officer, organisation: Organisation, at: datetime) -> None:
    trail.record(
        actor=actor,
        act="people.organisation.created",
        subject=f"organisation.{organisation.pk}",
        at=at,
        data={"called": organisation.name, "kind": organisation.kind, "npsn": organisation.npsn},
    )


def _tell_office(actor: Officer, act: str, office: Office, at: datetime) -> None:
    data: dict[str, Json] = {"role": office.role}
    if office.organisation_id is not None:
        data["organisation"] = office.organisation_id
    if office.wilayah:
        data["wilayah"] = _dotted(office.wilayah)
    trail.record(actor=actor, act=act, subject=f"office.{office.pk}", at=at, data=data)


def _dotted(wilayah: str) -> str:
    """A place's code as the ministry prints it, 99.71.01.1001: ten digits in a row would look like a
    person's number."""
    return ".".join(part for part in (wilayah[:2], wilayah[2:4], wilayah[4:6], wilayah[6:]) if part)
