"""The answer of a proof: libsodium's constant-time scalars say the same as arithmetic does."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from luber.crypto.groups import ED25519
from luber.crypto.secret import Secret

SCALARS = st.integers(0, ED25519.order - 1)


@given(nonce=SCALARS, secret=SCALARS, challenge=SCALARS)
@example(nonce=0, secret=0, challenge=0)
@example(nonce=0, secret=1, challenge=ED25519.order - 1)
@example(nonce=ED25519.order - 1, secret=ED25519.order - 1, challenge=ED25519.order - 1)
def test_libsodium_answers_as_arithmetic_does(nonce: int, secret: int, challenge: int) -> None:
    answer = ED25519.respond(nonce=nonce, secret=Secret(secret), challenge=challenge)
    assert answer == (nonce - secret * challenge) % ED25519.order
