"""The two groups: laws, canonical decoding by our own check, and the edges where libsodium says no."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.making import Seeded

from luber.crypto import ed25519, groups
from luber.crypto.ed25519 import FIELD, ORDER
from luber.crypto.group import Element, Group
from luber.errors import Malformed, Refused

both = pytest.mark.parametrize("group", [groups.ED25519, groups.BELENIOS_2048], ids=lambda group: group.name)
scalars = st.integers(-(2**260), 2**260)

# All points of small order, and non-canonical ways to write them (RFC 8032 encodings as integers).
SMALL_ORDER = [
    int.from_bytes(bytes.fromhex(encoding), "little")
    for encoding in (
        "00" * 32,  # order 4
        "00" * 31 + "80",
        "ec" + "ff" * 30 + "7f",  # order 2: (0, -1)
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  # order 8
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    )
]
NOT_CANONICAL = [
    FIELD,
    FIELD + 1,
    2**255 - 1,
    2**256 - 1,
    FIELD + (1 << 255),
    1 + (1 << 255),
    FIELD - 1 + (1 << 255),
]


@both
@settings(max_examples=20, deadline=None)
@given(a=scalars, b=scalars)
def test_the_laws_of_a_group(group: Group, a: int, b: int) -> None:
    left, right = group.generate(a), group.generate(b)
    assert group.multiply(left, right) == group.generate(a + b)
    assert group.divide(left, right) == group.generate(a - b)
    assert group.power(left, b) == group.generate(a * b)
    assert group.is_member(left)
    assert group.element(group.text(left), where="x") == left


@both
def test_the_neutral_element_is_ordinary(group: Group) -> None:
    one, some = group.one, group.generate(7)
    assert group.is_member(one)
    assert group.element(group.text(one), where="x") == one
    assert group.generate(0) == group.generate(group.order) == one
    assert group.power(some, 0) == group.power(some, group.order) == one
    assert group.power(one, 5) == one
    assert group.multiply(one, some) == group.multiply(some, one) == some
    assert group.divide(some, some) == one
    assert group.divide(one, some) == group.generate(-7)
    assert group.product([]) == one
    assert group.member_power(one, 5, where="x") == one
    assert group.member_power(some, 0, where="x") == one
    assert group.text(one) in ("1", "0" * 63 + "1")


@both
@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "01", "1 ", "0x10", "ab", "½"])
def test_numbers_have_one_form(group: Group, text: str) -> None:
    with pytest.raises(Malformed):
        group.scalar(text, where="di sini")


@both
def test_scalars_end_below_the_order(group: Group) -> None:
    assert group.scalar(str(group.order - 1), where="x") == group.order - 1
    assert group.scalar("0", where="x") == 0
    for number in (group.order, group.order + 1, 2**300):
        with pytest.raises(Malformed) as refused:
            group.scalar(str(number), where="di sini")
        assert refused.value.code == "group.scalar"


@both
def test_random_scalars_come_from_what_is_handed_in(group: Group) -> None:
    assert group.random_scalar(Seeded("a")) == group.random_scalar(Seeded("a"))
    assert group.random_scalar(Seeded("a")) != group.random_scalar(Seeded("b"))
    assert 0 < group.random_secret(bytes).value < group.order


@pytest.mark.parametrize("number", SMALL_ORDER)
def test_points_of_small_order_are_no_members(number: int) -> None:
    group, text = groups.ED25519, number.to_bytes(32, "big").hex()
    with pytest.raises(Malformed):
        group.element(text, where="di sini")
    decoded = Element(number.to_bytes(32, "little"))
    with pytest.raises(Malformed):
        group.member_power(decoded, 3, where="di sini")
    with pytest.raises(Malformed):
        group.member_power(decoded, 0, where="di sini")


@pytest.mark.parametrize("number", NOT_CANONICAL)
def test_a_point_has_one_form(number: int) -> None:
    with pytest.raises(Malformed) as refused:
        groups.ED25519.decode(number.to_bytes(32, "big").hex(), where="di sini")
    assert refused.value.code == "group.canonical"
    assert "di sini" in str(refused.value)


@given(st.integers(0, 2**255 - 1))
@settings(max_examples=200, deadline=None)
def test_members_with_a_part_of_small_order_are_refused(seed: int) -> None:
    """A member times each point of small order decodes well and is on the curve, but is no member."""
    group = groups.ED25519
    member = group.generate(seed | 1)
    for number in SMALL_ORDER:
        small = Element(number.to_bytes(32, "little"))
        mixed = group.multiply(member, small)
        text = group.text(mixed)
        group.decode(text, where="x")
        with pytest.raises(Malformed) as refused:
            group.element(text, where="di sini")
        assert refused.value.code == "group.member"
        for exponent in (0, 1, 8, ORDER - 1):
            with pytest.raises(Malformed):
                group.member_power(mixed, exponent, where="di sini")


def test_this_libsodium_refuses_to_multiply_non_members() -> None:
    """The check that comes for nothing. Where it does not, `member_power` makes it; see the next test."""
    assert ed25519._MULTIPLYING_CHECKS_MEMBERSHIP


def test_without_that_libsodium_the_check_is_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ed25519, "_MULTIPLYING_CHECKS_MEMBERSHIP", False)
    group = groups.ED25519
    mixed = group.multiply(group.generate(5), Element(SMALL_ORDER[2].to_bytes(32, "little")))
    with pytest.raises(Malformed):
        group.member_power(mixed, 3, where="x")
    assert group.member_power(group.generate(5), 3, where="x") == group.generate(15)


@given(st.integers(0, 2**256 - 1))
@settings(max_examples=200, deadline=None)
def test_our_square_root_and_libsodium_agree(number: int) -> None:
    """A number that our own decoding calls a curve point, times 8, is a member for libsodium; others it cannot add."""
    point = ed25519.point_from(number)
    if point is None:
        encoded = number.to_bytes(32, "little")
        assert not (ed25519.is_canonical(encoded) and groups.ED25519.is_member(Element(encoded)))
    else:
        assert ed25519.is_canonical(point)
        assert groups.ED25519.is_member(ed25519.clear_cofactor(point))


@pytest.mark.parametrize(
    "text", ["66" * 32, "A" * 64, "6" * 63, "6" * 65, "g" * 64, " " + "6" * 63, "0x" + "6" * 62, "６" * 64]
)
def test_text_that_is_no_point(text: str) -> None:
    with pytest.raises(Malformed):
        groups.ED25519.element(text, where="x")


def test_the_base_point_is_written_reversed() -> None:
    assert groups.ED25519.text(groups.ED25519.generator) == "66" * 31 + "58"


def test_members_of_the_integers_modulo_p() -> None:
    group = groups.BELENIOS_2048
    for text in ("0", "2", "3", str(2**2048), "-1", "01"):
        with pytest.raises(Malformed):
            group.element(text, where="x")


def test_unknown_groups_are_named() -> None:
    assert groups.by_name("Ed25519") is groups.ED25519
    with pytest.raises(Refused) as refused:
        groups.by_name("RFC-3526-2048")
    assert refused.value.code == "group.unknown"
    assert "RFC-3526-2048" in str(refused.value)
