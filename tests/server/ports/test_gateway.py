"""The gateway: messages reach file, console, mail or a provider; codes stand in no log and no row."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from luber_server.ports import gateway
from luber_server.ports.messages import Channel, Message, masked
from luber_server.ports.models import Delivery

AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
LETTER = Message(
    channel=Channel.MAIL,
    to="kenanga@contoh.id",
    subject="Undangan pemegang kunci",
    body="Buka https://contoh.id/kunci/#rahasia-sekali",
    purpose="ceremony.invitation",
    election="5Gzv9h8RMXsXTm",
)
CODE = Message(
    channel=Channel.SMS,
    to="+628120000123",
    subject="",
    body="Kode: 482913",
    purpose="casting.code",
    unlinked=True,
)


@pytest.fixture(autouse=True)
def _own_outbox(settings: Settings, tmp_path: Path) -> None:
    settings.OUTBOX_DIR = tmp_path / "outbox"


@pytest.mark.django_db
def test_a_file_holds_the_message_and_a_row_says_that_it_went(settings: Settings) -> None:
    settings.MAIL = "file"
    assert gateway.send(LETTER, at=AT)
    (file,) = Path(settings.OUTBOX_DIR).iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "#rahasia-sekali" in file.read_text()
    row = Delivery.objects.get()
    assert (row.to_masked, row.purpose, row.election, row.failure) == (
        "k***@contoh.id",
        "ceremony.invitation",
        "5Gzv9h8RMXsXTm",
        "",
    )


@pytest.mark.django_db
def test_what_is_sent_while_voting_leaves_no_row_and_no_time(settings: Settings) -> None:
    settings.GATEWAY = "file"
    assert gateway.send(CODE, at=AT)
    assert not Delivery.objects.exists()
    (file,) = Path(settings.OUTBOX_DIR).iterdir()
    assert file.stat().st_mtime == 0
    assert "2026" not in file.read_text() + file.name


@pytest.mark.django_db
def test_mail_goes_through_django(settings: Settings) -> None:
    settings.MAIL = "smtp"  # the test runner puts a box of its own where the backend would be
    assert gateway.send(LETTER, at=AT)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["kenanga@contoh.id"], LETTER.subject, LETTER.body)


@pytest.mark.django_db
def test_the_console_is_for_who_sits_there(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.GATEWAY = "console"
    assert gateway.send(CODE, at=AT)
    assert "482913" in capsys.readouterr().err


class _Provider(HTTPServer):
    """A provider of text messages on this machine, which answers what it is told to."""

    status = 200

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: _Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[_Provider]:
    server = _Provider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.GATEWAY = "http"
    settings.GATEWAY_URL = f"http://127.0.0.1:{server.server_address[1]}/kirim"
    settings.GATEWAY_TOKEN = "token-penyedia"
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_provider_gets_the_message_and_our_token(provider: _Provider) -> None:
    assert gateway.send(CODE, at=AT)
    assert provider.got == [
        ("Bearer token-penyedia", {"channel": "sms", "to": "+628120000123", "body": "Kode: 482913"})
    ]


@pytest.mark.django_db
def test_a_provider_that_fails_is_remembered_by_the_kind_of_fault_alone(
    provider: _Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.status = 500
    letter = Message(
        channel=Channel.WHATSAPP, to="+628120000123", subject="", body="Kode: 482913", purpose="x"
    )
    assert gateway.send(letter, at=AT) is False
    row = Delivery.objects.get()
    assert row.failure == "OSError"
    assert "482913" not in caplog.text + str(row.__dict__) + repr(letter)


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_sent(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.MAIL = "smtp"
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                gateway.send_after_commit(LETTER, at=AT)
                raise RuntimeError("the invitation was not made after all")
        except RuntimeError:
            pass
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        gateway.send_after_commit(LETTER, at=AT)
        assert mail.outbox == []
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("contact", "shown"),
    [("kenanga@contoh.id", "k***@contoh.id"), ("+628120000123", "+62***123"), ("123", "***"), ("", "***")],
)
def test_a_contact_is_known_to_its_owner_alone(contact: str, shown: str) -> None:
    assert masked(contact) == shown


def test_an_unknown_gateway_is_a_mistake_in_the_settings(settings: Settings) -> None:
    settings.GATEWAY = "merpati"
    with pytest.raises(ValueError, match="console, file, atau http"):
        gateway.for_channel(Channel.SMS)
