"""Inviting by link: shown to the committee once, sent by mail where there is an address, good until the next
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from luber.errors import Malformed
from luber.errors import gettext_noop as _
from luber_server.election.models import Election
from luber_server.ports import gateway, sealing
from luber_server.ports.messages import Channel, Message

from . import tokens
from .models import Invited

PURPOSE = "ceremony.mail"
TRUSTEE_PAGE = "/kunci/"
AUTHORITY_PAGE = "/kredensial/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is to be invited: name and office as the berita acara will print them, and an address or none."""

    name: str
    mail: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 120:
            raise Malformed(
                _("Tulis nama dan jabatan orang yang diundang (paling panjang 120 huruf)."),
                code="invitation.name",
            )
        if self.mail:
            try:
                validate_email(self.mail)
            except ValidationError:
                raise Malformed(
                    _(
                        "“%(mail)s” bukan alamat surel. Perbaiki,"
                        " atau kosongkan dan serahkan tautannya sendiri."
                    ),
                    code="invitation.mail",
                    facts={"mail": self.mail[:80]},
                ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A fresh link. It exists in this answer and in the mail, nowhere else; `repr` does not show it."""

    name: str
    link: str
    mailed_to: str  # empty where no mail was sent

    def __repr__(self) -> str:
        return f"Invitation({self.name!r}, …)"


def address(row: Invited, *, election: Election) -> str:
    """The mail address of someone invited, empty where there is none."""
    return sealing.open(bytes(row.mail), purpose=PURPOSE, election=election.uuid) if row.mail else ""


def issue(
    row: Invited, *, person: Person, election: Election, page: str, task: str, at: datetime
) -> Invitation:
    """Give `row` a new token (the old link is void from now) and mail it. The caller saves the row."""
    token = tokens.new()
    row.name = person.name.strip()
    row.mail = sealing.seal(person.mail, purpose=PURPOSE, election=election.uuid) if person.mail else b""
    row.token_hash = tokens.digest(token)
    row.invited_at = at
    row.seen_at = None
    link = tokens.link(page=page, token=token)
    if person.mail:
        gateway.send_after_commit(_message(person, election=election, link=link, task=task), at=at)
    return Invitation(name=row.name, link=link, mailed_to=person.mail)


def _message(person: Person, *, election: Election, link: str, task: str) -> Message:
    body = gettext(
        "Yth. %(name)s,\n\n"
        "Panitia “%(title)s” (%(organisation)s) mengundang Anda sebagai %(task)s.\n\n"
        "Buka tautan ini di peramban Anda sendiri dan ikuti langkahnya:\n%(link)s\n\n"
        "Tautan ini hanya untuk Anda. Jangan teruskan kepada siapa pun, termasuk kepada panitia."
    ) % {
        "name": person.name,
        "title": election.title,
        "organisation": election.organisation.name,
        "task": task,
        "link": link,
    }
    return Message(
        channel=Channel.MAIL,
        to=person.mail,
        subject=gettext("Undangan: %(task)s untuk %(title)s") % {"task": task, "title": election.title},
        body=body,
        purpose="ceremony.invitation",
        election=election.uuid,
    )
