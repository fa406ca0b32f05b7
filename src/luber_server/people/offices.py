"""Who acts: an officer is a person in one office, and an office covers what its scope covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from luber.errors import Refused
from luber.errors import gettext_noop as _

from .models import Office, Organisation, User


@dataclass(frozen=True, slots=True)
class Officer:
    """A person and the office in which they act. `office` is None for an account that holds none here."""

    user: User
    office: Office | None

    @property
    def public_id(self) -> str:
        """How the public log names the actor: the office, never the person. `panitia.12`, `account` without
        office."""
        return f"{self.office.role}.{self.office.pk}" if self.office else "account"

    def __str__(self) -> str:
        return str(self.user)


class NotYours(Refused):
    """The actor holds no office that allows this here."""

    status = 403  # as a page answers it

    def __init__(self) -> None:
        super().__init__(
            _("Jabatan Anda tidak mencakup tindakan ini. Minta panitia yang berwenang melakukannya."),
            code="people.not_yours",
        )

    def __reduce__(self) -> tuple[object, ...]:
        return NotYours, ()


def in_force(*, at: datetime) -> QuerySet[Office]:
    """Offices granted and not ended at this moment."""
    return Office.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at), granted_at__lte=at
    ).select_related("organisation", "user")


def covers(office: Office, organisation: Organisation) -> bool:
    """Whether the scope of the office reaches this organisation."""
    if office.organisation_id is not None:
        return office.organisation_id == organisation.pk
    if office.wilayah:
        return organisation.wilayah.startswith(office.wilayah)
    return office.role == Office.Role.OPERATOR


def find(
    *, user: User, roles: frozenset[Office.Role], organisation: Organisation | None, at: datetime
) -> Office | None:
    """The first office in force of these roles that covers the organisation; with None, any office of these
    roles.

    An account that was switched off holds none.
    """
    if not user.is_active:
        return None
    for office in in_force(at=at).filter(user=user, role__in=roles).order_by("pk"):
        if organisation is None or covers(office, organisation):
            return office
    return None


def require(actor: Officer, *roles: Office.Role, organisation: Organisation, at: datetime) -> Office:
    """The actor's office of one of these roles over this organisation. Raises `NotYours` where there is none.

    Asked again in each use case, in its own transaction: what the gate saw may have ended since.
    """
    office = find(user=actor.user, roles=frozenset(roles), organisation=organisation, at=at)
    if office is None:
        raise NotYours
    return office


def runs_server(user: User, *, at: datetime) -> bool:
    """Whether the user is an operator of the whole server now."""
    held = in_force(at=at).filter(user=user, role=Office.Role.OPERATOR, organisation=None, wilayah="")
    return user.is_active and held.exists()
