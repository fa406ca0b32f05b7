"""Kinds of tampering, each with the check that must find it. Importable, so that other suites may use them.

A tampering takes a finished honest election (made afresh for it) and returns the bytes of a dishonest
archive. Unless it says otherwise, the tamperer is thorough: chain, hashes and names are made anew, so that
only the check it is meant for can notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.core import making
from tests.core.making import CHAIR, Made, Seeded

from luber.ballot import marks
from luber.canon import digest, json
from luber.casting import answer as answers_of
from luber.casting import ballot as ballots
from luber.casting import counted
from luber.ceremony import election as elections
from luber.ceremony import single
from luber.ceremony import trustees as trustees_of
from luber.ceremony.single import SingleKey
from luber.crypto import disjunction, schnorr
from luber.crypto.ed25519 import FIELD
from luber.crypto.elgamal import Ciphertext
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.publication import archive
from luber.tally import encrypted, result

Tampering = Callable[[Made], bytes]
KINDS: list[tuple[str, Tampering]] = []

MINUS_ONE = (FIELD - 1).to_bytes(32, "big").hex()  # the point (0, -1), of order 2


def found_by(check: str) -> Callable[[Tampering], Tampering]:
    """Enter a kind of tampering, with the check that must fail first."""

    def enter(tampering: Tampering) -> Tampering:
        KINDS.append((check, tampering))
        return tampering

    return enter


def _step(made: Made, kind: str, index: int, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with the last data record of the first `kind` event changed, everything after it made anew."""
    steps = made.steps()
    place = next(i for i, (name, _records) in enumerate(steps) if name == kind)
    records = list(steps[place][1])
    records[index] = change(records[index])
    steps[place] = (kind, records)
    return making.write(steps)


def _change(raw: bytes, change: Callable[[Any], Any]) -> bytes:
    """JSON with `change` made to it; it may change in place or return a new value."""
    value = json.parse(raw)
    changed = change(value)
    return json.encode(value if changed is None else changed)


def _reseal(made: Made, *, record: int, raw: bytes) -> bytes:
    """Another election (0), trustees (1) or credentials (2) record, sealed anew."""
    steps = made.steps()
    records = list(steps[0][1])
    records[record] = raw
    names = ("election", "trustees", "credentials")
    sealed = {name: digest.sha256_hex(body) for name, body in zip(names, records[:3], strict=True)}
    steps[0] = ("Setup", [*records[:3], json.encode(sealed)])
    return making.write(steps)


def _resign(made: Made, raw: bytes, *, secret: Secret, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A ballot with `change` made to it and signed anew: what a dishonest voter could send."""
    value = json.parse(raw)
    del value["signature"]
    change(value)
    signed = digest.fingerprint(json.encode(value))
    proof = schnorr.prove(group=made.group, secret=secret, prefix=f"sig|{signed}|", entropy=made.entropy)
    return json.encode(value | {"signature": {"hash": signed, "proof": proof.to_json()}})


def _recount(made: Made, chosen: list[int]) -> bytes:
    """Close the box over these ballots only, and let honest trustees open that."""
    checked = made.checked()
    tally, companion = encrypted.compute(
        election=made.election, ballots=[(checked[i].answers, checked[i].weight) for i in chosen]
    )
    return _reopen(made, encrypted.to_bytes(tally, group=made.group), companion.to_bytes())


def _reopen(made: Made, tally: bytes, companion: bytes) -> bytes:
    made.tally, made.companion = tally, companion
    made.decryptions.clear()
    opened = {owner: making.decrypt(made, owner=owner) for owner in (1, 2, 4)}
    made.result = result.combine(
        election=made.election,
        trustees=made.trustees,
        tally=encrypted.parse(tally, election=made.election),
        decryptions=opened,
        total_weight=10**4,
    ).to_bytes()
    return made.archive()


def _record_at(raw: bytes, name_ends: bytes, skip: int = 0) -> int:
    """Where the header of the (skip+1)-th record stands whose name ends so."""
    position = 0
    while position < len(raw):
        if raw[position : position + 100].rstrip(b"\0").endswith(name_ends):
            if skip == 0:
                return position
            skip -= 1
        size = int(raw[position + 124 : position + 135], 8)
        position += 512 + size + (-size % 512)
    raise LookupError(name_ends)


def _patched(raw: bytes, position: int, new: bytes) -> bytes:
    return raw[:position] + new + raw[position + len(new) :]


# ---- the file


@found_by("archive.header")
def nothing_at_all(made: Made) -> bytes:
    return b""


@found_by("archive.header")
def another_file(made: Made) -> bytes:
    return archive.frame(name="README", body=b"halo", timestamp=making.TIMESTAMP)


@found_by("archive.header")
def a_timestamp_that_is_a_number(made: Made) -> bytes:
    body = json.encode({"version": 1, "timestamp": making.TIMESTAMP})
    first = archive.frame(name="BELENIOS", body=body, timestamp=making.TIMESTAMP)
    return first + made.archive()[1024:]


@found_by("archive.bytes")
def another_time_in_one_header(made: Made) -> bytes:
    raw = made.archive()
    position = _record_at(raw, b".event.json")
    body_name = raw[position : position + 100].rstrip(b"\0").decode()
    size = int(raw[position + 124 : position + 135], 8)
    return _patched(raw, position, archive.header(name=body_name, size=size, timestamp=making.TIMESTAMP + 1))


@found_by("archive.bytes")
def an_owner_name(made: Made) -> bytes:
    return _patched(made.archive(), 265, b"root")


@found_by("archive.bytes")
def a_magic_of_newer_tar(made: Made) -> bytes:
    return _patched(made.archive(), 257, b"ustar")


@found_by("archive.bytes")
def something_hidden_in_the_padding(made: Made) -> bytes:
    return _patched(made.archive(), 1023, b"!")


@found_by("archive.bytes")
def blocks_of_zeros_at_the_end(made: Made) -> bytes:
    return made.archive() + bytes(1024)


@found_by("archive.bytes")
def cut_off_in_a_body(made: Made) -> bytes:
    return made.archive()[:-700]


@found_by("archive.bytes")
def cut_off_in_a_header(made: Made) -> bytes:
    return made.archive()[: 1024 + 100]


@found_by("archive.bytes")
def a_size_that_is_no_number(made: Made) -> bytes:
    return _patched(made.archive(), 1024 + 124, b"x")


@found_by("archive.names")
def a_body_changed_under_its_old_name(made: Made) -> bytes:
    raw = made.archive()
    return raw.replace(b"Pemilihan Ketua OSIS", b"Pemilihan Ketua 0SIS", 1)


@found_by("archive.names")
def a_record_with_another_name(made: Made) -> bytes:
    raw = made.archive()
    position = _record_at(raw, b".data.json")
    size = int(raw[position + 124 : position + 135], 8)
    header = archive.header(name="f" * 64 + ".data.json", size=size, timestamp=making.TIMESTAMP)
    return _patched(raw, position, header)


@found_by("archive.names")
def a_record_of_another_kind(made: Made) -> bytes:
    raw = made.archive()
    position = _record_at(raw, b".data.json")
    name = raw[position : position + 64].decode() + ".html"
    size = int(raw[position + 124 : position + 135], 8)
    return _patched(raw, position, archive.header(name=name, size=size, timestamp=making.TIMESTAMP))


# ---- the chain and its order


@found_by("archive.chain")
def a_ballot_taken_out_and_the_chain_left_broken(made: Made) -> bytes:
    raw = made.archive()
    start = _record_at(raw, b".data.json", skip=5)
    end = _record_at(raw, b".data.json", skip=6)
    return raw[:start] + raw[end:]


@found_by("archive.chain")
def a_height_left_out(made: Made) -> bytes:
    return _with_last_event(made, lambda event: event | {"height": event["height"] + 1})


@found_by("archive.chain")
def another_parent(made: Made) -> bytes:
    return _with_last_event(made, lambda event: event | {"parent": "0" * 64})


@found_by("archive.chain")
def no_parent(made: Made) -> bytes:
    return _with_last_event(made, lambda event: {k: v for k, v in event.items() if k != "parent"})


@found_by("archive.chain")
def an_event_with_one_member_more(made: Made) -> bytes:
    return _with_last_event(made, lambda event: event | {"note": "x"})


@found_by("archive.chain")
def an_event_in_another_member_order(made: Made) -> bytes:
    return _with_last_event(made, lambda event: dict(reversed(event.items())))


@found_by("archive.chain")
def an_event_of_unknown_type(made: Made) -> bytes:
    return _with_last_event(made, lambda event: event | {"type": "Recount"})


def _with_last_event(made: Made, change: Callable[[dict[str, Any]], dict[str, Any]]) -> bytes:
    raw = made.archive()
    last = raw.rindex(b'{"parent"')
    event = json.parse(raw[last:].rstrip(b"\0"))
    return raw[: last - 512] + archive.event_record(json.encode(change(event)), timestamp=making.TIMESTAMP)


@found_by("archive.order")
def a_ballot_after_the_box_was_closed(made: Made) -> bytes:
    steps = made.steps()
    closed = next(i for i, (kind, _records) in enumerate(steps) if kind == "EndBallots")
    steps[closed - 1], steps[closed] = steps[closed], steps[closed - 1]
    return making.write(steps)


@found_by("archive.order")
def a_box_that_was_never_closed(made: Made) -> bytes:
    return making.write([step for step in made.steps() if step[0] != "EndBallots"])


@found_by("archive.order")
def a_second_result(made: Made) -> bytes:
    return making.write([*made.steps(), ("Result", [made.result])])


@found_by("archive.order")
def a_decryption_after_the_result(made: Made) -> bytes:
    return making.write([*made.steps(), ("PartialDecryption", list(made.decryptions[0]))])


@found_by("archive.order")
def a_result_before_any_decryption(made: Made) -> bytes:
    return making.write([step for step in made.steps() if step[0] != "PartialDecryption"])


@found_by("archive.order")
def a_second_setup(made: Made) -> bytes:
    steps = made.steps()
    return making.write([steps[0], *steps])


@found_by("archive.order")
def one_record_more_before_an_event(made: Made) -> bytes:
    return _with_step(made, "Result", lambda records: [b'{"extra":1}', *records])


@found_by("archive.order")
def an_event_without_its_companion(made: Made) -> bytes:
    return _with_step(made, "EncryptedTally", lambda records: records[1:])


def _with_step(made: Made, kind: str, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return making.write(
        [(name, change(list(records)) if name == kind else records) for name, records in made.steps()]
    )


@found_by("archive.order")
def a_payload_that_is_another_record(made: Made) -> bytes:
    raw = made.archive()
    last = raw.rindex(b'{"parent"')
    event = json.parse(raw[last:].rstrip(b"\0")) | {"payload": "0" * 64}
    return raw[: last - 512] + archive.event_record(json.encode(event), timestamp=making.TIMESTAMP)


@found_by("archive.order")
def a_record_at_the_end_that_belongs_to_nothing(made: Made) -> bytes:
    return made.archive() + archive.data_record(b'{"side":"data"}', timestamp=making.TIMESTAMP)


# ---- what was sealed


@found_by("setup.record")
def a_seal_on_another_credential_list(made: Made) -> bytes:
    return _step(made, "Setup", 3, lambda raw: _change(raw, lambda seal: seal.update(credentials="0" * 64)))


@found_by("setup.election")
def a_range_that_cannot_be(made: Made) -> bytes:
    changed = _change(made.election.raw, lambda value: value["questions"][0].update(min=2, max=1))
    return _reseal(made, record=0, raw=changed)


@found_by("setup.election")
def an_election_key_outside_the_group(made: Made) -> bytes:
    changed = _change(made.election.raw, lambda value: value.update(public_key=MINUS_ONE))
    return _reseal(made, record=0, raw=changed)


@found_by("setup.election")
def an_election_key_that_hides_nothing(made: Made) -> bytes:
    neutral = made.group.text(made.group.one)
    return _reseal(
        made, record=0, raw=_change(made.election.raw, lambda value: value.update(public_key=neutral))
    )


@found_by("setup.election")
def an_election_key_written_twice_over(made: Made) -> bytes:
    """The same number plus the field size: libsodium alone might read it."""
    written = (FIELD + 1).to_bytes(32, "big").hex()
    return _reseal(
        made, record=0, raw=_change(made.election.raw, lambda value: value.update(public_key=written))
    )


@found_by("setup.trustees")
def a_trustee_who_did_not_prove(made: Made) -> bytes:
    key = made.trustees.items[0]
    assert isinstance(key, SingleKey)
    forged = replace(key, pok=Proof(key.pok.challenge, (key.pok.response + 1) % made.group.order))
    trustees = trustees_of.make([forged, *made.trustees.items[1:]])
    return _reseal(made, record=1, raw=trustees.to_bytes(made.group))


def _threshold(made: Made, change: Callable[[dict[str, Any]], Any]) -> bytes:
    raw = made.trustees.to_bytes(made.group)
    return _reseal(made, record=1, raw=_change(raw, lambda value: change(value[1][1])))


@found_by("setup.trustees")
def a_certificate_of_another_place(made: Made) -> bytes:
    def swap(value: dict[str, Any]) -> None:
        value["certs"][0], value["certs"][1] = value["certs"][1], value["certs"][0]

    return _threshold(made, swap)


@found_by("setup.trustees")
def a_certificate_changed_after_signing(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["certs"][0]["message"] = value["certs"][0]["message"].replace('"threshold":2', '"threshold":1')

    return _threshold(made, change)


@found_by("setup.trustees")
def another_threshold_than_was_agreed(made: Made) -> bytes:
    return _threshold(made, lambda value: value.update(threshold=3))


@found_by("setup.trustees")
def commitments_of_someone_else(made: Made) -> bytes:
    return _threshold(made, lambda value: value["coefexps"].__setitem__(0, value["coefexps"][1]))


@found_by("setup.trustees")
def no_signatures_of_step_three(made: Made) -> bytes:
    """Half the old dialect: who would strip the signatures must not pass as 2.0."""
    return _threshold(made, lambda value: value.pop("signatures"))


@found_by("setup.trustees")
def a_verification_key_of_ones_own(made: Made) -> bytes:
    own = single.make(group=made.group, secret=Secret(7), entropy=made.entropy)

    def change(value: dict[str, Any]) -> None:
        old = value["verification_keys"][2]
        value["verification_keys"][2] = own.to_json(made.group) | {"signature": old["signature"]}

    return _threshold(made, change)


@found_by("setup.trustees")
def a_verification_key_without_its_signature(made: Made) -> bytes:
    return _threshold(made, lambda value: value["verification_keys"][0].pop("signature"))


@found_by("setup.key")
def an_election_key_that_someone_holds_alone(made: Made) -> bytes:
    own = making.prepare(seed="own key", singles=1, thresholds=(), weights=(1,))
    changed = _change(
        made.election.raw, lambda value: value.update(public_key=made.group.text(own.election.public_key))
    )
    return _reseal(made, record=0, raw=changed)


@found_by("setup.credentials")
def a_credential_listed_twice(made: Made) -> bytes:
    return _reseal(made, record=2, raw=_change(made.credentials.to_bytes(), lambda value: [*value, value[0]]))


@found_by("setup.credentials")
def a_credential_outside_the_group(made: Made) -> bytes:
    return _reseal(
        made, record=2, raw=_change(made.credentials.to_bytes(), lambda value: [*value, MINUS_ONE])
    )


@found_by("setup.credentials")
def a_weight_with_a_sign(made: Made) -> bytes:
    def change(value: list[str]) -> list[str]:
        return [value[0].split(",")[0] + ",+1", *value[1:]]

    return _reseal(made, record=2, raw=_change(made.credentials.to_bytes(), change))


# ---- ballots


def _with_ballot(made: Made, index: int, raw: bytes) -> bytes:
    """The archive with ballot `index` replaced.

    The rest stays: only checks of ballots come before the tally's.
    """
    made.ballots[index] = raw
    return made.archive()


@found_by("ballots.distinct")
def the_same_ballot_twice(made: Made) -> bytes:
    made.ballots.append(made.ballots[1])
    return made.archive()


@found_by("ballots.form")
def a_ballot_with_a_blank_in_it(made: Made) -> bytes:
    return _with_ballot(made, 1, made.ballots[1].replace(b",", b", ", 1))


@found_by("ballots.form")
def a_ballot_with_one_member_more_in_an_answer(made: Made) -> bytes:
    """belenios-tool keeps answers as raw JSON and lets this pass."""

    def change(value: dict[str, Any]) -> None:
        value["answers"][0]["note"] = "untuk Pak Kepala"

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.form")
def a_ballot_with_a_proof_less(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["answers"][0]["individual_proofs"].pop()

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.form")
def a_ballot_that_answers_nothing(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["answers"] = []

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.form")
def a_response_written_beyond_the_order(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        proof = value["answers"][0]["overall_proof"][0]
        proof["response"] = str(int(proof["response"]) + made.group.order)

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.election")
def a_ballot_for_another_election(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["election_uuid"] = "1" * 14

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.election")
def a_ballot_for_an_earlier_version_of_the_election(made: Made) -> bytes:
    earlier = elections.parse(made.election.raw.replace(b"Pasangan C", b"Pasangan D"))
    raw = ballots.make(
        election=earlier,
        secret=made.voter_secret(1),
        choices=[marks.vector(question=CHAIR, chosen=[0])],
        entropy=made.entropy,
    )
    return _with_ballot(made, 1, raw)


@found_by("ballots.credential")
def a_ballot_of_a_stranger(made: Made) -> bytes:
    raw = ballots.make(
        election=made.election,
        secret=made.group.random_secret(Seeded("stranger")),
        choices=[marks.vector(question=CHAIR, chosen=[0])],
        entropy=made.entropy,
    )
    return _with_ballot(made, 1, raw)


@found_by("ballots.credential")
def a_voter_taken_off_the_list(made: Made) -> bytes:
    gone = made.group.text(made.group.public(made.voter_secret(1)))
    kept = _change(
        made.credentials.to_bytes(), lambda value: [entry for entry in value if entry.split(",")[0] != gone]
    )
    return _reseal(made, record=2, raw=kept)


@found_by("ballots.signature")
def a_signature_of_someone_else(made: Made) -> bytes:
    return _with_ballot(
        made,
        1,
        _resign(
            made, made.ballots[1], secret=made.group.random_secret(Seeded("x")), change=lambda value: None
        ),
    )


@found_by("ballots.signature")
def a_ballot_changed_after_signing(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        answer = value["answers"][0]
        answer["choices"].reverse()
        answer["individual_proofs"].reverse()

    return _with_ballot(made, 1, _change(made.ballots[1], change))


@found_by("ballots.signature")
def a_signed_hash_that_is_not_the_ballots(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["signature"]["hash"] = digest.fingerprint(b"lain")

    return _with_ballot(made, 1, _change(made.ballots[1], change))


@found_by("ballots.proofs")
def anothers_vote_copied_unseen(made: Made) -> bytes:
    """Who copies a ciphertext learns the vote from the result; the proofs are bound to the voter, so it fails."""
    copied = json.parse(made.ballots[2])["answers"]

    def change(value: dict[str, Any]) -> None:
        value["answers"] = copied

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.proofs")
def the_candidates_swapped_by_the_voters_own_page(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["answers"][0]["choices"].reverse()

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.proofs")
def a_choice_outside_the_group(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["answers"][0]["choices"][0]["alpha"] = MINUS_ONE

    return _with_ballot(made, 1, _resign(made, made.ballots[1], secret=made.voter_secret(1), change=change))


@found_by("ballots.proofs")
def two_votes_for_one_candidate(made: Made) -> bytes:
    """Ciphertexts of 2, 0 and -1, with the best proofs that can be made: sum 1 is true, but 2 is neither 0 nor 1."""
    return _with_ballot(made, 1, _forged(made, (2, 0, -1)))


@found_by("ballots.proofs")
def a_vote_for_every_candidate(made: Made) -> bytes:
    """Each is truly 0 or 1, but their sum is 3 where 1 is allowed."""
    return _with_ballot(made, 1, _forged(made, (1, 1, 1)))


def _forged(made: Made, votes: tuple[int, ...]) -> bytes:
    group, key, entropy = made.group, made.election.public_key, made.entropy
    secret = made.voter_secret(1)
    credential = group.text(group.public(secret))
    bound_to = f"{made.election.fingerprint}|{credential}"
    randomness = [group.random_scalar(entropy) for _vote in votes]
    choices = tuple(
        Ciphertext(group.generate(r), group.multiply(group.power(key, r), group.generate(vote)))
        for vote, r in zip(votes, randomness, strict=True)
    )
    individual = tuple(
        disjunction.prove(
            group=group,
            key=key,
            prefix=f"prove|{bound_to}|{group.text(choice.alpha)},{group.text(choice.beta)}|",
            statements=[disjunction.Statement(choice, None), disjunction.Statement(choice, group.generator)],
            true=int(vote == 1),
            secret=Secret(r),
            entropy=entropy,
        )
        for vote, r, choice in zip(votes, randomness, choices, strict=True)
    )
    total = Ciphertext(
        group.product(choice.alpha for choice in choices), group.product(choice.beta for choice in choices)
    )
    listed = ",".join(f"{group.text(choice.alpha)},{group.text(choice.beta)}" for choice in choices)
    overall = disjunction.prove(
        group=group,
        key=key,
        prefix=f"prove|{bound_to}|{listed}|{group.text(total.alpha)},{group.text(total.beta)}|",
        statements=[disjunction.Statement(total, group.generator)],
        true=0,
        secret=Secret(sum(randomness) % group.order),
        entropy=entropy,
    )
    answer: answers_of.Answer = counted.CountedAnswer(choices, individual, overall, None)

    def change(value: dict[str, Any]) -> None:
        value["answers"] = [answer.to_json(group)]

    return _resign(made, made.ballots[1], secret=secret, change=change)


# ---- the tally


@found_by("tally.payload")
def a_companion_of_another_tally(made: Made) -> bytes:
    made.companion = _change(made.companion, lambda value: value.update(encrypted_tally="0" * 64))
    return made.archive()


@found_by("tally.sum")
def a_ballot_left_out_of_the_count(made: Made) -> bytes:
    return _recount(made, [2, 3])


@found_by("tally.sum")
def a_replaced_ballot_counted_all_the_same(made: Made) -> bytes:
    return _recount(made, [0, 1, 2, 3])


@found_by("tally.sum")
def the_earlier_of_two_ballots_counted(made: Made) -> bytes:
    return _recount(made, [0, 1, 2])


@found_by("tally.sum")
def a_weight_that_was_not_applied(made: Made) -> bytes:
    checked = made.checked()
    tally, _companion = encrypted.compute(
        election=made.election, ballots=[(checked[i].answers, 1) for i in (1, 2, 3)]
    )
    raw = encrypted.to_bytes(tally, group=made.group)
    companion = _change(made.companion, lambda value: value.update(encrypted_tally=digest.sha256_hex(raw)))
    return _reopen(made, raw, companion)


@found_by("tally.sum")
def a_ballot_removed_with_the_chain_made_anew(made: Made) -> bytes:
    del made.ballots[2]
    return made.archive()


@found_by("tally.ballots")
def another_number_of_ballots(made: Made) -> bytes:
    """All three generations of belenios-tool accept this."""
    made.companion = _change(made.companion, lambda value: value.update(num_tallied=4))
    return made.archive()


@found_by("tally.weight")
def another_total_weight(made: Made) -> bytes:
    made.companion = _change(made.companion, lambda value: value.update(total_weight=23))
    return made.archive()


@found_by("shuffles.count")
def a_shuffle_that_no_question_asks_for(made: Made) -> bytes:
    steps = made.steps()
    tallied = next(i for i, (kind, _records) in enumerate(steps) if kind == "EncryptedTally")
    raw = json.encode({"ciphertexts": [], "proofs": []})
    companion = json.encode({"owner": 1, "payload": digest.sha256_hex(raw)})
    steps[tallied + 1 : tallied + 1] = [("Shuffle", [raw, companion]), ("EndShuffles", [])]
    return making.write(steps)


# ---- the openings and the result


@found_by("decryption.owner")
def an_opening_by_nobody(made: Made) -> bytes:
    raw, companion = made.decryptions[0]
    made.decryptions[0] = (raw, _change(companion, lambda value: value.update(owner=5)))
    return made.archive()


@found_by("decryption.owner")
def an_opening_by_owner_zero(made: Made) -> bytes:
    raw, companion = made.decryptions[2]
    made.decryptions[2] = (raw, _change(companion, lambda value: value.update(owner=0)))
    return made.archive()


@found_by("decryption.owner")
def one_trustee_twice(made: Made) -> bytes:
    making.decrypt(made, owner=2)
    return made.archive()


@found_by("decryption.owner")
def a_companion_of_another_opening(made: Made) -> bytes:
    raw, companion = made.decryptions[0]
    made.decryptions[0] = (raw, _change(companion, lambda value: value.update(payload="0" * 64)))
    return made.archive()


def _with_opening(made: Made, change: Callable[[Any], Any]) -> bytes:
    raw, companion = made.decryptions[1]
    changed = _change(raw, change)
    payload = digest.sha256_hex(changed)
    made.decryptions[1] = (changed, _change(companion, lambda value: value.update(payload=payload)))
    return made.archive()


@found_by("decryption.proofs")
def a_factor_of_ones_own(made: Made) -> bytes:
    factor = made.group.text(made.group.generate(5))
    return _with_opening(made, lambda value: value["decryption_factors"][0].__setitem__(1, factor))


@found_by("decryption.proofs")
def a_factor_outside_the_group(made: Made) -> bytes:
    return _with_opening(made, lambda value: value["decryption_factors"][0].__setitem__(1, MINUS_ONE))


@found_by("decryption.proofs")
def a_proof_for_another_answer(made: Made) -> bytes:
    return _with_opening(made, lambda value: value["decryption_proofs"][0].reverse())


@found_by("decryption.proofs")
def an_opening_of_one_answer_less(made: Made) -> bytes:
    def change(value: dict[str, Any]) -> None:
        value["decryption_factors"][0].pop()
        value["decryption_proofs"][0].pop()

    return _with_opening(made, change)


@found_by("decryption.proofs")
def an_opening_in_anothers_name(made: Made) -> bytes:
    raw, companion = made.decryptions[1]
    made.decryptions[1] = (raw, _change(companion, lambda value: value.update(owner=3)))
    return made.archive()


@found_by("decryption.enough")
def a_result_with_too_few_trustees(made: Made) -> bytes:
    made.decryptions.pop()
    return made.archive()


@found_by("result.value")
def a_vote_moved_in_the_result(made: Made) -> bytes:
    made.result = _change(made.result, lambda value: value.update(result=[[2, 20, 0]]))
    return made.archive()


@found_by("result.value")
def a_candidate_missing_in_the_result(made: Made) -> bytes:
    made.result = _change(made.result, lambda value: value["result"][0].pop())
    return made.archive()


@found_by("result.value")
def a_result_with_a_negative_number(made: Made) -> bytes:
    made.result = _change(made.result, lambda value: value.update(result=[[-1, 23, 0]]))
    return made.archive()


@found_by("result.value")
def a_result_that_says_more(made: Made) -> bytes:
    made.result = _change(made.result, lambda value: value.update(winner="Pasangan B"))
    return made.archive()
