"""The committee's page of the count: closed or not, who opened, who is missing, and nothing before the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.server.tally.elections import Held, SetClock, held

from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.tally.models import Tally

SignIn = Callable[[Officer], Client]


@pytest.fixture
def one(panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock) -> Held:
    return held(actor=panitia, organisation=school, at=at, set_clock=set_clock)


@pytest.fixture
def browser(panitia: Officer, sign_in: SignIn) -> Client:
    return sign_in(panitia)


def page(one: Held, browser: Client) -> str:
    answer = browser.get(f"/panitia/{one.election.uuid}/penghitungan/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_end_it_says_when_and_shows_no_figure(one: Held, browser: Client) -> None:
    for card in range(11):
        one.cast(card, 0)
    said = page(one, browser)
    assert "Kotak suara ditutup sendiri pada Senin, 23 November 2026" in said
    assert "<dl" not in said
    assert not Tally.objects.exists()
    assert browser.post(f"/panitia/{one.election.uuid}/penghitungan/buka/").status_code == 409


def test_who_opened_and_who_is_missing(one: Held, browser: Client) -> None:
    for card in range(11):
        one.cast(card, card % 3)
    one.after_the_end()
    said = page(one, browser)  # the first look closes
    assert "Hasil belum dapat dibuka siapa pun" in said
    assert (
        "Masih perlu 2 orang dari: Bapak Surya, pembina; Dewi, wakil siswa; Ibu Lestari, orang tua." in said
    )
    one.trustees[1].act()
    said = page(one, browser)
    assert "Masih perlu 1 orang dari: Bapak Surya, pembina; Ibu Lestari, orang tua." in said
    assert said.count("Sudah membuka") == 1
    one.trustees[0].act()
    said = page(one, browser)
    assert "Hasil sudah dibuka" in said
    assert "Tidak diperlukan" in said
    assert "Masih perlu" not in said


def test_few_ballots_are_asked_about(one: Held, browser: Client) -> None:
    for card in range(4):
        one.cast(card, 0)
    one.after_the_end()
    assert "Hanya 4 suara yang dihitung" in page(one, browser)
    desk = browser.get(f"/panitia/{one.election.uuid}/").content.decode()
    assert "Isi kotak hanya 4 suara" in desk
    answer = browser.post(f"/panitia/{one.election.uuid}/penghitungan/buka/")
    assert answer.status_code == 302
    said = page(one, browser)
    assert "Hanya 4 suara" not in said
    assert "Masih perlu 2 orang" in said


def test_only_the_committee(one: Held, sign_in: SignIn, other_panitia: Officer) -> None:
    address = f"/panitia/{one.election.uuid}/penghitungan/"
    assert sign_in(other_panitia).get(address).status_code == 403
    assert sign_in(other_panitia).post(f"{address}buka/").status_code == 403
    assert Client().get(address).status_code == 302
