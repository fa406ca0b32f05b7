"""Second steps: an authenticator app and recovery codes, set up and used through the pages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from luber_server.people import usecases
from luber_server.people.models import User

PASSWORD = "sawah-kerbau-hujan-7"


def _six_digits(secret: str, *, ahead: int = 0) -> str:
    """RFC 6238, as the app on the phone does it: six digits of this half minute, or of one ahead of it."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@pytest.fixture
def melati(db: None, at: datetime) -> User:
    return usecases.create_account(username="melati", display_name="Melati", password=PASSWORD, at=at)


def _sign_in(client: Client) -> str:
    """Name and password; returns where that leads."""
    return client.post("/akun/masuk/", {"login": "melati", "password": PASSWORD}).headers["Location"]


def _with_app(client: Client) -> str:
    """A signed-in browser whose account has an authenticator app; returns the app's secret."""
    assert _sign_in(client) == "/panitia/"
    client.post("/akun/pastikan/", {"password": PASSWORD})
    page = client.get("/akun/pengaman/aplikasi/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret is not None
    assert "<svg" in page  # the QR, drawn here: no picture from elsewhere, no data: address
    wrong = client.post("/akun/pengaman/aplikasi/", {"code": "000000"})
    assert "Perlu diperbaiki" in wrong.content.decode()
    done = client.post("/akun/pengaman/aplikasi/", {"code": _six_digits(secret.group(1))})
    assert done.status_code == 302
    return secret.group(1)


def test_the_app_is_asked_for_after_the_password(client: Client, melati: User) -> None:
    secret = _with_app(client)
    other = Client()
    assert _sign_in(other) == "/akun/pengaman/langkah-kedua/"
    assert other.get("/akun/").status_code == 302
    page = other.get("/akun/pengaman/langkah-kedua/").content.decode()
    assert "enam angka" in page
    assert (
        "Perlu diperbaiki" in other.post("/akun/pengaman/langkah-kedua/", {"code": "000000"}).content.decode()
    )
    # A code serves once, and this half minute's was spent when the app was set up; the next is near enough.
    passed = other.post("/akun/pengaman/langkah-kedua/", {"code": _six_digits(secret, ahead=1)})
    assert passed.headers["Location"] == "/panitia/"
    assert other.get("/akun/").status_code == 200


def test_the_secret_is_sealed_at_rest(client: Client, melati: User) -> None:
    secret = _with_app(client)
    for row in Authenticator.objects.all():
        assert secret not in str(row.data)
        assert all(
            bytes.fromhex(row.data[name]).startswith(b"LS1")
            for name in ("secret", "seed")
            if name in row.data
        )


def test_a_recovery_code_opens_once(client: Client, melati: User) -> None:
    _with_app(client)
    page = client.get("/akun/pengaman/cadangan/").content.decode()
    codes = re.findall(r"<code>([0-9a-zA-Z]{8})</code>", page)
    assert len(codes) == 10
    first, second = Client(), Client()
    _sign_in(first)
    _sign_in(second)
    assert first.post("/akun/pengaman/langkah-kedua/", {"code": codes[0]}).status_code == 302
    again = second.post("/akun/pengaman/langkah-kedua/", {"code": codes[0]})
    assert "Perlu diperbaiki" in again.content.decode()


def test_what_guards_the_account_asks_for_the_password_again(client: Client, melati: User) -> None:
    client.force_login(melati, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in ("/akun/pengaman/aplikasi/", "/akun/pengaman/kunci/baru/"):
        assert client.get(page).headers["Location"].startswith("/akun/pastikan/")
