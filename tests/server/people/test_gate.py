"""The gate, with views of its own: what says nothing is shut, and each refusal is remembered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings
from tests.server.conftest import SetClock, SignIn

from luber_server.people.gate import Pass, gate, seat, seated, unseat
from luber_server.people.middleware import ROWS_A_MINUTE
from luber_server.people.models import Denial, Office, Organisation
from luber_server.people.offices import Officer
from luber_server.urls import urlpatterns as house

Role = Office.Role


def _forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terbuka")


@gate(Pass.EVERYONE)
def _open(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terbuka")


@gate(Role.PANITIA)
def _committee(request: HttpRequest, organisation: int | None = None) -> HttpResponse:
    return HttpResponse("terbuka")


@gate(Pass.ACCOUNT)
def _account(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terbuka")


@gate(Pass.TRUSTEE)
def _trustee(request: HttpRequest, uuid: str = "") -> HttpResponse:
    return HttpResponse("terbuka")


@gate(Pass.EVERYONE)
def _sit(request: HttpRequest, uuid: str) -> HttpResponse:
    seat(request, as_=Pass.TRUSTEE, election=uuid, holder="2")
    return HttpResponse("duduk")


@gate(Pass.EVERYONE)
def _leave(request: HttpRequest) -> HttpResponse:
    found = seated(request, as_=Pass.TRUSTEE)
    unseat(request, as_=Pass.TRUSTEE)
    return HttpResponse(f"{found.election} {found.holder}" if found else "")


urlpatterns = [
    path("lupa/", _forgotten, name="forgotten"),
    path("buka/", _open),
    path("semua/", _committee, name="any_committee"),
    path("satu/<int:organisation>/", _committee, name="one_committee"),
    path("akun-saja/", _account),
    path("pemegang/", _trustee, name="trustee"),
    path("pemegang/<str:uuid>/", _trustee),
    path("duduk/<str:uuid>/", _sit),
    path("pergi/", _leave),
    *house,
]


@pytest.fixture(autouse=True)
def _own_addresses(settings: Settings, db: None) -> None:
    settings.ROOT_URLCONF = __name__


def test_a_view_without_a_gate_is_shut_for_all(operator: Officer, sign_in: SignIn) -> None:
    for client in (Client(), sign_in(operator)):
        assert client.get("/lupa/").status_code == 403
    assert {row.reason for row in Denial.objects.all()} == {"no gate"}


def test_everyone_passes_an_open_gate(client: Client) -> None:
    assert client.get("/buka/").content == b"terbuka"
    assert not Denial.objects.exists()


def test_who_could_sign_in_is_led_there_and_back(client: Client) -> None:
    answer = client.get("/semua/?halaman=2")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/akun/masuk/?next=/semua/%3Fhalaman%3D2",
    )
    posted = client.post("/semua/")
    assert posted.headers["Location"] == "/akun/masuk/?next=/panitia/"
    asked = client.get("/semua/", headers={"accept": "application/json"})
    assert (asked.status_code, asked.json()["code"]) == (401, "gate.sign_in")


def test_an_office_opens_its_own_organisation_only(
    panitia: Officer, school: Organisation, other_school: Organisation, sign_in: SignIn
) -> None:
    client = sign_in(panitia)
    assert client.get("/semua/").status_code == 200
    assert client.get(f"/satu/{school.pk}/").status_code == 200
    assert client.get(f"/satu/{other_school.pk}/").status_code == 403
    assert client.get("/satu/999999/").status_code == 404
    denial = Denial.objects.get()
    assert (denial.user, denial.url_name, denial.reason) == (panitia.user, "one_committee", "no office")


def test_an_office_that_ended_opens_nothing(
    panitia: Officer, sign_in: SignIn, at: datetime, set_clock: SetClock
) -> None:
    client, office = sign_in(panitia), panitia.office
    assert office is not None
    office.ended_at = at + timedelta(hours=1)
    office.save()
    assert client.get("/semua/").status_code == 200
    set_clock(at + timedelta(hours=1))
    assert client.get("/semua/").status_code == 403


def test_an_account_without_an_office_opens_what_asks_for_an_account(
    plain_account: Officer, sign_in: SignIn
) -> None:
    client = sign_in(plain_account)
    assert client.get("/akun-saja/").status_code == 200
    assert client.get("/semua/").status_code == 403


def test_a_seat_opens_its_own_election_only(client: Client) -> None:
    assert client.get("/pemegang/").status_code == 403
    before = client.session.session_key
    client.get("/duduk/5Gzv9h8RMXsXTm/")
    assert client.session.session_key != before
    assert client.get("/pemegang/").status_code == 200
    assert client.get("/pemegang/5Gzv9h8RMXsXTm/").status_code == 200
    assert client.get("/pemegang/7Abc9h8RMXsXTn/").status_code == 403
    assert client.get("/semua/").status_code == 302
    assert client.get("/pergi/").content == b"5Gzv9h8RMXsXTm 2"
    assert client.get("/pemegang/").status_code == 403


def test_a_program_is_refused_in_json(client: Client) -> None:
    answer = client.post("/pemegang/", data={}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "gate.shut")
    assert "undangan" in answer.json()["message"]


def test_a_flood_of_refusals_is_no_flood_of_rows(client: Client, at: datetime) -> None:
    for _ in range(ROWS_A_MINUTE + 5):
        client.get("/pemegang/", headers={"accept": "application/json"})
    assert Denial.objects.count() == ROWS_A_MINUTE


def test_a_gate_for_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nobody"):
        gate()
