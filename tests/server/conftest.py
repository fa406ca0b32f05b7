"""People of an invented town, and a clock that stands still, for every test of the server.

SMP Negeri 3 Kunang-Kunang has a committee of two and an observer; SMP Negeri 9 Kunang-Kunang has a
committee of its own; an operator runs the server; one account holds no office. Asking for any of them stops
the clock at `at`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoDbBlocker

from luber_server.people.models import Office, Organisation, User
from luber_server.people.offices import Officer

# Still Argon2, but not made to be slow: a guesser of tests is not what it must hold up.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1

SetClock = Callable[[datetime], None]
SignIn = Callable[[Officer], Client]


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What one test spends of a limit is not missing in the next: the cache's table is in no test's
    rollback."""
    caches["process"].clear()
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            caches["default"].clear()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Stop the clock of the whole server at a moment; call it again to move on."""
    return lambda moment: monkeypatch.setenv("LUBER_CLOCK", moment.isoformat())


@pytest.fixture
def at(set_clock: SetClock) -> datetime:
    """Monday, 23 November 2026, 07.00 WIB. The server's clock stands there."""
    moment = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    set_clock(moment)
    return moment


@pytest.fixture
def school(db: None) -> Organisation:
    return Organisation.objects.create(name="SMP Negeri 3 Kunang-Kunang", npsn="99000003", wilayah="9971")


@pytest.fixture
def other_school(db: None) -> Organisation:
    return Organisation.objects.create(name="SMP Negeri 9 Kunang-Kunang", npsn="99000009", wilayah="9972")


def _officer(
    username: str,
    role: Office.Role | None,
    organisation: Organisation | None,
    at: datetime,
    *,
    wilayah: str = "",
) -> Officer:
    user = User.objects.create_user(username=username, password=None, display_name=username.title())
    if role is None:
        return Officer(user, None)
    office = Office.objects.create(
        user=user, role=role, organisation=organisation, wilayah=wilayah, granted_at=at - timedelta(days=30)
    )
    return Officer(user, office)


@pytest.fixture
def panitia(school: Organisation, at: datetime) -> Officer:
    return _officer("melati", Office.Role.PANITIA, school, at)


@pytest.fixture
def second_panitia(school: Organisation, at: datetime) -> Officer:
    return _officer("bayu", Office.Role.PANITIA, school, at)


@pytest.fixture
def other_panitia(other_school: Organisation, at: datetime) -> Officer:
    return _officer("cempaka", Office.Role.PANITIA, other_school, at)


@pytest.fixture
def pengamat(school: Organisation, at: datetime) -> Officer:
    return _officer("kenanga", Office.Role.PENGAMAT, school, at)


@pytest.fixture
def operator(db: None, at: datetime) -> Officer:
    return _officer("nakhoda", Office.Role.OPERATOR, None, at)


@pytest.fixture
def plain_account(db: None, at: datetime) -> Officer:
    """An account without any office."""
    return _officer("tamu", None, None, at)


@pytest.fixture
def sign_in() -> SignIn:
    """A browser in which this officer is signed in."""

    def enter(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
