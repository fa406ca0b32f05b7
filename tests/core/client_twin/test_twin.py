"""Made by one, checked by the other: Python and TypeScript speak the same protocol, byte for byte.

One whole election for each group is held with its steps shared out between the two: three threshold
trustees (TypeScript, Python, TypeScript) and one single trustee, ballots from both, a revote, partial
decryptions from both, and each verifies the archive that came out.
"""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass
from typing import Any

import pytest
from tests.core.client_twin.twin import Twin

from luber.ballot.question import CountedQuestion
from luber.casting import ballot, receipt
from luber.ceremony import election, single, threshold, trustees
from luber.crypto import blind, channel, credential, groups
from luber.crypto.group import Group
from luber.crypto.proof import parse as parse_proof
from luber.crypto.secret import Secret
from luber.errors import LuberError, Malformed
from luber.publication import archive, verify
from luber.publication.report import Status
from luber.registry import credentials
from luber.tally import decryption, encrypted, result

pytestmark = pytest.mark.node

UUID = "RGVivtyZXyQ9PP"
QUESTIONS = (
    CountedQuestion(
        question="Siapa ketua “OSIS”?",
        answers=("Melati & Bayu", "Togar & Sekar", "Gilang & Ayu"),
        minimum=1,
        maximum=1,
        blank=False,
    ),
    CountedQuestion(
        question="Siapa formatur?", answers=("A", "B", "C", "D"), minimum=1, maximum=2, blank=True
    ),
)
CHOICES = (
    [[1, 0, 0], [0, 1, 1, 0, 0]],
    [[0, 1, 0], [1, 0, 0, 0, 0]],
    [[0, 1, 0], [0, 0, 0, 0, 1]],
    [[0, 0, 1], [0, 1, 0, 0, 1]],
)
NAMES = ("Ed25519", "BELENIOS-2048")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """The trustees of a ceremony with both kinds of hands, and the secrets by owner number."""

    trustees: trustees.Trustees
    secrets: dict[int, Secret]


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def hold_ceremony(group: Group, twin: Twin) -> Circle:
    """2 of 3 with trustees 1 and 3 in TypeScript, 2 in Python; and a single one in TypeScript."""
    seeds = {
        1: twin.ask("seed"),
        2: channel.generate_seed(os.urandom),
        3: twin.ask("seed"),
    }
    certs: list[Any] = []
    for index, seed in seeds.items():
        if index == 2:
            context = threshold.Context(group=group.name, size=3, threshold=2, index=index)
            made = threshold.make_certificate(group=group, seed=seed, context=context, entropy=os.urandom)
            certs.append(as_json(made.signed.to_json()))
        else:
            text = twin.ask("certificate", group=group.name, seed=seed, size=3, threshold=2, index=index)
            certs.append(json.loads(text))
    parsed = [
        threshold.parse_certificate(cert, group=group, where=f"certs[{n}]") for n, cert in enumerate(certs)
    ]
    polynomials: list[threshold.Polynomial] = []
    for index, seed in seeds.items():
        if index == 2:
            polynomials.append(
                threshold.make_polynomial(group=group, seed=seed, certificates=parsed, entropy=os.urandom)
            )
        else:
            text = twin.ask("polynomial", group=group.name, seed=seed, index=index, certs=certs, threshold=2)
            polynomials.append(threshold.parse_polynomial(json.loads(text), group=group, where="polynomial"))
    answers: list[threshold.Answer] = []
    secrets: dict[int, Secret] = {}
    for index, seed in seeds.items():
        delivery = threshold.distribute(polynomials, index=index)
        if index == 2:
            answer = threshold.receive_shares(
                group=group, seed=seed, certificates=parsed, delivery=delivery, entropy=os.urandom
            )
        else:
            text = twin.ask(
                "verification_key",
                group=group.name,
                seed=seed,
                index=index,
                certs=certs,
                threshold=2,
                vinput=as_json(delivery.to_json()),
            )
            answer = threshold.parse_answer(json.loads(text), group=group, where="answer")
        answers.append(answer)
        opened = threshold.open_decryption_key(group=group, seed=seed, private_key=answer.private_key)
        other = twin.ask("decryption_key", group=group.name, seed=seed, private_key=answer.private_key)
        assert int(other) == opened.value
        secrets[index] = opened
    common = threshold.assemble(group=group, certificates=parsed, polynomials=polynomials, answers=answers)
    alone = twin.ask("single", group=group.name)
    secrets[4] = Secret(int(alone["private"]))
    made_alone = single.parse(alone["public"], group=group, where="single")
    return Circle(trustees=trustees.make([common, made_alone]), secrets=secrets)


@pytest.mark.parametrize("name", NAMES)
def test_an_election_held_by_both_is_verified_by_both(name: str, twin: Twin) -> None:
    group = groups.by_name(name)
    circle = hold_ceremony(group, twin)
    trustees.verify(circle.trustees, group=group)
    raw_election = election.make(
        uuid=UUID,
        name="Pemilihan Ketua OSIS — SMP Negeri 3 Kunang-Kunang",
        description="",
        group=group,
        public_key=circle.trustees.public_key(group),
        questions=QUESTIONS,
        luber={"presentation": "0" * 64},
    )
    sealed = election.parse(raw_election)
    text_of_election = raw_election.decode()
    raw_trustees = circle.trustees.to_bytes(group)
    owners = twin.ask("trustees", election=text_of_election, trustees=raw_trustees.decode())
    assert owners == [group.text(owner) for owner in circle.trustees.owners]

    cards = [twin.ask("credential"), credential.generate(os.urandom), twin.ask("credential")]
    keys = [credential.public(group=group, uuid=UUID, credential=card) for card in cards]
    assert [twin.ask("public", group=name, uuid=UUID, credential=card) for card in cards] == [
        group.text(key) for key in keys
    ]
    listed = credentials.make(group=group, credentials=list(zip(keys, (1, 1, 5), strict=True)))

    casts = [(cards[0], CHOICES[0]), (cards[1], CHOICES[1]), (cards[2], CHOICES[2]), (cards[0], CHOICES[3])]
    ballots: list[bytes] = []
    for number, (card, choices) in enumerate(casts):
        if number % 2 == 0:
            raw = twin.ask("ballot", election=text_of_election, credential=card, choices=choices).encode()
        else:
            secret = credential.secret(group=group, uuid=UUID, credential=card)
            raw = ballot.make(
                election=sealed,
                secret=secret,
                choices=[tuple(choice) for choice in choices],
                entropy=os.urandom,
            )
        ballots.append(raw)
    checked = [ballot.check(election=sealed, credentials=listed, raw=raw) for raw in ballots]
    seen = [twin.ask("check_ballot", election=text_of_election, ballot=raw.decode()) for raw in ballots]
    assert [each["tracker"] for each in seen] == [each.tracker for each in checked]
    for each in checked:
        assert tuple(twin.ask("words", tracker=each.tracker)) == receipt.words(each.tracker)

    last = {each.credential: each for each in checked}
    tally, companion = encrypted.compute(
        election=sealed, ballots=[(each.answers, each.weight) for each in last.values()]
    )
    raw_tally = encrypted.to_bytes(tally, group=group)
    parts: dict[int, bytes] = {}
    for owner in (1, 2, 4):  # 1 and 4 in TypeScript, 2 in Python
        secret = circle.secrets[owner]
        if owner == 2:
            made = decryption.make(election=sealed, tally=tally, secret=secret, entropy=os.urandom)
            parts[owner] = made.to_bytes(group)
        else:
            parts[owner] = twin.ask(
                "decrypt", election=text_of_election, key=str(secret.value), tally=raw_tally.decode()
            ).encode()
        assert twin.ask(
            "check_decryption",
            election=text_of_election,
            owner=owners[owner - 1],
            tally=raw_tally.decode(),
            decryption=parts[owner].decode(),
        ) == sum(len(row) for row in tally)
    read = {owner: decryption.parse(raw, election=sealed) for owner, raw in parts.items()}
    for owner, part in read.items():
        decryption.check(part, election=sealed, tally=tally, public=circle.trustees.owner_key(owner))
    outcome = result.combine(
        election=sealed,
        trustees=circle.trustees,
        tally=tally,
        decryptions=read,
        total_weight=companion.total_weight,
    )

    writer = archive.Writer(timestamp=1_800_000_000)
    whole = writer.begin() + writer.setup(
        election=raw_election, trustees=raw_trustees, credentials=listed.to_bytes()
    )
    whole += b"".join(map(writer.ballot, ballots)) + writer.end_ballots()
    whole += writer.encrypted_tally(raw_tally, companion=companion)
    for owner, raw in parts.items():
        whole += writer.partial_decryption(raw, companion=decryption.companion(owner=owner, raw=raw))
    whole += writer.result(outcome.to_bytes())

    assert verify.verify(io.BytesIO(whole)).status is Status.HOLDS
    report = twin.ask("verify", archive=whole.hex())
    assert report == {"ballots": 4, "result": [[0, 6, 1], [1, 1, 0, 0, 6]]}
    assert json.loads(outcome.to_bytes()) == {"result": report["result"]}


def test_both_refuse_the_same_forms_of_elements_and_scalars(twin: Twin) -> None:
    """What is not canonical is refused by both, so no ballot has two forms."""
    group = groups.by_name("Ed25519")
    honest = next(text for n in range(2, 99) if (text := group.text(group.generate(n))) != text.upper())
    prime = 2**255 - 19
    forms = [
        honest.upper(),
        honest[1:],
        honest + "0",
        f"{1 + prime:064x}",
        f"{1 | 1 << 255:064x}",
        f"{prime - 1:064x}",
        f"{0:064x}",
        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7",
        f"{2:064x}",
        "f" * 64,
        "",
    ]
    for form in forms:
        answer = twin.try_("check_decryption", **decrypting(form))
        with pytest.raises(Malformed):
            group.element(form, where="element")
        assert answer.get("refused", "").startswith("Malformed"), (form, answer)


def decrypting(owner: str) -> dict[str, Any]:
    """A check whose owner's key is `owner`; it is read first."""
    group = groups.by_name("Ed25519")
    raw = election.make(
        uuid=UUID, name="x", description="", group=group, public_key=group.generate(3), questions=QUESTIONS
    )
    return {"election": raw.decode(), "owner": owner, "tally": "[]", "decryption": "{}"}


@pytest.mark.parametrize(
    "typed",
    [
        "2nBjX-rFmjVd-RFiYN-Zbyt3V",
        "2nBjXrFmjVdRFiYNZbyt3V",
        " 2nBjX rFmjVd RFiYN Zbyt3V ",
        "2nBjX–rFmjVd–RFiYN–Zbyt3V",
        "2nBjX-rFmjVd-RFiYN-Zbyt3",
        "0nBjX-rFmjVd-RFiYN-Zbyt3V",
        "",
    ],
)
def test_both_read_a_typed_card_alike(typed: str, twin: Twin) -> None:
    answer = twin.try_("typed", typed=typed)
    try:
        read: str | None = credential.read(typed)
    except LuberError:
        read = None
    assert answer.get("done") == read


def test_a_permit_asked_in_typescript_is_evaluated_in_python(twin: Twin) -> None:
    group = groups.ED25519
    card = credential.generate(os.urandom)
    owner = group.text(credential.public(group=group, uuid=UUID, credential=card))
    point = blind.hash_to_group(owner.encode(), uuid=UUID)
    assert twin.ask("hash_to_group", token=owner, uuid=UUID) == group.text(point)

    k = group.random_secret(os.urandom)
    asked = {"uuid": UUID, "credential": card, "owner": owner}
    blinded = group.element(twin.ask("blind", **asked), where="blinded")
    made = blind.evaluate(k, blinded, uuid=UUID, entropy=os.urandom)
    key = group.text(group.public(k))
    answer = {"evaluated": group.text(made.evaluated), "proof": as_json(made.proof.to_json()), "key": key}
    stamp = group.element(twin.ask("unblind", **asked, answer=answer, key=key), where="stamp")
    blind.check(k, token=owner.encode(), stamp=stamp, uuid=UUID)

    other = group.random_secret(os.urandom)
    cheated = blind.evaluate(other, blinded, uuid=UUID, entropy=os.urandom)
    marked = {"evaluated": group.text(cheated.evaluated), "proof": as_json(cheated.proof.to_json())}
    for claimed in (group.text(group.public(other)), key):
        refusal = twin.try_("unblind", **asked, answer={**marked, "key": claimed}, key=key)
        assert refusal.get("refused", "").startswith("Unverified")
    assert parse_proof(answer["proof"], group=group, where="proof") == made.proof
