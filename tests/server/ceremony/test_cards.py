"""The credential authority over HTTP: public halves in, prints logged, nothing that names a voter."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.server.ceremony import drafts
from tests.server.ceremony.drafts import Cards, ok, post

from luber.crypto import groups
from luber.errors import Refused
from luber_server.ceremony import missing, queries, usecases
from luber_server.ceremony.invitations import Person
from luber_server.ceremony.models import CardPrint, PublicCredential
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.trail.models import Leaf


@pytest.fixture
def election(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return drafts.draft(actor=panitia, organisation=school, at=at, voters=7)


@pytest.fixture
def cards(panitia: Officer, election: Election, at: datetime) -> Cards:
    person = Person(name="Ibu Wulan, kepala tata usaha")
    invited = usecases.invite_authority(actor=panitia, uuid=election.uuid, person=person, at=at)
    return Cards(token=drafts.token_of(invited))


def printed(authority: Cards, /, **body: Any) -> Any:
    return post(authority.client, "/kredensial/cetak", body)


def test_cards_are_made_and_their_public_halves_stored_sorted(cards: Cards, election: Election) -> None:
    state = cards.enter()
    assert state["step"] == "generate"
    assert [(one["label"], one["count"]) for one in state["classes"]] == [("7A", 3), ("7B", 2), ("8A", 2)]
    assert state["election"]["booth_url"].endswith(f"/pilih/{election.uuid}/")
    after = ok(cards.upload(cards.made(state)))
    assert after["step"] == "done"
    stored = list(PublicCredential.objects.filter(election=election).order_by("position"))
    assert [one.key for one in stored] == sorted(cards.private, key=lambda key: bytes.fromhex(key)[::-1])
    assert sorted(one.label for one in stored) == ["7A"] * 3 + ["7B"] * 2 + ["8A"] * 2
    assert queries.credential_exists(election, stored[0].key)
    assert not queries.credential_exists(election, "0" * 64)
    assert queries.turnout_groups(election)[stored[0].key] == stored[0].label


def test_a_public_credential_holds_a_key_and_a_class_and_no_more() -> None:
    columns = {field.name for field in PublicCredential._meta.get_fields()}
    assert columns == {"pk", "election", "position", "key", "label", "weight"}


def test_cards_wait_for_the_frozen_dpt(panitia: Officer, school: Organisation, at: datetime) -> None:
    election = Election.objects.create(
        uuid="BelumAdaDPT123", organisation=school, title="x", created_by=panitia.user, created_at=at
    )
    invited = usecases.invite_authority(
        actor=panitia, uuid=election.uuid, person=Person(name="Ibu Wulan"), at=at
    )
    cards = Cards(token=drafts.token_of(invited))
    assert cards.enter()["step"] == "wait_dpt"
    assert cards.upload([]).status_code == 409


def faulty(rows: list[dict[str, Any]], how: str) -> list[Any]:
    other = groups.ED25519.text(groups.ED25519.public(groups.ED25519.random_secret(os.urandom)))
    match how:
        case "one card too few":
            return rows[1:]
        case "one card too many":
            return [*rows, {"key": other, "group": "7A", "weight": 1}]
        case "another class":
            return [{**rows[0], "group": "9Z"}, *rows[1:]]
        case "one class too many":
            return [{**rows[0], "group": "8A"}, *rows[1:]]
        case "the same key twice":
            return [rows[0], rows[0], *rows[2:]]
        case "not in the group":
            return [{**rows[0], "key": "02" + "0" * 62}, *rows[1:]]
        case "no key":
            return [{"group": "7A"}, *rows[1:]]
        case "a name too":
            return [{**rows[0], "name": "Pemilih A"}, *rows[1:]]
        case "a heavier vote":
            return [{**rows[0], "weight": 2}, *rows[1:]]
        case "no rows":
            return ["x"]
    raise AssertionError(how)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ("one card too few", 409),
        ("one card too many", 409),
        ("another class", 409),
        ("one class too many", 409),
        ("the same key twice", 409),
        ("not in the group", 400),
        ("no key", 400),
        ("a name too", 400),
        ("a heavier vote", 400),
        ("no rows", 400),
    ],
)
def test_faulty_uploads_change_nothing(cards: Cards, how: str, status: int) -> None:
    response = cards.upload(faulty(cards.made(cards.enter()), how))
    assert response.status_code == status, response.content.decode()
    assert response.json()["message"]
    assert not PublicCredential.objects.exists()
    assert cards.state()["step"] == "generate"


def test_the_same_cards_again_change_nothing_and_others_are_refused(cards: Cards) -> None:
    state = cards.enter()
    rows = cards.made(state)
    ok(cards.upload(rows))
    ok(cards.upload(list(reversed(rows))))
    assert cards.upload(cards.made(state)).status_code == 409
    assert PublicCredential.objects.count() == 7
    assert Leaf.objects.filter(act="ceremony.credentials.uploaded").count() == 1


def test_discarded_cards_make_room_for_new_ones(
    cards: Cards, panitia: Officer, election: Election, at: datetime
) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    ok(printed(cards, cards=7))
    usecases.discard_credentials(actor=panitia, uuid=election.uuid, at=at)
    state = cards.state()
    assert (state["step"], state["printed"]) == ("generate", 0)
    ok(cards.upload(cards.made(state)))
    assert ok(printed(cards, cards=7)) == {"printed": 7, "total": 7}
    assert not list(missing.cards(election))


def test_printing_more_than_the_roll_is_refused_and_logged(cards: Cards, election: Election) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    response = printed(cards, cards=8)
    assert response.status_code == 409
    assert "8 kartu" in response.json()["message"]
    assert CardPrint.objects.get().refused
    assert Leaf.objects.filter(act="ceremony.cards.refused", election=election.uuid).count() == 1
    assert ok(printed(cards, cards=7)) == {"printed": 7, "total": 7}
    assert printed(cards, cards=1).status_code == 409
    assert queries.cards(election).refused == 2


def test_printing_class_by_class_adds_up(cards: Cards) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    assert ok(printed(cards, cards=3, group="7A"))["printed"] == 3
    assert printed(cards, cards=1, group="7A").status_code == 409
    assert printed(cards, cards=3, group="7B").status_code == 409
    assert ok(printed(cards, cards=2, group="7B"))["printed"] == 5
    assert printed(cards, cards=7).status_code == 409
    assert printed(cards, cards=1, group="9Z").status_code == 409


def test_a_reprint_needs_a_reason_and_adds_nothing(cards: Cards, election: Election) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    ok(printed(cards, cards=7))
    assert printed(cards, cards=2, reprint="rusak").status_code == 400
    assert ok(printed(cards, cards=2, reprint="Dua kartu basah kena hujan"))["printed"] == 7
    assert printed(cards, cards=8, reprint="Semua kartu hilang di jalan").status_code == 409
    leaf = Leaf.objects.filter(act="ceremony.cards.printed").order_by("-index")[0]
    assert json.loads(bytes(leaf.bytes))["data"]["reprint"] == "Dua kartu basah kena hujan"
    named = printed(cards, cards=1, reprint="Punya pemilih dengan NISN 0091234567")
    assert named.status_code == 409
    assert [(n, why) for _at, n, why in queries.cards(election).reprints] == [
        (2, "Dua kartu basah kena hujan")
    ]


@pytest.mark.parametrize("number", [0, -1, "7", 1.5, None, True])
def test_a_number_of_cards_that_is_none(cards: Cards, number: object) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    assert printed(cards, cards=number).status_code == 400


def test_printing_before_there_are_cards(cards: Cards) -> None:
    cards.enter()
    assert printed(cards, cards=1).status_code == 409


def test_a_trustees_token_is_no_authoritys(
    panitia: Officer, election: Election, at: datetime, client: Client
) -> None:
    trustee, *_others = drafts.arranged(actor=panitia, election=election, at=at)
    assert post(client, "/kredensial/masuk", {"token": trustee.token}).status_code == 403
    trustee.enter()
    assert trustee.client.get("/kredensial/keadaan").status_code == 403


def test_another_authority_voids_the_cards(
    cards: Cards, panitia: Officer, election: Election, at: datetime
) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    usecases.invite_authority(
        actor=panitia, uuid=election.uuid, person=Person(name="Bapak Harun, notaris"), at=at
    )
    assert not PublicCredential.objects.exists()
    assert cards.client.get("/kredensial/keadaan").status_code == 403


def test_cards_that_no_longer_fit_the_dpt_keep_the_election_open(cards: Cards, election: Election) -> None:
    ok(cards.upload(cards.made(cards.enter())))
    PublicCredential.objects.filter(election=election, label="8A").first().delete()  # type: ignore[union-attr]
    assert str(next(missing.cards(election))).startswith("Jumlah kartu")


def test_a_cancelled_draft_forgets_whom_it_invited(
    cards: Cards, panitia: Officer, election: Election, at: datetime
) -> None:
    trustee, *_others = drafts.arranged(actor=panitia, election=election, at=at)
    elections.cancel(actor=panitia, uuid=election.uuid, reason="Diundur ke semester depan", at=at)
    assert post(cards.client, "/kredensial/masuk", {"token": cards.token}).status_code == 403
    assert post(trustee.client, "/kunci/masuk", {"token": trustee.token}).status_code == 403
    with pytest.raises(Refused):
        usecases.resend(actor=panitia, uuid=election.uuid, owner=1, mail="", at=at)
