"""The tally, its opening and the result, against belenios-tool's own and against the plain sum of votes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core import belenios, making
from tests.core.making import CHAIR, THREE_QUESTIONS

from luber.ballot import marks
from luber.canon import digest, json
from luber.casting.box import in_force
from luber.ceremony import election as elections
from luber.ceremony import single, threshold
from luber.ceremony import trustees as trustees_of
from luber.crypto.proof import Proof
from luber.errors import Malformed, Refused, Unverified
from luber.tally import decryption, encrypted, result
from luber.tally.encrypted import Accumulator, Companion


@pytest.mark.parametrize(
    "name",
    [belenios.THRESHOLD_ED25519, belenios.THRESHOLD_2048, belenios.WEIGHTED_ED25519, belenios.WEIGHTED_2048],
)
def test_belenios_tools_election_is_opened_again_with_its_keys(name: str) -> None:
    vector = belenios.load(name)
    election = elections.parse(vector.election)
    group = election.group
    trustees = trustees_of.parse(vector.trustees, group=group)
    companion_raw = next(body for body in vector.records() if body.startswith(b'{"num_tallied"'))
    companion = encrypted.parse_companion(companion_raw)
    assert companion.to_bytes() == companion_raw
    raw = next(body for body in vector.records() if digest.sha256_hex(body) == companion.encrypted_tally)
    tally = encrypted.parse(raw, election=election)
    assert encrypted.to_bytes(tally, group=group) == raw
    opened = {}
    for held in vector.secrets["trustees"]:
        if held["kind"] == "Single":
            secret = single.parse_private_key(json.encode(held["private_key"]), group=group)
        else:
            secret = threshold.open_decryption_key(
                group=group, seed=held["seed"], private_key=held["voutput"]["private_key"]
            )
        made = decryption.make(election=election, tally=tally, secret=secret, entropy=making.Seeded("o"))
        decryption.check(made, election=election, tally=tally, public=trustees.owner_key(held["owner"]))
        opened[held["owner"]] = made
    for dropped in (None, 1, 2, 3):
        some = {owner: made for owner, made in opened.items() if owner != dropped}
        if not result.is_enough(trustees=trustees, election=election, present=frozenset(some)):
            continue
        counted = result.combine(
            election=election,
            trustees=trustees,
            tally=tally,
            decryptions=some,
            total_weight=companion.total_weight,
        )
        assert json.parse(counted.to_bytes())["result"] == vector.expected["result"]


@settings(max_examples=12, deadline=None)
@given(
    votes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6),
    weights=st.lists(st.integers(0, 500), min_size=4, max_size=4),
)
def test_the_result_is_the_weighted_sum_of_the_last_votes(
    votes: list[tuple[int, int]], weights: list[int]
) -> None:
    """Answer 3 stands for a blank vote, in the first question of an election with a single trustee."""
    question = replace(CHAIR, blank=True)
    made = making.prepare(questions=(question,), weights=weights, thresholds=())
    last: dict[int, int] = {}
    for voter, answer in votes:
        vector = marks.blank(question) if answer == 3 else marks.vector(question=question, chosen=[answer])
        making.cast(made, voter=voter, choices=[vector])
        last[voter] = answer
    making.finish(made, owners=[1])
    expected = [0, 0, 0, 0]
    for voter, answer in last.items():
        # `prepare` hands weights to voters in order; the published list is sorted by key.
        expected[(answer + 1) % 4] += weights[voter]
    assert json.parse(made.result) == {"result": [expected]}
    companion = encrypted.parse_companion(made.companion)
    assert companion.num_tallied == len(last)
    assert companion.total_weight == sum(weights[voter] for voter in last)


@settings(max_examples=10, deadline=None)
@given(order=st.permutations(range(4)))
def test_the_tally_does_not_depend_on_the_order_of_ballots(order: list[int]) -> None:
    checked = _MADE.checked()
    pairs = [(checked[i].answers, checked[i].weight) for i in order]
    straight = [(ballot.answers, ballot.weight) for ballot in checked]
    assert encrypted.compute(election=_MADE.election, ballots=pairs) == encrypted.compute(
        election=_MADE.election, ballots=straight
    )


def test_what_was_added_can_be_taken_away() -> None:
    checked = _MADE.checked()
    running = Accumulator.of(_MADE.election)
    for ballot in checked:
        running.add([answer.choices for answer in ballot.answers], weight=ballot.weight)
    running.take_away([answer.choices for answer in checked[0].answers], weight=checked[0].weight)
    tally, companion = encrypted.compute(
        election=_MADE.election,
        ballots=[(ballot.answers, ballot.weight) for ballot in in_force(checked)],
    )
    assert running.tally() == tally
    assert (running.num_tallied, running.total_weight) == (companion.num_tallied, companion.total_weight)


def test_nobody_voted() -> None:
    made = making.prepare(questions=THREE_QUESTIONS, weights=(1, 1))
    making.finish(made, owners=[1, 3, 4])
    assert json.parse(made.result) == {"result": [[0] * 5, [0] * 2, [0] * 4]}


def test_any_two_of_three_and_the_single_one_open_the_box() -> None:
    tally = encrypted.parse(_MADE.tally, election=_MADE.election)
    opened = {
        owner: decryption.make(
            election=_MADE.election, tally=tally, secret=secret, entropy=making.Seeded(str(owner))
        )
        for owner, secret in _MADE.secrets.items()
    }
    for count in range(5):
        for present in combinations(opened, count):
            arguments = {
                "election": _MADE.election,
                "trustees": _MADE.trustees,
                "tally": tally,
                "decryptions": {owner: opened[owner] for owner in present},
                "total_weight": 22,
            }
            enough = 1 in present and len(set(present) & {2, 3, 4}) >= 2
            assert (
                result.is_enough(trustees=_MADE.trustees, election=_MADE.election, present=frozenset(present))
                == enough
            )
            if enough:
                assert result.combine(**arguments).counts == ((1, 21, 0),)  # type: ignore[arg-type]
            else:
                with pytest.raises(Refused) as refused:
                    result.combine(**arguments)  # type: ignore[arg-type]
                assert refused.value.code == "result.missing"


def test_a_wrong_opening_is_found_and_named() -> None:
    tally = encrypted.parse(_MADE.tally, election=_MADE.election)
    group = _MADE.group
    honest = decryption.make(
        election=_MADE.election, tally=tally, secret=_MADE.secrets[2], entropy=making.Seeded("w")
    )
    public = _MADE.trustees.owner_key(2)
    decryption.check(honest, election=_MADE.election, tally=tally, public=public)
    proof = honest.proofs[0][1]
    for bad in (
        replace(honest, factors=((honest.factors[0][0], group.generate(3), honest.factors[0][2]),)),
        replace(
            honest,
            proofs=((honest.proofs[0][0], Proof(proof.challenge, proof.response ^ 1), honest.proofs[0][2]),),
        ),
    ):
        with pytest.raises(Unverified) as refused:
            decryption.check(bad, election=_MADE.election, tally=tally, public=public)
        assert "decryption_proofs[0][1]" in str(refused.value)
    with pytest.raises(Unverified):
        decryption.check(honest, election=_MADE.election, tally=tally, public=_MADE.trustees.owner_key(3))


def test_files_are_read_as_they_are_printed() -> None:
    election = _MADE.election
    raw, companion = _MADE.decryptions[0]
    parsed = decryption.parse(raw, election=election)
    assert parsed.to_bytes(_MADE.group) == raw
    assert decryption.parse_companion(companion).to_bytes() == companion
    assert result.parse(_MADE.result, election=election).to_bytes() == _MADE.result
    assert encrypted.parse_companion(_MADE.companion).to_bytes() == _MADE.companion


def test_large_weights_are_written_as_strings() -> None:
    large = Companion(num_tallied=1, total_weight=2**30, encrypted_tally="0" * 64)
    assert b'"total_weight":"1073741824"' in large.to_bytes()
    assert encrypted.parse_companion(large.to_bytes()) == large
    plain = large.to_bytes().replace(b'"1073741824"', b"1073741824")
    assert encrypted.parse_companion(plain) == large


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'{"result":[]}',
        b'{"result":[[1,2]]}',
        b'{"result":[[1,2,-3]]}',
        b'{"result":[[1,2,true]]}',
        b'{"result":[[1,2,"03"]]}',
        b'{"result":[[1,2,3]],"winner":1}',
    ],
)
def test_what_is_no_result(raw: bytes) -> None:
    with pytest.raises(Malformed):
        result.parse(raw, election=_MADE.election)


def test_openings_of_another_shape_are_malformed() -> None:
    value = json.parse(_MADE.decryptions[0][0])
    for name in ("decryption_factors", "decryption_proofs"):
        shapes: list[object] = [[], [[]], value[name] * 2, [value[name][0][:-1]]]
        for changed in shapes:
            with pytest.raises(Malformed):
                decryption.parse(json.encode(value | {name: changed}), election=_MADE.election)


_MADE = making.make()
