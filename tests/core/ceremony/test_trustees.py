"""Trustees: belenios-tool's lists verify and print as it does; a ceremony of ours, and what may go wrong in one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core import belenios, making
from tests.core.making import Seeded

from luber.canon import json
from luber.ceremony import election as elections
from luber.ceremony import single, threshold, trustees
from luber.ceremony.single import SingleKey
from luber.ceremony.threshold import Answer, Certificate, Context, Polynomial, ThresholdKey
from luber.crypto import channel, groups
from luber.crypto import threshold as shares
from luber.crypto.channel import Signed
from luber.crypto.group import Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import LuberError, Malformed, Refused, Unverified

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)
ED = groups.ED25519


@pytest.mark.parametrize("name", belenios.READABLE)
def test_belenios_tools_trustees_verify_and_print_as_it_does(name: str) -> None:
    vector = belenios.load(name)
    election = elections.parse(vector.election)
    read = trustees.parse(vector.trustees, group=election.group)
    trustees.verify(read, group=election.group)
    assert read.public_key(election.group) == election.public_key
    assert read.to_bytes(election.group) == vector.trustees


@pytest.mark.parametrize("name", [belenios.THRESHOLD_ED25519, belenios.THRESHOLD_2048])
def test_belenios_tools_transcript_opens_with_its_seeds(name: str) -> None:
    """Every file of the ceremony is read, printed as it was, and gives the share whose public half is published."""
    vector = belenios.load(name)
    group = elections.parse(vector.election).group
    owners = trustees.parse(vector.trustees, group=group).owners
    held = vector.secrets["trustees"]
    certificates = [threshold.parse_certificate(each["cert"], group=group, where="cert") for each in held]
    threshold.check_certificates(certificates, group=group, threshold=2)
    polynomials = [
        threshold.parse_polynomial(each["polynomial"], group=group, where="polynomial") for each in held
    ]
    for index, each in enumerate(held, start=1):
        assert certificates[index - 1].signed.to_json() == each["cert"]
        assert polynomials[index - 1].to_json() == each["polynomial"]
        delivery = threshold.parse_delivery(each["vinput"], group=group, where="vinput")
        assert delivery.to_json() == each["vinput"]
        assert threshold.distribute(polynomials, index=index).to_json() == each["vinput"]
        published = threshold.parse_answer(each["voutput"], group=group, where="voutput")
        assert published.to_json(group) == each["voutput"]
        secret = threshold.open_decryption_key(
            group=group, seed=each["seed"], private_key=published.private_key
        )
        assert group.public(secret) == owners[index - 1]
        ours = threshold.receive_shares(
            group=group, seed=each["seed"], certificates=certificates, delivery=delivery, entropy=Seeded("x")
        )
        assert ours.public_key.public_key == owners[index - 1]


class Ceremony:
    """Every step's files, to be tampered with before the next."""

    def __init__(self, group: Group = ED, needed: int = 2, of: int = 3) -> None:
        self.group, self.needed, self.of, self.entropy = group, needed, of, Seeded("upacara")
        self.seeds = [channel.generate_seed(self.entropy) for _each in range(of)]
        self.certificates: list[Certificate] = [self.certify(seed, i) for i, seed in enumerate(self.seeds, 1)]
        self.polynomials: list[Polynomial] = []
        self.answers: list[Answer] = []

    def certify(self, seed: str, place: int, **changed: int) -> Certificate:
        context = replace(Context(self.group.name, self.of, self.needed, place), **changed)  # type: ignore[arg-type]
        return threshold.make_certificate(group=self.group, seed=seed, context=context, entropy=self.entropy)

    def third(self) -> None:
        self.polynomials = [
            threshold.make_polynomial(
                group=self.group, seed=seed, certificates=self.certificates, entropy=self.entropy
            )
            for seed in self.seeds
        ]

    def answer(self, index: int) -> Answer:
        return threshold.receive_shares(
            group=self.group,
            seed=self.seeds[index - 1],
            certificates=self.certificates,
            delivery=threshold.distribute(self.polynomials, index=index),
            entropy=self.entropy,
        )

    def fifth(self) -> None:
        self.answers = [self.answer(index) for index in range(1, self.of + 1)]

    def sixth(self) -> ThresholdKey:
        return threshold.assemble(
            group=self.group,
            certificates=self.certificates,
            polynomials=self.polynomials,
            answers=self.answers,
        )


@both
def test_a_whole_ceremony(group: Group) -> None:
    held = Ceremony(group, 2, 3)
    held.third()
    held.fifth()
    key = held.sixth()
    assert (key.threshold, key.size, key.legacy) == (2, 3, False)
    again = threshold.parse(json.parse(json.encode(key.to_json(group))), group=group, where="x")
    assert again == key
    threshold.verify(again, group=group, where="x")
    opened = [
        threshold.open_decryption_key(group=group, seed=seed, private_key=answer.private_key)
        for seed, answer in zip(held.seeds, held.answers, strict=True)
    ]
    together = sum(
        opened[j - 1].value * shares.lagrange(group=group, index=j, present=(1, 3)) for j in (1, 3)
    )
    assert group.generate(together) == key.public_key(group)


def test_trustees_may_be_mixed() -> None:
    made = making.prepare(singles=2, thresholds=((1, 2), (3, 3)))
    read = trustees.parse(made.trustees.to_bytes(ED), group=ED)
    assert read == made.trustees
    trustees.verify(read, group=ED)
    assert len(read.owners) == 7
    for owner, secret in made.secrets.items():
        assert read.owner_key(owner) == ED.public(secret)
    for nobody in (0, 8, -1):
        with pytest.raises(Refused):
            read.owner_key(nobody)


def test_nobody_holds_the_key_of_no_trustees() -> None:
    with pytest.raises(Refused):
        trustees.make([])
    with pytest.raises(Refused):
        trustees.parse(b"[]", group=ED)


@pytest.mark.parametrize(
    "raw", [b"{}", b'[["Single"]]', b'[["Mixed",{}]]', b'[["Single",{}]]', b'[["Pedersen",{}]]']
)
def test_what_is_no_list_of_trustees(raw: bytes) -> None:
    with pytest.raises(Malformed):
        trustees.parse(raw, group=ED)


def test_a_single_key_with_its_name() -> None:
    secret = Secret(77)
    made = single.make(group=ED, secret=secret, entropy=Seeded("n"), name="Bu Sari")
    single.verify(made, group=ED, where="x")
    assert single.parse(made.to_json(ED), group=ED, where="x") == made
    assert single.parse_private_key(single.print_private_key(secret) + b"\n", group=ED) == secret
    for bad in (b"77", b'"077"', b'"-7"', b"", b'"' + str(ED.order).encode() + b'"'):
        with pytest.raises(Malformed):
            single.parse_private_key(bad, group=ED)
    other = replace(made, public_key=ED.generate(78))
    with pytest.raises(Unverified):
        single.verify(other, group=ED, where="x")


# ---- what may go wrong in a ceremony


@pytest.mark.parametrize(
    "changed", [{"size": 4}, {"threshold": 1}, {"index": 2}], ids=["size", "threshold", "index"]
)
def test_a_certificate_for_another_ceremony_is_noticed(changed: dict[str, int]) -> None:
    held = Ceremony()
    held.certificates[0] = held.certify(held.seeds[0], 1, **changed)
    with pytest.raises(Unverified) as refused:
        threshold.check_certificates(held.certificates, group=ED, threshold=2)
    assert refused.value.code == "threshold.context"


def test_a_certificate_of_another_group_is_noticed() -> None:
    held = Ceremony()
    context = Context("BELENIOS-2048", 3, 2, 1)
    held.certificates[0] = threshold.make_certificate(
        group=ED, seed=held.seeds[0], context=context, entropy=held.entropy
    )
    with pytest.raises(Unverified):
        threshold.check_certificates(held.certificates, group=ED)


def test_a_certificate_changed_after_signing_is_noticed() -> None:
    held = Ceremony()
    old = held.certificates[0].signed
    value = json.parse(old.message.encode())
    value["encryption"] = ED.text(ED.generate(9))
    forged = Signed(json.text(value), old.signature).to_json()
    held.certificates[0] = threshold.parse_certificate(forged, group=ED, where="x")
    with pytest.raises(Unverified):
        threshold.check_certificates(held.certificates, group=ED)


def test_a_stranger_cannot_take_part() -> None:
    held = Ceremony()
    with pytest.raises(Refused) as refused:
        threshold.make_polynomial(
            group=ED,
            seed=channel.generate_seed(Seeded("orang lain")),
            certificates=held.certificates,
            entropy=held.entropy,
        )
    assert refused.value.code == "threshold.stranger"


def test_a_share_that_does_not_fit_names_its_sender() -> None:
    held = Ceremony()
    held.third()
    cheat, victim = channel.keys(group=ED, seed=held.seeds[1]), held.certificates[2]
    wrong = channel.send(
        group=ED,
        sender=cheat.signing,
        recipient=victim.encryption,
        message=json.text({"secret": "12345"}),
        entropy=held.entropy,
    )
    sent = held.polynomials[1]
    held.polynomials[1] = replace(sent, secrets=(*sent.secrets[:2], wrong))
    held.answer(1)
    with pytest.raises(Unverified) as refused:
        held.answer(3)
    assert refused.value.code == "threshold.share"
    assert "pemegang kunci 2" in str(refused.value)


def test_commitments_swapped_by_the_messenger_are_noticed() -> None:
    held = Ceremony()
    held.third()
    first, second = held.polynomials[0], held.polynomials[1]
    held.polynomials[0] = replace(first, coefexps=second.coefexps)
    for index in (1, 2, 3):
        with pytest.raises(Unverified):
            held.answer(index)


def test_ones_own_polynomial_replaced_by_the_messenger_is_noticed() -> None:
    held = Ceremony()
    held.third()
    other = Ceremony.__new__(Ceremony)
    other.__dict__.update(held.__dict__)
    other.third()
    mixed = threshold.distribute(held.polynomials, index=1)
    fresh = threshold.distribute(other.polynomials, index=1)
    with pytest.raises(Unverified) as refused:
        threshold.receive_shares(
            group=ED,
            seed=held.seeds[0],
            certificates=held.certificates,
            delivery=replace(mixed, polynomial=fresh.polynomial),
            entropy=held.entropy,
        )
    assert refused.value.code == "threshold.own"


def test_a_delivery_with_a_part_missing_is_refused() -> None:
    held = Ceremony()
    held.third()
    delivery = threshold.distribute(held.polynomials, index=1)
    for name in ("secrets", "coefexps", "signatures"):
        with pytest.raises(Malformed):
            threshold.receive_shares(
                group=ED,
                seed=held.seeds[0],
                certificates=held.certificates,
                delivery=replace(delivery, **{name: getattr(delivery, name)[:-1]}),
                entropy=held.entropy,
            )


def test_nothing_is_assembled_before_everyone_is_done() -> None:
    held = Ceremony()
    held.third()
    held.fifth()
    held.answers.pop()
    with pytest.raises(Refused) as refused:
        held.sixth()
    assert refused.value.code == "threshold.incomplete"


def test_a_public_key_of_ones_own_is_not_assembled() -> None:
    held = Ceremony()
    held.third()
    held.fifth()
    own = single.make(group=ED, secret=Secret(5), entropy=held.entropy)
    signature = held.answers[0].public_key.signature
    held.answers[0] = Answer("", SingleKey(own.public_key, own.pok, signature))
    with pytest.raises(Unverified) as refused:
        held.sixth()
    assert refused.value.code == "threshold.verification_key"


def test_every_field_of_the_published_key_is_checked() -> None:
    """Every proof number and every element in the published list, changed one at a time."""
    made = making.prepare(singles=1, thresholds=((2, 2),))
    value = json.parse(made.trustees.to_bytes(ED))
    places = list(_leaves(value))
    assert len(places) > 25
    for path in places:
        changed = json.parse(json.encode(value))
        spot = changed
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = _altered(spot[path[-1]])
        with pytest.raises(LuberError):
            trustees.verify(trustees.parse(json.encode(changed), group=ED), group=ED)


def _leaves(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in _leaves(inner, (*path, name))]
    if isinstance(value, list):
        return [leaf for index, inner in enumerate(value) for leaf in _leaves(inner, (*path, index))]
    return [path]


def _altered(leaf: object) -> object:
    if isinstance(leaf, int):
        return leaf - 1 or 3
    text = str(leaf)
    if text.isdigit() and len(text) > 64:
        return str((int(text) + 1) % ED.order)
    if len(text) == 64:
        return ED.text(ED.generate(424242))
    return text.replace('"index":1', '"index":2') if '"index":1' in text else text[:-3] + "x" + text[-2:]


def test_the_old_dialect_is_read_but_half_of_it_is_not() -> None:
    vector = belenios.load(belenios.THRESHOLD_OLD)
    group = groups.BELENIOS_2048
    read = trustees.parse(vector.trustees, group=group)
    item = read.items[0]
    assert isinstance(item, ThresholdKey)
    assert item.legacy
    value = json.parse(vector.trustees)
    key = value[0][1]["verification_keys"][0]
    key["pok"]["response"] = str((int(key["pok"]["response"]) + 1) % group.order)
    with pytest.raises(Unverified):
        trustees.verify(trustees.parse(json.encode(value), group=group), group=group)
    for name, index in (("certs", 0), ("coefexps", 1)):
        value = json.parse(vector.trustees)
        signature = value[0][1][name][index]["signature"]
        signature["challenge"] = str((int(signature["challenge"]) + 1) % group.order)
        with pytest.raises(Unverified):
            trustees.verify(trustees.parse(json.encode(value), group=group), group=group)
    modern = json.parse(belenios.load(belenios.THRESHOLD_2048).trustees)
    modern[0][1]["signatures"] = [Proof(1, 2).to_json()] * 3
    with pytest.raises(Unverified):
        trustees.verify(trustees.parse(json.encode(modern), group=group), group=group)
