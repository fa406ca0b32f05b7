"""A ballot: made and checked, belenios-tool's and ours, and everything that makes one unacceptable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core import belenios, making
from tests.core.making import CHAIR, THREE_QUESTIONS, Made, Seeded

from luber.ballot import marks
from luber.ballot.marks import Vector
from luber.ballot.question import CountedQuestion
from luber.canon import digest, json
from luber.casting import ballot as ballots
from luber.ceremony import election as elections
from luber.crypto import schnorr
from luber.errors import LuberError, Malformed, Refused, Unverified
from luber.registry import credentials as credentials_of

_made = making.prepare(questions=THREE_QUESTIONS, weights=(1, 5))
_raw = ballots.make(
    election=_made.election,
    secret=_made.voter_secret(0),
    choices=[(0, 1, 0, 1, 0), (0, 1), (1, 0, 0, 0)],
    entropy=Seeded("suara"),
)


def check(raw: bytes, made: Made = _made) -> ballots.CheckedBallot:
    return ballots.check(election=made.election, credentials=made.credentials, raw=raw)


@pytest.mark.parametrize("name", belenios.READABLE)
def test_belenios_tools_ballots_are_accepted(name: str) -> None:
    vector = belenios.load(name)
    election = elections.parse(vector.election)
    listed = credentials_of.parse(vector.credentials, group=election.group)
    accepted = [ballots.check(election=election, credentials=listed, raw=raw) for raw in vector.ballots()]
    assert [ballot.tracker for ballot in accepted] == vector.expected["smart_ballot_trackers"]


def vectors(question: CountedQuestion) -> list[Vector]:
    """All valid answers to a question."""
    found = []
    for number in range(2**question.ciphertexts):
        vector = tuple(number >> place & 1 for place in range(question.ciphertexts))
        try:
            marks.check(question=question, vector=vector)
        except LuberError:
            continue
        found.append(vector)
    return found


@pytest.mark.parametrize(
    "question",
    [
        CHAIR,
        CountedQuestion("nol sampai semua", ("a", "b"), 0, 2, False),
        CountedQuestion("tepat dua", ("a", "b", "c"), 2, 2, False),
        CountedQuestion("tidak ada", ("a",), 0, 0, False),
        CountedQuestion("satu, atau kosong", ("a", "b"), 1, 1, True),
        CountedQuestion("nol sampai dua, atau kosong", ("a", "b"), 0, 2, True),
        CountedQuestion("kotak kosong", ("Pasangan A", "Kotak kosong"), 1, 1, False),
    ],
    ids=lambda question: question.question,
)
def test_every_valid_vote_is_accepted(question: CountedQuestion) -> None:
    made = making.prepare(questions=(question,), weights=(1,), thresholds=())
    for vector in vectors(question):
        making.cast(made, voter=0, choices=[vector])
    assert len(made.checked()) == len(vectors(question)) > 0


def test_a_vote_in_the_other_group() -> None:
    made = making.prepare(group="BELENIOS-2048", questions=THREE_QUESTIONS, weights=(1,), thresholds=())
    making.cast(made, voter=0, choices=[(1, 0, 0, 0, 0), (1, 0), (0, 1, 0, 1)])
    accepted = made.checked()[0]
    assert accepted.weight == 1


def test_what_is_known_of_an_accepted_ballot() -> None:
    accepted = check(_raw)
    group = _made.group
    assert accepted.raw == _raw
    assert accepted.credential == group.text(group.public(_made.voter_secret(0)))
    assert accepted.tracker == digest.fingerprint(_raw)
    assert accepted.weight == _made.credentials.weight(accepted.credential)
    assert [len(answer.choices) for answer in accepted.answers] == [5, 2, 4]


def test_the_same_chance_gives_the_same_bytes() -> None:
    arguments: dict[str, Any] = {
        "election": _made.election,
        "secret": _made.voter_secret(0),
        "choices": [(0, 1, 0, 1, 0), (0, 1), (1, 0, 0, 0)],
    }
    assert ballots.make(**arguments, entropy=Seeded("suara")) == _raw
    assert ballots.make(**arguments, entropy=Seeded("lain")) != _raw


def test_a_vote_that_is_not_valid_is_not_even_made() -> None:
    for choices in ([(1, 1, 0)], [(0, 0, 0)], [(2, 0, 0)], [(1, 0)], []):
        made = making.prepare(weights=(1,), thresholds=())
        with pytest.raises(LuberError):
            making.cast(made, voter=0, choices=choices)


def resigned(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Our ballot with `change` made to it and signed anew by its voter."""
    value = json.parse(_raw)
    del value["signature"]
    change(value)
    signed = digest.fingerprint(json.encode(value))
    proof = schnorr.prove(
        group=_made.group, secret=_made.voter_secret(0), prefix=f"sig|{signed}|", entropy=Seeded("r")
    )
    return json.encode(value | {"signature": {"hash": signed, "proof": proof.to_json()}})


def set_(path: str, new: Any) -> Callable[[dict[str, Any]], None]:
    """Put `new` at the place that `path` (`answers.0.choices`) names."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(value: Any) -> None:
        for step in steps:
            value = value[step]
        value[last] = new

    return change


def test_resigning_alone_changes_nothing() -> None:
    check(resigned(lambda value: None))


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        (set_("election_uuid", "11111111111111"), Refused, ballots.ELECTION),
        (set_("election_hash", "x"), Refused, ballots.ELECTION),
        (set_("credential", "6" * 62 + "58"), Refused, ballots.CREDENTIAL),
        (set_("credential", "zz"), Malformed, ballots.FORM),
        (set_("credential", 7), Malformed, ballots.FORM),
        (set_("extra", 7), Malformed, ballots.FORM),
        (set_("answers", []), Malformed, ballots.FORM),
        (set_("answers", {}), Malformed, ballots.FORM),
        (set_("answers.0.extra", 1), Malformed, ballots.FORM),
        (set_("answers.1.blank_proof", []), Malformed, ballots.FORM),
        (set_("answers.0.choices", []), Malformed, ballots.FORM),
        (set_("answers.0.choices.0.alpha", "0" * 63), Malformed, ballots.FORM),
        (set_("answers.0.choices.0.alpha", "f" * 64), Malformed, ballots.FORM),
        (set_("answers.0.choices.0.alpha", "0" * 64), Unverified, ballots.PROOFS),
        (set_("answers.0.choices.0.beta", "0" * 64), Unverified, ballots.PROOFS),
        (set_("answers.0.choices.0.alpha", "0" * 63 + "2"), Unverified, ballots.PROOFS),
        (set_("answers.0.choices.0.beta", "0" * 63 + "1"), Unverified, ballots.PROOFS),
        (set_("answers.0.overall_proof", []), Malformed, ballots.FORM),
        (set_("answers.0.blank_proof", []), Malformed, ballots.FORM),
        (set_("answers.0.individual_proofs.0", []), Malformed, ballots.FORM),
        (set_("answers.0.individual_proofs.0.0.challenge", "1"), Unverified, ballots.PROOFS),
        (set_("answers.0.individual_proofs.4.1.response", "1"), Unverified, ballots.PROOFS),
        (set_("answers.0.overall_proof.2.challenge", "0"), Unverified, ballots.PROOFS),
        (set_("answers.0.blank_proof.1.response", "0"), Unverified, ballots.PROOFS),
        (set_("answers.1.overall_proof.0.response", "5"), Unverified, ballots.PROOFS),
        (set_("answers.2.blank_proof.0.challenge", "5"), Unverified, ballots.PROOFS),
    ],
)
def test_a_bad_ballot_says_why(
    change: Callable[[dict[str, Any]], None], kind: type[LuberError], code: str
) -> None:
    with pytest.raises(kind) as refused:
        check(resigned(change))
    assert refused.value.code == code
    said = str(refused.value)
    assert said.endswith(".")
    assert len(said) < 400


def test_members_in_another_order_are_refused() -> None:
    def reverse(value: dict[str, Any]) -> None:
        value["answers"][1] = dict(reversed(value["answers"][1].items()))

    with pytest.raises(Malformed):
        check(resigned(reverse))
    value = json.parse(_raw)
    with pytest.raises(Malformed):
        check(json.encode(dict(reversed(value.items()))))


def test_a_signature_of_another_or_none() -> None:
    value = json.parse(_raw)
    for path, new in (
        ("signature.hash", digest.fingerprint(b"x")),
        ("signature.proof.challenge", "1"),
        ("signature.proof.response", "1"),
    ):
        changed = json.parse(_raw)
        set_(path, new)(changed)
        with pytest.raises(Unverified) as refused:
            check(json.encode(changed))
        assert refused.value.code == ballots.SIGNATURE
    del value["signature"]
    with pytest.raises(Malformed):
        check(json.encode(value))


def test_a_ballot_of_another_voter_does_not_carry_over() -> None:
    """The second voter cannot send the first one's ciphertexts as their own."""
    value = json.parse(_raw)
    group = _made.group
    value["credential"] = group.text(group.public(_made.voter_secret(1)))
    del value["signature"]
    signed = digest.fingerprint(json.encode(value))
    proof = schnorr.prove(
        group=group, secret=_made.voter_secret(1), prefix=f"sig|{signed}|", entropy=Seeded("copy")
    )
    with pytest.raises(Unverified) as refused:
        check(json.encode(value | {"signature": {"hash": signed, "proof": proof.to_json()}}))
    assert refused.value.code == ballots.PROOFS


@settings(max_examples=150, deadline=None)
@given(position=st.integers(0, len(_raw) - 1), bit=st.integers(0, 7))
def test_no_flipped_bit_is_accepted(position: int, bit: int) -> None:
    raw = bytearray(_raw)
    raw[position] ^= 1 << bit
    with pytest.raises(LuberError) as refused:
        check(bytes(raw))
    assert refused.value.code.startswith("ballot.")


@settings(max_examples=60, deadline=None)
@given(
    garbage=st.binary(max_size=300)
    | st.text(max_size=100).map(lambda text: json.text(text).encode("utf-8", "replace"))
)
def test_garbage_is_malformed_and_never_another_exception(garbage: bytes) -> None:
    with pytest.raises(Malformed):
        check(garbage)


def test_a_giant_is_refused_before_it_is_read() -> None:
    with pytest.raises(Malformed):
        check(b" " * (ballots.LARGEST_BALLOT_BYTES + 1))
