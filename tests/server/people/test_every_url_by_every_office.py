"""Every address of the house, opened by every office: who is let in, who is led to sign in, who is shut out.

What each address should answer stands twice, written by two hands: at the view (`@gate`) and in
`gates.toml`. This test holds them together, and then goes and knocks. A new address without a row fails.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.server.conftest import SetClock

from luber_server.election.models import Election
from luber_server.people import gate as gates
from luber_server.people import scope
from luber_server.people.gate import Pass
from luber_server.people.models import Denial, Office, Organisation, User

TABLE: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("gates.toml").read_text(encoding="utf-8")
)
Role = Office.Role
UUID = "5Gzv9h8RMXsXTm"
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    view: object
    kwargs: tuple[tuple[str, str], ...]  # (name, kind of converter)

    def __str__(self) -> str:
        return self.name


def _addresses(resolver: URLResolver, prefix: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            below = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _addresses(entry, below)
        elif isinstance(entry, URLPattern):
            converters = entry.pattern.converters
            named = entry.pattern.regex.groupindex
            kinds = tuple((name, type(converters.get(name, "")).__name__) for name in named)
            yield Address(f"{prefix}{entry.name or ''}", entry.callback, kinds)


ADDRESSES = tuple(_addresses(get_resolver()))


class Answer(Enum):
    IN = "is let in"
    SIGN_IN = "is led to sign in"
    SHUT = "is shut out"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the door: what they hold, and whether it covers the election of the address."""

    who: str
    holds: frozenset[str]
    covers: bool = True
    account: bool = True


PERSONS = (
    Person("nobody", frozenset(), account=False),
    Person("an account without office", frozenset({"account"})),
    Person("the committee here", frozenset({"account", "panitia"})),
    Person("the committee of another school", frozenset({"account", "panitia"}), covers=False),
    Person("a committee whose office ended", frozenset({"account"})),
    Person("an observer here", frozenset({"account", "pengamat"})),
    Person("an observer of the whole town", frozenset({"account", "pengamat"})),
    Person("an observer of another town", frozenset({"account", "pengamat"}), covers=False),
    Person("the operator", frozenset({"account", "operator"})),
    Person("a trustee here", frozenset({"trustee"}), account=False),
    Person("a trustee of another election", frozenset({"trustee"}), covers=False, account=False),
    Person("the credential authority here", frozenset({"authority"}), account=False),
    Person("an authority of another election", frozenset({"authority"}), covers=False, account=False),
)
NEEDS_ACCOUNT = {"account", "panitia", "pengamat", "operator"}
LOOK = ":look"  # of a word in the table: with GET alone


def _expected(words: list[str], person: Person, address: Address, *, look: bool = True) -> Answer:
    """The rule, said once more and apart from the code that keeps it. Without `look` the request acts."""
    row = [word.removesuffix(LOOK) for word in words if look or not word.endswith(LOOK)]
    places = {name for name, _ in address.kwargs}
    says_uuid, says_place = "uuid" in places, bool(places & {"uuid", "organisation"})
    for key in person.holds & set(row):
        if key == "account" or person.covers:
            return Answer.IN
        if not (says_uuid if key in {"trustee", "authority"} else says_place):
            return Answer.IN
    if "everyone" in row:
        return Answer.IN
    if not person.account and NEEDS_ACCOUNT & set(row):
        return Answer.SIGN_IN
    return Answer.SHUT


def test_every_address_has_a_name_and_a_row_and_every_row_an_address() -> None:
    names = [address.name for address in ADDRESSES]
    assert all(name and not name.endswith(":") for name in names), "an address without a name"
    assert sorted(names) == sorted(set(names)), "two addresses of one name"
    said = {
        address.name: sorted(_words(found)) if (found := gates.of(address.view)) else []  # type: ignore[arg-type]
        for address in ADDRESSES
    }
    without_gate = [name for name, words in said.items() if not words]
    assert without_gate == [], "views without a gate: they are shut for all"
    missing = "\n".join(f'"{name}" = {said[name]}' for name in said if name not in TABLE)
    assert not missing, f"think about who may open these, then write it down in gates.toml:\n{missing}"
    assert sorted(set(TABLE) - set(said)) == [], "rows of gates.toml without an address"
    differ = {name: (TABLE[name], said[name]) for name in said if sorted(TABLE[name]) != said[name]}
    assert differ == {}, "gates.toml and the view disagree"


def _words(gate: gates.Gate) -> list[str]:
    return [str(one.value) for one in gate.allowed] + [one.value + LOOK for one in gate.look]


def test_no_two_offices_share_a_word() -> None:
    words = [one.value for one in (*Pass, *Role)]
    assert len(words) == len(set(words))


def test_the_rooms_named_their_scopes() -> None:
    assert {"uuid", "organisation"} <= scope.registered()


@dataclass(frozen=True, slots=True)
class Town:
    """The people of a town, each at a browser that already holds what they hold, and where they knock."""

    school: int
    visitors: dict[str, Client]


@pytest.fixture
def town(db: None, set_clock: SetClock) -> Town:
    set_clock(NOW)
    return _settle()


def _settle() -> Town:
    school = Organisation.objects.create(name="SMP Negeri 3 Kunang-Kunang", wilayah="9971")
    other = Organisation.objects.create(name="SMP Negeri 9 Kunang-Kunang", wilayah="9972")
    founder = User.objects.create_user(username="founder")
    Election.objects.create(
        uuid=UUID, organisation=school, title="Pemilihan Ketua OSIS", created_by=founder, created_at=NOW
    )

    def account(who: str, **office: object) -> Client:
        user = User.objects.create_user(username=who)
        if office:
            Office.objects.create(**{"user": user, "granted_at": NOW - DAY, **office})
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def seat(as_: Pass, uuid: str) -> Client:
        client = Client(raise_request_exception=False)
        request = RequestFactory().get("/")
        request.session = client.session
        gates.seat(request, as_=as_, election=uuid, holder="1")
        request.session.save()
        client.cookies["sessionid"] = request.session.session_key or ""
        return client

    visitors = {
        "nobody": Client(raise_request_exception=False),
        "an account without office": account("none"),
        "the committee here": account("here", role=Role.PANITIA, organisation=school),
        "the committee of another school": account("there", role=Role.PANITIA, organisation=other),
        "a committee whose office ended": account(
            "was", role=Role.PANITIA, organisation=school, ended_at=NOW - DAY / 2
        ),
        "an observer here": account("sees", role=Role.PENGAMAT, organisation=school),
        "an observer of the whole town": account("town", role=Role.PENGAMAT, wilayah="9971"),
        "an observer of another town": account("far", role=Role.PENGAMAT, wilayah="9972"),
        "the operator": account("operator", role=Role.OPERATOR),
        "a trustee here": seat(Pass.TRUSTEE, UUID),
        "a trustee of another election": seat(Pass.TRUSTEE, "7Abc9h8RMXsXTn"),
        "the credential authority here": seat(Pass.AUTHORITY, UUID),
        "an authority of another election": seat(Pass.AUTHORITY, "7Abc9h8RMXsXTn"),
    }
    return Town(school=school.pk, visitors=visitors)


def _url(address: Address, school: int) -> str:
    known: dict[str, object] = {"uuid": UUID, "organisation": school, "key": "abc-def", "uidb36": "1z"}
    by_kind: dict[str, object] = {"IntConverter": 1, "UUIDConverter": "0" * 32}
    kwargs = {
        name: known.get(name, by_kind.get(kind, "0" * 64 if "sha" in name or "digest" in name else "x"))
        for name, kind in address.kwargs
    }
    return reverse(address.name, kwargs=kwargs)


def _knock(client: Client, url: str, *, method: str = "GET") -> tuple[Answer, int]:
    """How the door answers, and with which status. Whatever the knock changed is rolled back."""
    kept = client.cookies.output(header="", sep=";")
    with transaction.atomic():
        before = Denial.objects.count()
        answer = client.generic(method, url)
        list(getattr(answer, "streaming_content", ()))
        refused = answer.status_code == 403 and Denial.objects.count() > before
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    if refused:
        return Answer.SHUT, answer.status_code
    led = answer.status_code == 302 and answer.headers["Location"].startswith("/akun/masuk/?next=")
    return (Answer.SIGN_IN if led else Answer.IN), answer.status_code


def test_every_office_knocks_at_every_address(town: Town, subtests: pytest.Subtests) -> None:
    for address in ADDRESSES:
        caches["process"].clear()  # the rows of refusals are limited by the minute, and the clock stands
        with subtests.test(address.name):
            assert _surprises(address, town) == [], _url(address, town.school)


def _surprises(address: Address, town: Town) -> list[str]:
    """What went otherwise than the row says, one line a person."""
    url, row, wrong = _url(address, town.school), TABLE.get(address.name, []), []
    for person in PERSONS:
        expected = _expected(row, person, address)
        found, status = _knock(town.visitors[person.who], url)
        if found is not expected:
            wrong.append(f"{person.who} {found.value}, not: {expected.value}")
        if found is Answer.IN and status >= 500:
            wrong.append(f"{person.who} {found.value} and meets a {status}")
    return wrong


LOOKED_AT = [one for one in ADDRESSES if any(word.endswith(LOOK) for word in TABLE.get(one.name, []))]


@pytest.mark.parametrize("address", LOOKED_AT, ids=str)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_who_may_look_may_do_no_more(town: Town, address: Address, method: str) -> None:
    url, row = _url(address, town.school), TABLE[address.name]
    for person in PERSONS:
        found, status = _knock(town.visitors[person.who], url, method=method)
        assert found is _expected(row, person, address, look=False), person.who
        assert status == 403 or found is not Answer.SHUT
    observer = next(person for person in PERSONS if person.who == "an observer here")
    assert _expected(row, observer, address) is Answer.IN
    assert _expected(row, observer, address, look=False) is Answer.SHUT


def test_what_a_view_forgot_is_shut(rf: RequestFactory) -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert gates.of(forgotten) is None
