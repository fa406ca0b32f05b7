"""The gateway: the one door through which messages leave the house (mail, SMS, WhatsApp).

A gateway has one method, `send(message)`, and raises where the message could not be handed on. Mail goes
where LUBER_MAIL says, text messages where LUBER_GATEWAY says: `console` and `file` for one machine and for
tests, `http` for a provider, Django's or anymail's backends for mail. No gateway but console and file,
which are meant to be read, shows a body anywhere.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from . import entropy
from .messages import Channel, Message, masked
from .models import Delivery


class Gateway(Protocol):
    def send(self, message: Message) -> None:
        """Hand the message on, or raise."""


class Console:
    """To standard error, for whoever sits at this machine."""

    def send(self, message: Message) -> None:
        print(
            f"\n[{message.channel}] {message.to}\n{message.subject}\n{message.body}\n",
            file=sys.stderr,
            flush=True,
        )


class File:
    """One file a message under LUBER_DATA/outbox, named by chance; an unlinked one bears no time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def send(self, message: Message) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self.directory / f"{message.channel}-{entropy.system(12).hex()}.txt"
        place.touch(mode=0o600, exist_ok=False)
        place.write_text(
            f"To: {message.to}\nSubject: {message.subject}\n\n{message.body}\n", encoding="utf-8"
        )
        if message.unlinked:
            os.utime(place, (0, 0))


class Mail:
    """Through Django's mail, and so through SMTP or any provider that anymail speaks to."""

    def send(self, message: Message) -> None:
        EmailMessage(subject=message.subject, body=message.body, to=[message.to]).send(fail_silently=False)


class Http:
    """A provider of text messages: POST {"channel","to","body"} as JSON to LUBER_GATEWAY_URL with a bearer
    token."""

    def __init__(self, *, url: str, token: str) -> None:
        self.url, self.token = url, token

    def send(self, message: Message) -> None:
        body = json.dumps({"channel": message.channel, "to": message.to, "body": message.body}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=15):  # noqa: S310  (the address is the operator's own)
                return
        except urllib.error.HTTPError as error:
            raise OSError(f"HTTP {error.code}") from None  # without the answer: it may repeat the body


def for_channel(channel: Channel) -> Gateway:
    """The gateway that settings name for this channel."""
    chosen = settings.MAIL if channel is Channel.MAIL else settings.GATEWAY
    if chosen == "console":
        return Console()
    if chosen == "file":
        return File(Path(settings.OUTBOX_DIR))
    if channel is Channel.MAIL:
        return Mail()
    if chosen == "http":
        return Http(url=settings.GATEWAY_URL, token=settings.GATEWAY_TOKEN)
    raise ValueError("LUBER_GATEWAY harus console, file, atau http")


def send(message: Message, *, at: datetime) -> bool:
    """Send now; returns whether the gateway took it. Leaves a delivery row, unless the message is unlinked.

    A provider that is down is not the fault of who asked: it is recorded, and the page says that it can be
    sent again.
    """
    try:
        for_channel(message.channel).send(message)
        failure = ""
    except (
        Exception
    ) as error:  # whatever a provider's library raises: recorded by its kind, never with the body
        failure = type(error).__name__
    if not message.unlinked:
        Delivery.objects.create(
            channel=message.channel,
            to_masked=masked(message.to),
            purpose=message.purpose,
            election=message.election,
            sent_at=at,
            failure=failure,
        )
    return not failure


def send_after_commit(message: Message, *, at: datetime) -> None:
    """Send once the transaction stands: an invitation to something that was rolled back never leaves."""
    action: Callable[[], object] = lambda: send(message, at=at)  # noqa: E731
    transaction.on_commit(action)
