"""Every proof: an honest one passes, and with any field changed it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.making import Seeded

from luber.crypto import decryption, disjunction, elgamal, groups, schnorr
from luber.crypto import proof as proofs
from luber.crypto.disjunction import Statement
from luber.crypto.elgamal import Ciphertext
from luber.crypto.group import Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Malformed, Unverified

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)
seeds = st.text(min_size=1, max_size=8)
habit = settings(max_examples=8, deadline=None)


def tampered(proof: Proof, *, by: int, group: Group) -> list[Proof]:
    """The proof with each field changed by a nonzero amount."""
    return [
        replace(proof, challenge=(proof.challenge + by) % group.order),
        replace(proof, response=(proof.response + by) % group.order),
        Proof(proof.response, proof.challenge),
    ]


@both
@habit
@given(seed=seeds, by=st.integers(1, 2**200))
def test_schnorr(group: Group, seed: str, by: int) -> None:
    entropy = Seeded(seed)
    secret = group.random_secret(entropy)
    public = group.public(secret)
    proof = schnorr.prove(group=group, secret=secret, prefix="p|", entropy=entropy)
    schnorr.verify(group=group, public=public, prefix="p|", proof=proof, where="x")
    for bad in tampered(proof, by=by, group=group):
        with pytest.raises(Unverified):
            schnorr.verify(group=group, public=public, prefix="p|", proof=bad, where="x")
    with pytest.raises(Unverified):
        schnorr.verify(group=group, public=public, prefix="q|", proof=proof, where="x")
    with pytest.raises(Unverified):
        schnorr.verify(
            group=group, public=group.multiply(public, group.generator), prefix="p|", proof=proof, where="x"
        )
    with pytest.raises(Unverified):
        schnorr.verify(group=group, public=group.one, prefix="p|", proof=proof, where="x")


@both
@habit
@given(seed=seeds, message=st.integers(0, 3), by=st.integers(1, 2**200))
def test_disjunction(group: Group, seed: str, message: int, by: int) -> None:
    entropy = Seeded(seed)
    key = group.public(group.random_secret(entropy))
    r = group.random_scalar(entropy)
    hidden = elgamal.encrypt(group=group, key=key, message=message, randomness=r)
    statements = [Statement(hidden, group.generate(d) if d else None) for d in range(4)]
    made = disjunction.prove(
        group=group,
        key=key,
        prefix="p|",
        statements=statements,
        true=message,
        secret=Secret(r),
        entropy=entropy,
    )

    def check(proof: tuple[Proof, ...], stated: list[Statement] = statements, prefix: str = "p|") -> None:
        disjunction.verify(group=group, key=key, prefix=prefix, statements=stated, proofs=proof, where="x")

    check(made)
    for index, proof in enumerate(made):
        for bad in tampered(proof, by=by, group=group):
            with pytest.raises(Unverified):
                check((*made[:index], bad, *made[index + 1 :]))
    with pytest.raises(Unverified):
        check(made, prefix="q|")
    with pytest.raises(Unverified):
        check(made[1:] + made[:1])
    for other in (
        Ciphertext(group.multiply(hidden.alpha, group.generator), hidden.beta),
        Ciphertext(hidden.alpha, group.multiply(hidden.beta, group.generator)),
    ):
        with pytest.raises(Unverified):
            check(made, [Statement(other, each.shown) for each in statements])


@both
@habit
@given(seed=seeds)
def test_a_false_disjunction_cannot_be_made_by_the_honest_prover(group: Group, seed: str) -> None:
    """Whoever proves "0 or 1" of a 2 gets something that does not verify, whichever branch is claimed."""
    entropy = Seeded(seed)
    key = group.public(group.random_secret(entropy))
    r = group.random_scalar(entropy)
    hidden = elgamal.encrypt(group=group, key=key, message=2, randomness=r)
    statements = [Statement(hidden, None), Statement(hidden, group.generator)]
    for claimed in (0, 1):
        made = disjunction.prove(
            group=group,
            key=key,
            prefix="p|",
            statements=statements,
            true=claimed,
            secret=Secret(r),
            entropy=entropy,
        )
        with pytest.raises(Unverified):
            disjunction.verify_bit(
                group=group, key=key, prefix="p|", ciphertext=hidden, proofs=made, where="x"
            )


@both
@habit
@given(seed=seeds, message=st.integers(0, 1))
def test_the_fast_check_of_a_bit_is_the_general_one(group: Group, seed: str, message: int) -> None:
    entropy = Seeded(seed)
    key = group.public(group.random_secret(entropy))
    r = group.random_scalar(entropy)
    hidden = elgamal.encrypt(group=group, key=key, message=message, randomness=r)
    statements = [Statement(hidden, None), Statement(hidden, group.generator)]
    made = disjunction.prove(
        group=group,
        key=key,
        prefix="p|",
        statements=statements,
        true=message,
        secret=Secret(r),
        entropy=entropy,
    )
    disjunction.verify_bit(group=group, key=key, prefix="p|", ciphertext=hidden, proofs=made, where="x")
    disjunction.verify(group=group, key=key, prefix="p|", statements=statements, proofs=made, where="x")
    for other in (
        Ciphertext(group.one, hidden.beta),
        Ciphertext(hidden.alpha, group.one),
        Ciphertext(hidden.beta, hidden.alpha),
    ):
        with pytest.raises(Unverified):
            disjunction.verify_bit(
                group=group, key=key, prefix="p|", ciphertext=other, proofs=made, where="x"
            )


@both
@habit
@given(seed=seeds, by=st.integers(1, 2**200))
def test_decryption(group: Group, seed: str, by: int) -> None:
    entropy = Seeded(seed)
    secret = group.random_secret(entropy)
    public = group.public(secret)
    alpha = group.generate(group.random_scalar(entropy))
    factor = group.power(alpha, secret.value)
    prefix = decryption.prefix(group=group, fingerprint="F", public=public)
    made = decryption.prove(group=group, secret=secret, alpha=alpha, prefix=prefix, entropy=entropy)
    honest = {"public": public, "alpha": alpha, "factor": factor}
    decryption.verify(group=group, prefix=prefix, proof=made, where="x", **honest)
    for bad in tampered(made, by=by, group=group):
        with pytest.raises(Unverified):
            decryption.verify(group=group, prefix=prefix, proof=bad, where="x", **honest)
    for name in honest:
        changed = honest | {name: group.multiply(honest[name], group.generator)}
        with pytest.raises(Unverified):
            decryption.verify(group=group, prefix=prefix, proof=made, where="x", **changed)
    other = decryption.prefix(group=group, fingerprint="G", public=public)
    with pytest.raises(Unverified):
        decryption.verify(group=group, prefix=other, proof=made, where="x", **honest)


@both
def test_the_neutral_element_can_be_opened_and_proved(group: Group) -> None:
    """Nobody voted: the tally hides 0 with randomness 0, and its factor is the neutral element."""
    entropy = Seeded("zero")
    secret = group.random_secret(entropy)
    prefix = decryption.prefix(group=group, fingerprint="F", public=group.public(secret))
    made = decryption.prove(group=group, secret=secret, alpha=group.one, prefix=prefix, entropy=entropy)
    decryption.verify(
        group=group,
        public=group.public(secret),
        alpha=group.one,
        factor=group.one,
        prefix=prefix,
        proof=made,
        where="x",
    )


@both
@given(c=st.integers(0, 2**252), r=st.integers(0, 2**252))
@settings(max_examples=30)
def test_a_proof_is_read_as_it_is_printed(group: Group, c: int, r: int) -> None:
    made = Proof(c % group.order, r % group.order)
    assert proofs.parse(made.to_json(), group=group, where="x") == made


@both
@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"challenge": "1"},
        {"challenge": 1, "response": 2},
        {"challenge": "1", "response": "2", "commitment": "3"},
        {"response": "2", "challenge": "1"},
        {"challenge": "01", "response": "2"},
        {"challenge": "-1", "response": "2"},
        {"challenge": str(2**2048), "response": "2"},
    ],
)
def test_what_is_no_proof(group: Group, value: object) -> None:
    with pytest.raises(Malformed):
        proofs.parse(value, group=group, where="x")


def test_secrets_do_not_print() -> None:
    secret = Secret(987654321)
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret:>20}", f"{[secret]}"):
        assert "987654321" not in shown
    assert secret == Secret(987654321)
