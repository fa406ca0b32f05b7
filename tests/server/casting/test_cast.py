"""Casting over HTTP: what is accepted, what is refused and why, and that a refusal changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client, override_settings
from tests.server.casting.made import Made

from luber.canon.digest import fingerprint, sha256_hex
from luber.casting import receipt
from luber_server.casting import queries, usecases
from luber_server.casting.models import Ballot, Box, InForce
from luber_server.election.models import Election

Make = Callable[..., Made]
SetClock = Callable[[datetime], None]


def post(made: Made, raw: bytes, **headers: str) -> Any:
    return Client().post(
        f"/e/{made.election.uuid}/suara", data=raw, content_type="application/json", headers=headers
    )


def rows(made: Made) -> tuple[int, int, int]:
    election = made.election
    box = Box.objects.filter(pk=election.pk).first()
    return (
        box.ballots if box else 0,
        Ballot.objects.filter(election=election).count(),
        InForce.objects.filter(election=election).count(),
    )


def test_a_ballot_enters_and_the_voter_gets_a_receipt(make: Make) -> None:
    made = make()
    raw = made.ballot(card=0, choice=1)
    answer = post(made, raw)
    assert answer.status_code == 201
    tracker = fingerprint(raw)
    assert answer.json() == {"tracker": tracker, "words": list(receipt.words(tracker)), "seq": 1}
    stored = Ballot.objects.get(election=made.election)
    assert bytes(stored.payload) == raw
    assert stored.credential == made.public(0)
    assert rows(made) == (1, 1, 1)
    assert not answer.cookies


def test_the_same_bytes_again_give_the_same_receipt_and_no_second_row(make: Make) -> None:
    made = make(revote=False)
    raw = made.ballot(card=0, choice=1)
    first, again = post(made, raw), post(made, raw)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert rows(made) == (1, 1, 1)


def test_the_last_of_a_card_counts_and_an_old_one_sent_again_does_not_come_back(make: Make) -> None:
    made = make()
    first, second = made.ballot(card=0, choice=0), made.ballot(card=0, choice=2)
    post(made, first)
    post(made, made.ballot(card=1, choice=1))
    assert post(made, second).status_code == 201
    assert post(made, first).json()["seq"] == 1
    assert rows(made) == (3, 3, 2)
    assert second in list(queries.ballots_in_force(made.election))
    assert first not in list(queries.ballots_in_force(made.election))
    assert next(queries.ballots(made.election)) == first
    assert [(one.seq, one.replaced) for one in queries.entries(made.election, start=0, stop=9)] == [
        (3, False),
        (2, False),
        (1, True),
    ]


def test_where_one_cast_is_allowed_the_second_is_refused(make: Make) -> None:
    made = make(revote=False)
    post(made, made.ballot(card=0, choice=0))
    answer = post(made, made.ballot(card=0, choice=2))
    assert answer.status_code == 409
    assert answer.json()["code"] == "casting.already_cast"
    assert "satu suara" in answer.json()["message"]
    assert rows(made) == (1, 1, 1)


@pytest.mark.parametrize("revote", [True, False])
def test_parallel_casts_of_one_card_leave_one_in_force(make: Make, revote: bool) -> None:
    made = make(revote=revote)
    raws = [made.ballot(card=0, choice=number % 3) for number in range(40)]

    def one(raw: bytes) -> int:
        try:
            return int(post(made, raw).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(one, raws))
    assert statuses.count(201) == (40 if revote else 1)
    assert statuses.count(409) == (0 if revote else 39)
    assert len(list(queries.ballots_in_force(made.election))) == 1
    assert rows(made) == ((40, 40, 1) if revote else (1, 1, 1))


def test_the_chain_of_the_box_is_the_archives(make: Make) -> None:
    made = make()
    for card in range(3):
        post(made, made.ballot(card=card, choice=card))
    raws = list(queries.ballots(made.election))
    head = Box.objects.get(pk=made.election.pk)
    parent = None
    for seq, raw in enumerate(raws, start=1):
        before = _setup_hash(made) if parent is None else parent
        event = {"parent": before, "height": seq, "type": "Ballot", "payload": sha256_hex(raw)}
        parent = sha256_hex(json.dumps(event, separators=(",", ":")).encode())
    assert head.head == parent


def _setup_hash(made: Made) -> str:
    from luber_server.ceremony import queries as ceremony

    row = ceremony.sealed(made.election)
    record = {
        "election": sha256_hex(row.election_json),
        "trustees": sha256_hex(row.trustees_json),
        "credentials": sha256_hex(row.public_creds_json),
    }
    payload = sha256_hex(json.dumps(record, separators=(",", ":")).encode())
    event = {"height": 0, "type": "Setup", "payload": payload}
    return sha256_hex(json.dumps(event, separators=(",", ":")).encode())


# ---- what is refused


def _member(raw: bytes, **changed: object) -> bytes:
    return json.dumps(json.loads(raw) | changed, separators=(",", ":"), ensure_ascii=False).encode()


def _swapped_answer(made: Made) -> bytes:
    """Somebody else's answers under this card's signature."""
    mine, other = json.loads(made.ballot(card=0, choice=0)), json.loads(made.ballot(card=1, choice=0))
    return _member(made.ballot(card=0, choice=0), answers=other["answers"], signature=mine["signature"])


FAULTY: dict[str, tuple[Callable[[Made], bytes], int, str]] = {
    "nothing": (lambda made: b"", 400, "ballot.form"),
    "not JSON": (lambda made: b"suara saya", 400, "ballot.form"),
    "not UTF-8": (lambda made: b"\xff\xfe{}", 400, "ballot.form"),
    "an empty object": (lambda made: b"{}", 400, "ballot.form"),
    "an array": (lambda made: b"[]", 400, "ballot.form"),
    "nested beyond reason": (lambda made: b"[" * 100_000, 400, "ballot.form"),
    "half a ballot": (lambda made: made.ballot(card=0, choice=0)[:-40], 400, "ballot.form"),
    "a newline at the end": (lambda made: made.ballot(card=0, choice=0) + b"\n", 400, "ballot.form"),
    "a blank inside": (
        lambda made: made.ballot(card=0, choice=0).replace(b'","', b'", "', 1),
        400,
        "ballot.form",
    ),
    "a member too many": (
        lambda made: _member(made.ballot(card=0, choice=0), catatan="pilih saya"),
        400,
        "ballot.form",
    ),
    "no signature": (
        lambda made: json.dumps(
            {k: v for k, v in json.loads(made.ballot(card=0, choice=0)).items() if k != "signature"},
            separators=(",", ":"),
        ).encode(),
        400,
        "ballot.form",
    ),
    "another election": (
        lambda made: _member(made.ballot(card=0, choice=0), election_uuid="11111111111111"),
        409,
        "ballot.election",
    ),
    "another fingerprint": (
        lambda made: _member(made.ballot(card=0, choice=0), election_hash="A" * 43),
        409,
        "ballot.election",
    ),
    "an unlisted card": (
        lambda made: made.unlisted_ballot(),
        409,
        "ballot.credential",
    ),
    "another card's key": (
        lambda made: _member(made.ballot(card=0, choice=0), credential=made.public(1)),
        422,
        "ballot.signature",
    ),
    "somebody else's answers": (_swapped_answer, 422, "ballot.signature"),
    "signed, with false proofs": (lambda made: made.signed_rubbish(card=0), 422, "ballot.proofs"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_ballot_is_named_and_changes_nothing(make: Make, name: str) -> None:
    spoil, status, code = FAULTY[name]
    made = make()
    post(made, made.ballot(card=1, choice=1))
    before = rows(made)
    answer = post(made, spoil(made))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(answer.json()["message"].split()) >= 4
    assert rows(made) == before


def test_what_is_too_large_is_not_read(make: Make) -> None:
    made = make()
    answer = post(made, b"x" * 4_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "casting.too_large")


def test_no_such_election(make: Make) -> None:
    made = make()
    answer = Client().post("/e/11111111111111/suara", data=b"{}", content_type="application/json")
    assert answer.status_code == 404
    assert answer.json()["code"] == "election.none"
    assert Client().get(f"/e/{made.election.uuid}/suara").status_code == 405


# ---- when


def test_before_the_opening(make: Make, at: datetime) -> None:
    made = make(opens_at=at + timedelta(minutes=1))
    answer = post(made, made.ballot(card=0, choice=0))
    assert (answer.status_code, answer.json()["code"]) == (409, "casting.not_open")
    assert rows(made) == (0, 0, 0)


def test_after_the_closing_only_a_lost_receipt_is_given_again(
    make: Make, at: datetime, set_clock: SetClock
) -> None:
    made = make()
    raw = made.ballot(card=0, choice=0)
    post(made, raw)
    set_clock(at + timedelta(hours=5))
    late = post(made, made.ballot(card=1, choice=0))
    assert (late.status_code, late.json()["code"]) == (409, "casting.closed")
    assert post(made, raw).status_code == 200
    assert rows(made) == (1, 1, 1)


def test_a_closing_that_was_moved_is_known_to_every_process(
    make: Make, at: datetime, set_clock: SetClock
) -> None:
    made = make()
    post(made, made.ballot(card=0, choice=0))  # this process has read the election
    later = at + timedelta(hours=6)
    Election.objects.filter(pk=made.election.pk).update(closes_at=later)
    set_clock(at + timedelta(hours=5, minutes=30))
    assert post(made, made.ballot(card=1, choice=0)).status_code == 201
    set_clock(later)
    assert post(made, made.ballot(card=2, choice=0)).json()["code"] == "casting.closed"


def test_the_moment_of_the_commit_decides(make: Make, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request came in time; the clock struck while its proofs were being checked."""
    from luber_server.casting import journal

    made = make()
    late = at + timedelta(hours=5)
    entered = journal.enter_in_database
    monkeypatch.setattr(journal, "enter_in_database", lambda casts: entered(casts, now=lambda: late))
    answer = post(made, made.ballot(card=0, choice=0))
    assert (answer.status_code, answer.json()["code"]) == (409, "casting.closed")
    assert rows(made) == (0, 0, 0)


def test_nothing_enters_after_the_end_whatever_the_clock_says(make: Make) -> None:
    made = make()
    post(made, made.ballot(card=0, choice=0))
    assert usecases.end(election=made.election) == 1
    answer = post(made, made.ballot(card=1, choice=0))
    assert (answer.status_code, answer.json()["code"]) == (409, "casting.closed")
    assert usecases.end(election=made.election) == 1
    assert rows(made) == (1, 1, 1)


def test_closing_and_casting_do_not_wait_for_each_other(make: Make) -> None:
    """Whoever closes holds the election's row while casts go on; then it takes the box."""
    made = make(voters=30)
    raws = [made.ballot(card=card, choice=0) for card in range(30)]
    post(made, raws[0])

    def one(raw: bytes) -> int:
        try:
            return int(post(made, raw).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        casting = [pool.submit(one, raw) for raw in raws[1:15]]
        with transaction.atomic():
            Election.objects.select_for_update().get(pk=made.election.pk)
            casting += [pool.submit(one, raw) for raw in raws[15:]]
            time.sleep(0.2)
            in_box = usecases.end(election=made.election)
        statuses = [cast.result() for cast in casting]
    assert set(statuses) <= {201, 409}
    assert statuses.count(201) == in_box - 1
    assert rows(made) == (in_box, in_box, in_box)


# ---- how many


def test_a_crowd_is_told_to_come_back_and_all_who_do_are_counted(make: Make) -> None:
    made = make(voters=40)
    waiting = {card: made.ballot(card=card, choice=card % 3) for card in range(40)}

    def one(card: int) -> tuple[int, Any]:
        try:
            return card, post(made, waiting[card])
        finally:
            connections.close_all()

    turned_away = 0
    with override_settings(CASTING_QUEUE=2), ThreadPoolExecutor(20) as pool:
        while waiting:
            answers = dict(pool.map(one, list(waiting)))
            for card, answer in answers.items():
                if answer.status_code == 503:
                    assert answer.json()["code"] == "casting.busy"
                    assert int(answer["Retry-After"]) > 0
                    turned_away += 1
                else:
                    assert answer.status_code == 201
                    del waiting[card]
            assert rows(made)[0] == 40 - len(waiting), "who was turned away has left nothing"
    assert turned_away
    assert rows(made) == (40, 40, 40)


def test_an_address_has_a_rate_and_faulty_ballots_a_lower_one(make: Make) -> None:
    made = make(voters=5)
    with override_settings(CASTING_RATE=30):
        faulty = [post(made, b"{}") for _ in range(4)]
        assert [answer.status_code for answer in faulty] == [400, 400, 400, 429]
        assert int(faulty[-1]["Retry-After"]) > 0
        good = [post(made, made.ballot(card=card, choice=0)).status_code for card in range(5)]
        assert good == [201] * 5
        rest = [post(made, b"{}").status_code for _ in range(30)]
        assert rest[-1] == 429
        assert post(made, made.ballot(card=0, choice=1)).status_code == 429
