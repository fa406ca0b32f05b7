"""Every page of the committee, as the committee opens it, and its forms as people fill them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from luber.election.template import Template
from luber_server.election import neighbours, queries, usecases
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer

SignIn = Callable[[Officer], Client]
SetClock = Callable[[datetime], None]

PAGES = (
    "election_desk", "election_rules", "election_times", "election_extension", "election_mock", "election_cancel",
    "election_freeze", "registry_roll", "registry_upload", "registry_template", "registry_add", "registry_history",
    "registry_dps", "registry_objections", "registry_dpt", "registry_dpt_without_dps", "ballot_paper",
)  # fmt: skip


def moment(name: str, at: datetime) -> dict[str, str]:
    """What the four boxes of a moment hold, in WIB."""
    local = at + timedelta(hours=7)
    parts = {"day": local.day, "month": local.month, "year": local.year, "clock": f"{local:%H.%M}"}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


@pytest.fixture
def draft(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return usecases.create(
        actor=panitia, organisation=school, template=Template.PILKETOS, title="Pemilihan Ketua OSIS",
        zone_name="Asia/Jakarta", opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=2), at=at,
    )  # fmt: skip


@pytest.fixture
def sealed(draft: Election, panitia: Officer, at: datetime) -> Election:
    with transaction.atomic():
        usecases.mark_sealed(election=draft, actor=panitia, at=at, data={})
    return draft


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens(
    name: str, language: str, draft: Election, panitia: Officer, sign_in: SignIn
) -> None:
    client = sign_in(panitia)
    answer = client.get(reverse(name, args=[draft.uuid]), headers={"accept-language": language})
    assert answer.status_code == 200


def test_who_holds_no_office_is_told_what_to_do(plain_account: Officer, sign_in: SignIn) -> None:
    page = sign_in(plain_account).get(reverse("elections")).content.decode()
    assert "belum menjadi panitia" in page
    assert sign_in(plain_account).get(reverse("election_new")).status_code == 403


def test_the_short_form_makes_an_election(
    panitia: Officer, school: Organisation, sign_in: SignIn, at: datetime
) -> None:
    client: Client = sign_in(panitia)
    sent = {
        "organisation": str(school.pk),
        "template": "pilketos",
        "title": "Pemilihan Ketua OSIS",
        "zone": "Asia/Jakarta",
    }
    half = client.post(reverse("election_new"), {**sent, **moment("opens_at", at + timedelta(days=1))})
    assert "Isi waktu buka dan tutup, atau kosongkan keduanya." in half.content.decode()
    past = {**moment("opens_at", at - timedelta(days=1)), **moment("closes_at", at + timedelta(days=1))}
    assert "Waktu buka sudah lewat" in client.post(reverse("election_new"), {**sent, **past}).content.decode()
    assert not Election.objects.exists()
    good = {
        **moment("opens_at", at + timedelta(days=1)),
        **moment("closes_at", at + timedelta(days=1, hours=5)),
    }
    answer = client.post(reverse("election_new"), {**sent, **good})
    made = Election.objects.get()
    assert answer["Location"] == reverse("election_desk", args=[made.uuid])
    assert made.opens_at == at + timedelta(days=1)


def test_moments_are_read_in_the_zone_that_was_chosen(
    draft: Election, panitia: Officer, sign_in: SignIn, at: datetime
) -> None:
    times = {**moment("opens_at", at + timedelta(days=1)), **moment("closes_at", at + timedelta(days=2))}
    sign_in(panitia).post(reverse("election_times", args=[draft.uuid]), {"zone": "Asia/Jayapura", **times})
    changed = queries.get(draft.uuid)
    assert changed.zone == "Asia/Jayapura"
    assert changed.opens_at == at + timedelta(days=1) - timedelta(hours=2)  # 07.00 WIT is 05.00 WIB


def test_someone_else_s_organisation_cannot_be_chosen(
    panitia: Officer, other_school: Organisation, sign_in: SignIn
) -> None:
    sent = {"organisation": str(other_school.pk), "template": "plain", "title": "X", "zone": "Asia/Jakarta"}
    assert sign_in(panitia).post(reverse("election_new"), sent).status_code == 200
    assert not Election.objects.exists()


def test_the_second_person_sees_and_answers(
    sealed: Election, panitia: Officer, second_panitia: Officer, sign_in: SignIn, set_clock: SetClock
) -> None:
    assert sealed.opens_at is not None
    assert sealed.closes_at is not None
    set_clock(sealed.opens_at)
    later = sealed.closes_at + timedelta(hours=1)
    first, second = sign_in(panitia), sign_in(second_panitia)
    desk = reverse("election_desk", args=[sealed.uuid])
    sent = {**moment("closes_at", later), "reason": "Listrik padam di lantai dua."}
    assert first.post(reverse("election_extension", args=[sealed.uuid]), sent).status_code == 302
    assert "Setujui perpanjangan" not in first.get(desk).content.decode()
    assert "Setujui perpanjangan" in second.get(desk).content.decode()
    waiting = queries.waiting_extension(sealed)
    assert waiting is not None
    address = reverse("election_extension_answer", args=[sealed.uuid, waiting.pk])
    assert first.post(address, {"answer": "agree"}).status_code == 409
    assert second.post(address, {"answer": "agree"}).status_code == 302
    assert queries.get(sealed.uuid).closes_at == later
    assert "Listrik padam" in second.get(desk).content.decode()


def test_a_sealed_election_s_forms_are_shut(sealed: Election, panitia: Officer, sign_in: SignIn) -> None:
    client = sign_in(panitia)
    for name in ("election_rules", "election_times", "election_cancel", "election_freeze"):
        answer = client.get(reverse(name, args=[sealed.uuid]))
        assert answer.status_code == 409
        assert "sudah dibekukan" in answer.content.decode()
    for name in ("election_desk", "registry_roll", "ballot_paper", "registry_dpt"):
        assert client.get(reverse(name, args=[sealed.uuid])).status_code == 200


def test_a_mock_says_so_on_every_page(
    draft: Election, panitia: Officer, sign_in: SignIn, at: datetime
) -> None:
    client: Client = sign_in(panitia)
    times = {**moment("opens_at", at + timedelta(hours=1)), **moment("closes_at", at + timedelta(hours=3))}
    answer = client.post(
        reverse("election_mock", args=[draft.uuid]), {"zone": "Asia/Jakarta", **times}, follow=True
    )
    assert "Pemilihan percobaan" in answer.content.decode()
    mock = Election.objects.get(mock=True)
    for name in ("registry_roll", "ballot_paper", "ballot_candidates"):
        assert "Pemilihan percobaan" in client.get(reverse(name, args=[mock.uuid])).content.decode()


def test_freezing_calls_the_room_that_seals(
    draft: Election, panitia: Officer, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(neighbours, "_checklists", {})
    monkeypatch.setattr(neighbours, "_sealers", [lambda *, actor, uuid, at: called.append(uuid)])
    address = reverse("election_freeze", args=[draft.uuid])
    client = sign_in(panitia)
    assert "Centang" in client.post(address, {}).content.decode()
    assert called == []
    assert client.post(address, {"sure": "on"}).status_code == 302
    assert called == [draft.uuid]


def test_cancelling_asks_for_a_reason(draft: Election, panitia: Officer, sign_in: SignIn) -> None:
    client = sign_in(panitia)
    address = reverse("election_cancel", args=[draft.uuid])
    assert "paling sedikit sepuluh huruf" in client.post(address, {"reason": "batal"}).content.decode()
    client.post(address, {"reason": "Diulang tahun depan bersama sekolah lain."})
    assert queries.get(draft.uuid).state == "cancelled"
    assert "Diulang tahun depan" in client.get(reverse("election_desk", args=[draft.uuid])).content.decode()
