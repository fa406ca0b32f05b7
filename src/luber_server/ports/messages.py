"""A message to a person: what is sent, over which channel, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"
    WHATSAPP = "whatsapp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`to` is a mail address or a phone number in E.164 (+62…).

    `unlinked`: sent at the moment of casting, so nothing that joins a person to a time may stay behind: no
    delivery row, and a file without a time.
    """

    channel: Channel
    to: str
    subject: str
    body: str
    purpose: str  # what for, e.g. "ceremony.invitation": stands in the delivery row
    election: str = ""
    unlinked: bool = False

    def __repr__(self) -> str:
        # The body may hold a code or a link that is a key: it never reaches a log.
        return f"Message({self.channel}, {masked(self.to)}, {self.purpose})"


def masked(contact: str) -> str:
    """A mail address or number that its owner knows again and nobody else: m***@contoh.id, +62***890."""
    name, at, domain = contact.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{contact[:3]}***{contact[-3:]}" if len(contact) > 8 else "***"
