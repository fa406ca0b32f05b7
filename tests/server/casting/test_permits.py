"""The second factor: a code to the voter's own mail, one permit a voter, and nobody knows for which card."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.server.casting.made import Made, enrol

from luber.crypto import blind, proof
from luber.crypto.groups import ED25519
from luber_server.casting import permits, usecases
from luber_server.casting.models import Ballot, Permit, PermitCode
from luber_server.ports.models import Delivery

Make = Callable[..., Made]
SetClock = Callable[[datetime], None]


@dataclass
class Voter:
    """One voter's browser: asks, reads the mail, redeems for a card, casts."""

    made: Made
    contact: str
    outbox: Path
    read: set[Path] = field(default_factory=set)

    def post(self, **asked: str) -> Any:
        return Client().post(
            f"/e/{self.made.election.uuid}/izin", data=json.dumps(asked), content_type="application/json"
        )

    def ask(self) -> Any:
        return self.post(step="request", contact=self.contact)

    def code(self) -> str:
        for thread in _sending():
            thread.join()
        fresh = {path: path.read_text() for path in self.outbox.glob("mail-*.txt") if path not in self.read}
        (mine,) = (mail for mail in fresh.values() if f"To: {self.contact}\n" in mail)
        self.read |= set(fresh)
        return str(re.search(r": (\d{6})\n", mine).group(1))  # type: ignore[union-attr]

    def redeem(self, card: int, code: str, r: Any = None) -> Any:
        r = r or ED25519.random_secret(os.urandom)
        point = blind.hash_to_group(self.made.public(card).encode(), uuid=self.made.election.uuid)
        blinded = blind.blind(point, r)
        answer = self.post(step="redeem", contact=self.contact, code=code, blinded=ED25519.text(blinded))
        if answer.status_code != 200:
            return answer
        said = answer.json()
        evaluation = blind.Evaluation(
            evaluated=ED25519.element(said["evaluated"], where="evaluated"),
            proof=proof.parse(said["proof"], group=ED25519, where="proof"),
        )
        assert said["key"] == self.made.sealed.luber["permit_key"]
        key = ED25519.element(said["key"], where="key")
        stamp = blind.unblind(evaluation, blinded=blinded, r=r, key=key, uuid=self.made.election.uuid)
        return ED25519.text(stamp)

    def cast(self, card: int, stamp: str | None) -> Any:
        headers = {"X-Luber-Izin": stamp} if stamp is not None else {}
        return Client().post(
            f"/e/{self.made.election.uuid}/suara",
            data=self.made.ballot(card=card, choice=0),
            content_type="application/json",
            headers=headers,
        )


def _sending() -> list[Any]:
    import threading

    return [thread for thread in threading.enumerate() if thread.name == "permit-code"]


@pytest.fixture
def made(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Made:
    monkeypatch.setattr(settings, "OUTBOX_DIR", tmp_path, raising=False)
    found = make(voters=4, second_factor="mail")
    enrol(found, contacts=[f"pemilih{number}@contoh.id" for number in range(4)])
    return found


@pytest.fixture
def voter(made: Made, tmp_path: Path) -> Callable[[int], Voter]:
    return lambda number: Voter(made, f"pemilih{number}@contoh.id", tmp_path)


def test_a_voter_votes_with_a_code_and_a_card(made: Made, voter: Callable[[int], Voter]) -> None:
    mine = voter(0)
    answer = mine.ask()
    assert answer.json() == {"sent_to": "p***@contoh.id"}
    stamp = mine.redeem(2, mine.code())
    assert isinstance(stamp, str)
    assert mine.cast(2, None).json()["code"] == "casting.permit_missing"
    assert mine.cast(2, stamp).status_code == 201
    assert mine.cast(2, stamp).status_code == 201, "may vote again with the same permit"
    assert Permit.objects.count() == 1
    assert PermitCode.objects.count() == 0


def test_a_permit_is_for_one_card_only(made: Made, voter: Callable[[int], Voter]) -> None:
    mine = voter(0)
    mine.ask()
    stamp = mine.redeem(2, mine.code())
    answer = mine.cast(1, stamp)
    assert (answer.status_code, answer.json()["code"]) == (422, "blind.stamp")
    for spoiled in ("", "0" * 64, "f" * 64, stamp[:-2] + "00", "izin"):
        assert mine.cast(2, spoiled).status_code in (400, 409, 422)
    assert Ballot.objects.count() == 0


def test_one_voter_one_card(made: Made, voter: Callable[[int], Voter]) -> None:
    mine = voter(0)
    mine.ask()
    r = ED25519.random_secret(os.urandom)
    first = mine.redeem(0, mine.code(), r)
    mine.ask()
    assert mine.redeem(0, mine.code(), r) == first, "the same request is the same permit"
    mine.ask()
    again = mine.redeem(1, mine.code())
    assert (again.status_code, again.json()["code"]) == (409, "casting.permit_spent")


def test_the_answer_does_not_tell_who_is_on_the_roll(made: Made, tmp_path: Path) -> None:
    stranger = Voter(made, "bukan.pemilih@contoh.id", tmp_path)
    known = Voter(made, "pemilih1@contoh.id", tmp_path)
    for asked in (stranger, known):
        answer = asked.ask()
        assert (answer.status_code, list(answer.json())) == (200, ["sent_to"])
    known.code()
    assert not [path for path in tmp_path.glob("*") if "bukan.pemilih" in path.read_text()]
    refused = [asked.redeem(0, "000000").json() for asked in (stranger, known)]
    assert refused[0] == refused[1]
    assert PermitCode.objects.count() == 2


def test_a_code_can_be_tried_five_times(made: Made, voter: Callable[[int], Voter]) -> None:
    mine = voter(0)
    mine.ask()
    code = mine.code()
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(permits.TRIES):
        assert mine.redeem(0, wrong).json()["code"] == "casting.permit_code"
    assert mine.redeem(0, code).json()["code"] == "casting.permit_code"


def test_a_code_lives_ten_minutes(
    made: Made, voter: Callable[[int], Voter], at: datetime, set_clock: SetClock
) -> None:
    mine = voter(0)
    mine.ask()
    code = mine.code()
    set_clock(at + permits.LIVES)
    assert mine.redeem(0, code).json()["code"] == "casting.permit_code"
    usecases.tidy(at=at + permits.LIVES)
    assert PermitCode.objects.count() == 0


def test_codes_do_not_come_in_floods(made: Made, voter: Callable[[int], Voter]) -> None:
    mine = voter(0)
    answers = [mine.ask().status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    mine.code()
    assert len(list(mine.outbox.glob("mail-*.txt"))) == 1, "one a minute, whatever was asked"


def test_requests_that_are_not_of_the_form(made: Made, voter: Callable[[int], Voter]) -> None:
    mine = voter(0)
    for asked in (
        {},
        {"step": "request"},
        {"step": "lain", "contact": "a@b.id"},
        {"step": "request", "contact": "x"},
    ):
        assert mine.post(**asked).status_code == 400
    assert (
        Client().post(f"/e/{made.election.uuid}/izin", data=b"[", content_type="application/json").status_code
        == 400
    )
    mine.ask()
    code = mine.code()
    for blinded in ("", "zz", "0" * 64, "f" * 64, ED25519.text(ED25519.one)):
        refused = mine.post(step="redeem", contact=mine.contact, code=code, blinded=blinded)
        assert refused.status_code in (400, 409), blinded


def test_an_election_without_a_second_factor_has_no_such_door(make: Make) -> None:
    made = make()
    answer = Client().post(
        f"/e/{made.election.uuid}/izin",
        data=json.dumps({"step": "request", "contact": "a@contoh.id"}),
        content_type="application/json",
    )
    assert answer.json()["code"] == "casting.no_second_factor"


def test_the_key_is_fixed_with_the_election_and_sealed_at_rest(made: Made) -> None:
    key = permits.secret_key(made.election)
    assert made.sealed.luber["permit_key"] == ED25519.text(ED25519.public(key))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM casting_permitkey")
        stored = bytes(cursor.fetchone()[0])
    assert str(key.value).encode() not in stored


def test_nothing_is_left_of_when(made: Made, voter: Callable[[int], Voter], at: datetime) -> None:
    order = [2, 0, 3, 1]
    for number in order:
        mine = voter(number)
        mine.ask()
        mine.redeem(number, mine.code())
    usecases.tidy(at=at + timedelta(minutes=1))
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("casting_permit", "casting_permitcode"):
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
                assert cursor.fetchone()[0].endswith("WITHOUT ROWID")
        else:
            cursor.execute(f"SELECT voter FROM casting_permit ORDER BY {hidden}")
            stored = [row[0] for row in cursor.fetchall()]
            assert stored == sorted(stored)
    assert all(Permit.objects.values_list("settled", flat=True))
    assert Delivery.objects.count() == 0
    assert {path.stat().st_mtime for path in voter(0).outbox.glob("*")} == {0}
