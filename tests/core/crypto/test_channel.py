"""What trustees sign and seal for one another: opened by whom it is for, from whom it is, unchanged, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.making import Seeded

from luber.canon import json
from luber.crypto import channel, groups
from luber.crypto.channel import Keys, Signed
from luber.crypto.group import Group
from luber.errors import LuberError, Malformed, Refused, Unverified

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)


def someone(group: Group, name: str) -> Keys:
    return channel.keys(group=group, seed=channel.generate_seed(Seeded(name)))


@both
@settings(max_examples=5, deadline=None)
@given(message=st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_what_is_sent_is_received(group: Group, message: str) -> None:
    ani, budi = someone(group, "ani"), someone(group, "budi")
    sealed = channel.send(
        group=group, sender=ani.signing, recipient=budi.encryption, message=message, entropy=Seeded(message)
    )
    received = channel.receive(group=group, recipient=budi.decryption, sender=ani.verification, sealed=sealed)
    assert received == message


@both
def test_every_changed_field_is_noticed(group: Group) -> None:
    ani, budi, citra = someone(group, "ani"), someone(group, "budi"), someone(group, "citra")
    sealed = channel.send(
        group=group, sender=ani.signing, recipient=budi.encryption, message="rahasia", entropy=Seeded("s")
    )
    value = json.parse(sealed.encode())
    flipped = format(int(value["data"][:2], 16) ^ 1, "02x") + value["data"][2:]
    changes = {
        "alpha": group.text(group.generate(3)),
        "beta": group.text(group.generate(3)),
        "data": flipped,
    }
    for name, changed in changes.items():
        with pytest.raises(Unverified):
            channel.receive(
                group=group,
                recipient=budi.decryption,
                sender=ani.verification,
                sealed=json.text(value | {name: changed}),
            )
    with pytest.raises(Unverified):
        channel.receive(group=group, recipient=citra.decryption, sender=ani.verification, sealed=sealed)
    with pytest.raises(Unverified):
        channel.receive(group=group, recipient=budi.decryption, sender=citra.verification, sealed=sealed)
    with pytest.raises(Malformed):
        channel.receive(
            group=group,
            recipient=budi.decryption,
            sender=ani.verification,
            sealed=json.text(value | {"data": "xyz"}),
        )
    old = json.text({name: value[name] for name in ("alpha", "beta", "data")})
    with pytest.raises(Refused):
        channel.receive(group=group, recipient=budi.decryption, sender=ani.verification, sealed=old)


@both
def test_a_message_forwarded_to_a_third_is_refused(group: Group) -> None:
    """Budi seals Ani's signed words again, for Citra: they name Budi, so Citra does not take them for hers."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from luber.crypto.channel import _cipher_key, _initial_value

    ani, budi, citra = someone(group, "ani"), someone(group, "budi"), someone(group, "citra")
    inner = json.text({"recipient": group.text(budi.encryption), "message": "untuk Budi"})
    signed = channel.sign(group=group, secret=ani.signing, message=inner, entropy=Seeded("f"))
    key, alpha = group.generate(11), group.generate(13)
    data = AESGCM(_cipher_key(group, key)).encrypt(
        _initial_value(group, alpha), json.encode(signed.to_json()), None
    )
    beta = group.multiply(group.power(citra.encryption, 13), key)
    forwarded = json.text(
        {"algorithm": "AES-GCM", "alpha": group.text(alpha), "beta": group.text(beta), "data": data.hex()}
    )
    with pytest.raises(Unverified) as refused:
        channel.receive(group=group, recipient=citra.decryption, sender=ani.verification, sealed=forwarded)
    assert refused.value.code == "channel.recipient"


@both
def test_a_signature_is_for_its_message(group: Group) -> None:
    ani = someone(group, "ani")
    signed = channel.sign(group=group, secret=ani.signing, message="setuju", entropy=Seeded("t"))
    channel.verify(group=group, verification=ani.verification, signed=signed, where="x")
    assert channel.parse_signed(signed.to_json(), group=group, where="x") == signed
    with pytest.raises(Unverified):
        channel.verify(
            group=group,
            verification=ani.verification,
            signed=Signed("tidak setuju", signed.signature),
            where="x",
        )


@pytest.mark.parametrize("seed", ["", "abc", "0" * 22, "A" * 23, "A" * 21 + "l"])
def test_a_seed_has_one_form(seed: str) -> None:
    with pytest.raises(LuberError) as refused:
        channel.keys(group=groups.ED25519, seed=seed)
    assert refused.value.code == "channel.seed"
