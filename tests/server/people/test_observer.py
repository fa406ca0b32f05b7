"""An observer looks at how an election stands, and finds nothing to do there and no voter's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.server.ceremony.drafts import draft
from tests.server.tally.elections import Held, SetClock, held

from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.gate import may_look
from luber_server.people.models import Office, Organisation
from luber_server.people.offices import Officer
from luber_server.registry import queries as registry

SignIn = Callable[[Officer], Client]
LOOKED_AT = ("election_desk", "ceremony_keys", "tally")
NEVER = (
    "registry_roll",
    "registry_dpt",
    "registry_dpt_file",
    "registry_history",
    "registry_objections",
    "ballot_paper",
)


@pytest.fixture
def observer(pengamat: Officer, sign_in: SignIn) -> Client:
    return sign_in(pengamat)


def main(client: Client, url: str) -> str:
    """What a page says between its head and its foot."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def looks(client: Client, election: Election) -> dict[str, str]:
    """The pages that an observer opens: no act on any, and each way on leads where they may go."""
    pages = {name: main(client, reverse(name, args=[election.uuid])) for name in LOOKED_AT}
    names = [voter.name for voter in registry.voters(election)]
    assert names
    for name, page in pages.items():
        assert "sebagai pengamat" in page, name
        for tag in ("<form", "<button", "<input", "#token", "/kunci/#", "/kredensial/#"):
            assert tag not in page, name
        assert not [voter for voter in names if voter in page], name
        for link in re.findall(r'href="(/[^"]*)"', page):
            assert client.get(link).status_code == 200, f"{name}: {link}"
    return pages


def test_a_draft_is_looked_at(
    panitia: Officer, school: Organisation, at: datetime, observer: Client, sign_in: SignIn
) -> None:
    election = draft(actor=panitia, organisation=school, at=at)
    pages = looks(observer, election)
    assert "Yang harus selesai sebelum dibekukan" in pages["election_desk"]
    assert "Belum ditunjuk." in pages["ceremony_keys"]
    assert "Periksa dan bekukan" in main(sign_in(panitia), reverse("election_desk", args=[election.uuid]))
    for name in NEVER:
        assert observer.get(reverse(name, args=[election.uuid])).status_code == 403, name


def test_the_list_shows_what_is_observed_and_makes_nothing(
    panitia: Officer,
    other_panitia: Officer,
    school: Organisation,
    at: datetime,
    observer: Client,
    sign_in: SignIn,
) -> None:
    assert "Belum ada pemilihan." in main(observer, reverse("elections"))
    election = draft(actor=panitia, organisation=school, at=at)
    page = main(observer, reverse("elections"))
    assert reverse("election_desk", args=[election.uuid]) in page
    assert reverse("election_new") not in page
    assert observer.get(reverse("election_new")).status_code == 403
    assert election.title not in main(sign_in(other_panitia), reverse("elections"))


@pytest.fixture
def one(panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock) -> Held:
    return held(actor=panitia, organisation=school, at=at, set_clock=set_clock)


def test_the_count_is_looked_at_from_the_end_to_the_result(one: Held, observer: Client) -> None:
    for card in range(4):
        one.cast(card, 0)
    assert "<dl" not in looks(observer, one.election)["tally"]
    one.after_the_end()
    pages = looks(observer, one.election)
    assert "Hanya 4 suara yang dihitung" in pages["tally"]
    refused = observer.post(reverse("tally_confirm_small", args=[one.election.uuid]))
    assert refused.status_code == 403


def test_a_request_for_more_time_is_read_not_answered(
    one: Held, panitia: Officer, second_panitia: Officer, observer: Client, sign_in: SignIn
) -> None:
    assert one.election.closes_at is not None
    asked = elections.ask_extension(
        actor=panitia,
        uuid=one.election.uuid,
        closes_at=one.election.closes_at + timedelta(hours=1),
        reason="Listrik padam di lantai dua.",
        at=one.voting,
    )
    assert "Listrik padam di lantai dua." in looks(observer, one.election)["election_desk"]
    answer = reverse("election_extension_answer", args=[one.election.uuid, asked.pk])
    assert answer in main(sign_in(second_panitia), reverse("election_desk", args=[one.election.uuid]))
    assert observer.post(answer, {"answer": "agree"}).status_code == 403


def test_who_holds_both_offices_acts(
    panitia: Officer, school: Organisation, at: datetime, sign_in: SignIn
) -> None:
    Office.objects.create(
        user=panitia.user, role=Office.Role.PENGAMAT, organisation=school, granted_at=at - timedelta(days=60)
    )
    election = draft(actor=panitia, organisation=school, at=at)
    page = main(sign_in(panitia), reverse("election_desk", args=[election.uuid]))
    assert "sebagai pengamat" not in page
    assert "Periksa dan bekukan" in page


def test_what_may_not_be_opened_is_no_link() -> None:
    role = Office.Role.PENGAMAT
    assert may_look(reverse("ceremony_keys", args=["x"]) + "#kartu", role=role)
    assert may_look("/e/x/", role=role)
    assert not may_look(reverse("registry_roll", args=["x"]), role=role)
    assert not may_look("/tidak/ada/", role=role)
    assert not may_look("", role=role)
