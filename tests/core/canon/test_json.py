"""Canonical JSON: one form out, strict in, and what is read is printed again as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luber.canon import digest, json, shape
from luber.errors import LuberError, Malformed

values = st.recursive(
    st.text() | st.integers(-(10**30), 10**30) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_printed_is_read_again(value: object) -> None:
    printed = json.encode(value) if _encodable(value) else b"0"
    assert json.encode(json.parse_exact(printed)) == printed
    assert json.parse(printed) == (value if _encodable(value) else 0)


def _encodable(value: object) -> bool:
    try:
        json.encode(value)
    except UnicodeEncodeError:
        return False
    return True


def test_printing_is_compact_and_keeps_the_order() -> None:
    value = {"z": [1, True], "a": "Pasangan “Kunang-Kunang”\n"}
    assert json.text(value) == '{"z":[1,true],"a":"Pasangan “Kunang-Kunang”\\n"}'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff", "json.utf8"),
        (b"\xef\xbb\xbf{}", "json.syntax"),
        (b"", "json.syntax"),
        (b"{", "json.syntax"),
        (b"{} x", "json.syntax"),
        (b"{'a':1}", "json.syntax"),
        (b'{"a":1,"a":1}', "json.duplicate"),
        (b'{"b":{"a":1,"a":2}}', "json.duplicate"),
        (b"1.5", "json.number"),
        (b"1e3", "json.number"),
        (b"NaN", "json.number"),
        (b"-Infinity", "json.number"),
        (b"[" * 100_000, "json.size"),
        (b"9" * 10_000, "json.size"),
    ],
)
def test_what_is_not_strict_json_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        json.parse(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "data",
    [b'{"a": 1}', b'{"a":1}\n', b' {"a":1}', b'{"\\u0061":1}', b"[-0]", b'"\\/"', b'"\\ud800"', b"[1 ]"],
)
def test_what_is_not_canonical_is_refused(data: bytes) -> None:
    json.parse(data)
    with pytest.raises(Malformed):
        json.parse_exact(data)


@pytest.mark.parametrize("text", ["", "01", "+1", "-1", " 1", "1 ", "1_0", "٣", "0x1", "1" * 5000])
def test_a_decimal_has_one_form(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        shape.decimal(text, where="di sini")
    assert "di sini" in str(refused.value)


def test_a_boolean_is_no_number_and_a_number_no_boolean() -> None:
    for value in (True, False):
        with pytest.raises(Malformed):
            shape.integer(value, where="x")
    with pytest.raises(Malformed):
        shape.boolean(1, where="x")


def test_members_are_the_known_ones() -> None:
    required = ("a", "b")
    assert shape.members({"b": 2, "a": 1}, where="x", required=required) == {"b": 2, "a": 1}
    assert shape.members({"a": 1, "b": 2, "c": 3}, where="x", required=required, extra=True)["c"] == 3
    wrong: list[object] = [{"a": 1}, {"a": 1, "b": 2, "c": 3}, [], None]
    for value in wrong:
        with pytest.raises(Malformed):
            shape.members(value, where="x", required=required)
    with pytest.raises(Malformed):
        shape.members({"b": 2, "a": 1}, where="x", required=required, ordered=True)


def test_digests_in_both_dresses() -> None:
    assert digest.fingerprint(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
    assert digest.sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest.integer("") == int(digest.sha256_hex(b""), 16)


def test_an_error_speaks_another_language_and_travels() -> None:
    import pickle

    error = Malformed("Di %(where)s ada yang salah.", code="x.y", facts={"where": "sana"})
    assert str(error) == "Di sana ada yang salah."
    assert error.said(lambda _text: "Something is wrong at %(where)s.") == "Something is wrong at sana."
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, LuberError)
    assert (str(again), again.code, again.facts) == (str(error), error.code, error.facts)
