"""What people knows, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from luber.errors import Refused
from luber.errors import gettext_noop as _

from . import offices, tokens
from .models import Denial, Invitation, Office, Organisation, User


@dataclass(frozen=True, slots=True)
class Member:
    """An office of an organisation, as its committee sees it."""

    office_id: int
    name: str
    username: str
    role: str
    granted_at: datetime
    ended_at: datetime | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    invitation_id: int
    note: str
    role: str
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """An office that a person holds now."""

    office_id: int
    role: str
    scope: str
    organisation_id: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that the gate refused."""

    who: str
    url_name: str
    method: str
    reason: str
    denied_at: datetime


def organisations_of(*, user: User, role: Office.Role, at: datetime) -> tuple[Organisation, ...]:
    """The organisations that the user's offices of this role cover, by name."""
    held = tuple(offices.in_force(at=at).filter(user=user, role=role))
    if not held or not user.is_active:
        return ()
    rows = Organisation.objects.order_by("name", "pk")
    return tuple(row for row in rows if any(offices.covers(office, row) for office in held))


def committee_size(*, organisation: Organisation, at: datetime) -> int:
    """How many persons sit in the committee now: acts of two need at least two."""
    found = offices.in_force(at=at).filter(
        role=Office.Role.PANITIA, organisation=organisation, user__is_active=True
    )
    return found.values("user").distinct().count()


def members(*, organisation: Organisation, me: User) -> tuple[Member, ...]:
    """Every office of the organisation, those in force first, then the ended ones."""
    rows = (
        Office.objects.filter(organisation=organisation).select_related("user").order_by("granted_at", "pk")
    )
    shown = [
        Member(
            office_id=row.pk,
            name=str(row.user),
            username=row.user.username,
            role=row.role,
            granted_at=row.granted_at,
            ended_at=row.ended_at,
            is_me=row.user_id == me.pk,
        )
        for row in rows
    ]
    return tuple(sorted(shown, key=lambda member: member.ended_at is not None))


def open_invitations(*, organisation: Organisation, at: datetime) -> tuple[OpenInvitation, ...]:
    rows = Invitation.objects.filter(
        organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    ).select_related("invited_by")
    return tuple(
        OpenInvitation(
            invitation_id=row.pk,
            note=row.note,
            role=row.role,
            invited_by=str(row.invited_by),
            expires_at=row.expires_at,
        )
        for row in rows.order_by("expires_at", "pk")
    )


def invitation(*, token: str, at: datetime, lock: bool = False) -> Invitation:
    """The invitation of this link, still good. Raises `Refused` with the reason where it is not.

    `lock` holds the row until the end of the transaction.
    """
    rows = Invitation.objects.select_related("organisation", "invited_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(token_hash=tokens.hashed(token)).first()
    if found is None:
        raise Refused(
            _("Tautan undangan ini tidak dikenal. Periksa apakah tersalin utuh."), code="people.no_invitation"
        )
    if found.accepted_at is not None:
        raise Refused(
            _("Undangan ini sudah dipakai. Satu tautan hanya untuk satu orang."),
            code="people.invitation_used",
        )
    if found.withdrawn_at is not None or found.expires_at <= at:
        raise Refused(
            _("Undangan ini tidak berlaku lagi. Minta tautan baru kepada yang mengundang."),
            code="people.invitation_old",
        )
    return found


def held_by(*, user: User, at: datetime) -> tuple[Held, ...]:
    """The offices of a person, oldest first."""
    return tuple(
        Held(
            office_id=row.pk,
            role=row.role,
            scope=str(row.organisation or row.wilayah),
            organisation_id=row.organisation_id,
            granted_at=row.granted_at,
        )
        for row in offices.in_force(at=at).filter(user=user).order_by("granted_at", "pk")
    )


def recent_denials(*, at: datetime, days: int = 30, limit: int = 200) -> tuple[Refusal, ...]:
    rows = Denial.objects.filter(denied_at__gt=at - timedelta(days=days)).select_related("user")
    return tuple(
        Refusal(
            who=str(row.user or ""),
            url_name=row.url_name,
            method=row.method,
            reason=row.reason,
            denied_at=row.denied_at,
        )
        for row in rows.order_by("-denied_at", "-pk")[:limit]
    )
