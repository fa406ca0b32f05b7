"""From the closing to the result, with real ballots and the Python core as the trustees' browsers."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from tests.server.ceremony.drafts import ok
from tests.server.tally.elections import Held, SetClock, held

from luber.errors import Refused
from luber_server.casting import queries as casting
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.tally import queries, tasks, usecases
from luber_server.tally.models import PartialDecryption, Result, Tally
from luber_server.trail.models import Leaf

CHOICES = (0, 1, 1, 2, 1, None, 0, 1, 2, 1, 1, 0)  # 3, 6, 2 and one blank
COUNTS = (1, 3, 6, 2)


@pytest.fixture
def one(panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock) -> Held:
    return held(actor=panitia, organisation=school, at=at, set_clock=set_clock)


@pytest.fixture
def closed(one: Held) -> Held:
    for card, choice in enumerate(CHOICES):
        one.cast(card, choice)
    one.after_the_end()
    usecases.close(uuid=one.election.uuid, at=one.late)
    one.election.refresh_from_db()
    return one


def acts(election: Election) -> list[str]:
    return list(Leaf.objects.filter(election=election.uuid).order_by("index").values_list("act", flat=True))


def test_two_of_three_open_what_was_cast(closed: Held) -> None:
    assert queries.result(closed.election) is None
    assert closed.trustees[2].act()["step"] == "done"
    assert queries.result(closed.election) is None
    assert closed.trustees[0].act()["step"] == "done"
    found = queries.result(closed.election)
    assert found is not None
    assert found.counts == (COUNTS,)
    closed.election.refresh_from_db()
    assert closed.election.state == Election.State.DECIDED
    assert [one.owner for one in queries.partials(closed.election)] == [3, 1]
    assert closed.trustees[1].state()["step"] == "done"
    assert acts(closed.election)[-6:] == [
        "election.closed",
        "tally.encrypted.computed",
        "tally.partial.accepted",
        "tally.partial.accepted",
        "election.decided",
        "tally.result.published",
    ]


def test_a_vote_that_was_replaced_does_not_count(one: Held) -> None:
    for card, choice in enumerate(CHOICES):
        one.cast(card, choice)
    one.cast(1, 2)
    one.cast(1, 0)
    one.after_the_end()
    usecases.close(uuid=one.election.uuid, at=one.late)
    box = queries.closed(one.election)
    assert box is not None
    assert (box.ballots, box.num_tallied, box.total_weight) == (14, 12, 12)
    for trustee in one.trustees[:2]:
        trustee.act()
    found = queries.result(one.election)
    assert found is not None
    assert found.counts == ((1, 4, 5, 2),)


def test_singles_and_threshold_mixed(
    panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock
) -> None:
    one = held(actor=panitia, organisation=school, at=at, set_clock=set_clock, shared=3, single=1)
    for card in range(10):
        one.cast(card, 0)
    one.after_the_end()
    one.trustees[0].act()
    one.trustees[1].act()
    assert queries.result(one.election) is None  # the one who must be there is missing
    one.trustees[3].act()
    found = queries.result(one.election)
    assert found is not None
    assert found.counts == ((0, 10, 0, 0),)


def test_an_empty_box_has_a_result_too(one: Held, panitia: Officer) -> None:
    one.after_the_end()
    usecases.close(uuid=one.election.uuid, at=one.late)
    usecases.confirm_small(actor=panitia, uuid=one.election.uuid, at=one.late)
    for trustee in one.trustees[:2]:
        trustee.act()
    found = queries.result(one.election)
    assert found is not None
    assert found.counts == ((0, 0, 0, 0),)


# ---- never a total before the end


def test_nothing_is_added_up_before_the_end(one: Held, panitia: Officer) -> None:
    one.cast(0, 1)
    with pytest.raises(Refused, match="belum berakhir"):
        usecases.close(uuid=one.election.uuid, at=one.voting, actor=panitia)
    assert not usecases.close_if_due(one.election, at=one.voting)
    tasks.tick(at=one.voting)
    assert not Tally.objects.exists()
    assert not casting.ended(one.election)
    assert queries.encrypted_tally(one.election) is None
    assert queries.archive_tail(one.election) == ()
    assert one.trustees[0].state()["tally"] is None
    assert one.trustees[0].state()["step"] == "ready"
    assert one.trustees[0].send("decrypt", "{}").status_code == 409
    with pytest.raises(Refused):
        usecases.finish(uuid=one.election.uuid, at=one.voting)
    with pytest.raises(Refused):
        usecases.confirm_small(actor=panitia, uuid=one.election.uuid, at=one.voting)


def test_only_closing_adds_ballots_up() -> None:
    """No other code of the server multiplies ballots or combines decryptions."""
    from pathlib import Path

    import luber_server

    root = Path(luber_server.__file__).parent
    adding = ("encrypted.compute(", "Accumulator", "results.combine(", "result.combine(", "dlog.solve")
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in adding)
    }
    assert found == {"tally/usecases.py"}


def test_closing_twice_is_closing_once(closed: Held) -> None:
    before = (acts(closed.election), queries.encrypted_tally(closed.election))
    usecases.close(uuid=closed.election.uuid, at=closed.late + timedelta(hours=1))
    tasks.tick(at=closed.late + timedelta(hours=1))
    assert (acts(closed.election), queries.encrypted_tally(closed.election)) == before
    assert Tally.objects.count() == 1


def test_the_clock_closes(one: Held) -> None:
    one.cast(0, 1)
    one.after_the_end()
    tasks.tick(at=one.late)
    one.election.refresh_from_db()
    assert one.election.state == Election.State.CLOSED
    assert casting.ended(one.election)


def test_the_first_look_closes_where_the_clock_has_not_come(one: Held) -> None:
    one.cast(0, 1)
    one.after_the_end()
    assert one.trustees[0].state()["step"] == "ready"  # closed by this look; too few ballots to decrypt yet
    assert Tally.objects.filter(election=one.election).exists()


# ---- few ballots


def test_few_ballots_wait_for_the_committee(one: Held, panitia: Officer, other_panitia: Officer) -> None:
    for card in range(9):
        one.cast(card, 0)
    one.after_the_end()
    usecases.close(uuid=one.election.uuid, at=one.late)
    trustee = one.trustees[0]
    assert trustee.state()["step"] == "ready"
    with pytest.raises(Refused, match="Jabatan"):
        usecases.confirm_small(actor=other_panitia, uuid=one.election.uuid, at=one.late)
    usecases.confirm_small(actor=panitia, uuid=one.election.uuid, at=one.late)
    assert acts(one.election)[-1] == "tally.small.confirmed"
    usecases.confirm_small(actor=panitia, uuid=one.election.uuid, at=one.late)
    assert acts(one.election).count("tally.small.confirmed") == 1
    assert trustee.act()["step"] == "done"


def test_few_ballots_refuse_a_part_that_comes_anyway(one: Held, panitia: Officer) -> None:
    for card in range(3):
        one.cast(card, 0)
    one.after_the_end()
    usecases.close(uuid=one.election.uuid, at=one.late)
    usecases.confirm_small(actor=panitia, uuid=one.election.uuid, at=one.late)
    trustee = one.trustees[0]
    part = trustee.made("decrypt", trustee.state())
    Tally.objects.update(small_confirmed_at=None, small_confirmed_by=None)
    response = trustee.send("decrypt", part)
    assert response.status_code == 409
    assert "3 suara" in response.json()["message"]
    assert not PartialDecryption.objects.exists()


# ---- what trustees give is checked


def test_a_part_computed_with_another_key(closed: Held) -> None:
    first, second, _third = closed.trustees
    part = second.made("decrypt", second.state())
    assert first.send("decrypt", part).status_code == 422
    assert not PartialDecryption.objects.exists()


@pytest.mark.parametrize("what", ["challenge", "response", "factor"])
def test_a_tampered_part(closed: Held, what: str) -> None:
    trustee = closed.trustees[0]
    part = json.loads(trustee.made("decrypt", trustee.state()))
    if what == "factor":
        factors = part["decryption_factors"][0]
        factors[0], factors[1] = factors[1], factors[0]
    else:
        proof = part["decryption_proofs"][0][0]
        proof[what] = str(int(proof[what]) ^ 1)
    assert trustee.send("decrypt", json.dumps(part)).status_code == 422
    assert not PartialDecryption.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"decryption_factors":[],"decryption_proofs":[]}', '{"decryption_factors":1}']
)
def test_what_is_no_part(closed: Held, body: str) -> None:
    assert closed.trustees[0].send("decrypt", body).status_code == 400


def test_the_same_part_again_changes_nothing_and_another_is_refused(closed: Held) -> None:
    trustee = closed.trustees[0]
    state = trustee.state()
    ok(trustee.send("decrypt", trustee.made("decrypt", state)))
    before = acts(closed.election)
    ok(trustee.send("decrypt", trustee.sent["decrypt"]))
    assert trustee.send("decrypt", trustee.made("decrypt", state)).status_code == 409
    assert acts(closed.election) == before
    assert PartialDecryption.objects.count() == 1


def test_a_part_after_the_result_is_refused_kindly(closed: Held) -> None:
    late = closed.trustees[2].made("decrypt", closed.trustees[2].state())
    for trustee in closed.trustees[:2]:
        trustee.act()
    response = closed.trustees[2].send("decrypt", late)
    assert response.status_code == 409
    assert "sudah dibuka" in response.json()["message"]
    assert Result.objects.count() == 1


def test_finishing_without_enough_is_refused(closed: Held) -> None:
    closed.trustees[0].act()
    with pytest.raises(Refused, match="perlu 2"):
        usecases.finish(uuid=closed.election.uuid, at=closed.late)
    assert not Result.objects.exists()
