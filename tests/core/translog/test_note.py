"""Notes, checkpoints, leaves, proofs: parsing accepts what printing emits, and only the right signature."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luber.crypto.signature import SigningKey, verify
from luber.errors import LuberError, Malformed, Unverified
from luber.translog import act, checkpoint, merkle, note, proof
from luber.translog.act import Act
from luber.translog.checkpoint import Checkpoint, open_checkpoint
from luber.translog.note import Note, Signature, Signer, VerifierKey, parse_signing_key, print_signing_key
from luber.translog.proof import InclusionProof

SEED = sha256(b"luber").digest()
SIGNER = Signer("luber.local/log", SigningKey(SEED))
KEY = SIGNER.verifier
OTHER = Signer("other.test/log", SigningKey(sha256(b"other").digest()))
LEAVES = (b"satu", b"dua", b"tiga")
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]
CHECKPOINT = Checkpoint("luber.local/log", 3, merkle.root(HASHES))
NOTE = CHECKPOINT.sign(signer=SIGNER)
RAW = NOTE.encode()
unhurried = settings(deadline=None, max_examples=60)  # the machine may be shared

# The key, text and signature printed in the documentation of golang.org/x/mod/sumdb/note.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""


def block(docstring: str | None, start: str) -> bytes:
    """The indented example of a docstring that begins with the line `start`."""
    assert docstring is not None
    lines = docstring.split("\n")
    at = lines.index("    " + start)
    taken = []
    for line in lines[at:]:
        if line and not line.startswith("    "):
            break
        taken.append(line[4:])
    return ("\n".join(taken).rstrip("\n") + "\n").encode()


def test_the_examples_in_the_docstrings_are_true_byte_for_byte() -> None:
    assert block(note.__doc__, "luber.local/log") == RAW
    assert block(checkpoint.__doc__, "luber.local/log") == CHECKPOINT.text().encode()
    hashes = merkle.inclusion_proof(subtrees=merkle.keep(HASHES), index=1, size=3)
    assert block(proof.__doc__, "c2sp.org/tlog-proof@v1") == InclusionProof(1, hashes, RAW).encode()
    example = re.search(r"\{\"@type.*?\"dpt:osis\"\}", act.__doc__ or "", re.DOTALL)
    assert example
    leaf = example[0].replace("\n    ", "").encode()
    assert Act.parse(leaf).encode() == leaf


def test_gos_own_example_opens_and_is_made_again() -> None:
    key = VerifierKey.parse(GO_VKEY)
    found = Note.parse(GO_NOTE.encode())
    assert found.verify((key,), checks=verify) == (key,)
    name, seed = parse_signing_key(GO_SKEY)
    signer = Signer(name, SigningKey(seed))
    assert signer.verifier == key
    assert note.sign(found.text, signer=signer).encode() == GO_NOTE.encode()
    assert print_signing_key(signer=signer, seed=seed) == GO_SKEY + "\n"


def test_a_key_in_text_leads_back_and_no_other_spelling_does() -> None:
    text = str(KEY)
    assert VerifierKey.parse(text) == KEY
    name, key_id, encoded = text.split("+", 2)
    for wrong in (
        "",
        name,
        f"{name}+{key_id}",
        f"{name}+{key_id.upper()}+{encoded}" if key_id.upper() != key_id else f"{name}+0+{encoded}",
        f"{name}+00000000+{encoded}",
        f"lain+{key_id}+{encoded}",
        f"{name}+{key_id}+{encoded}=",
        f"{name}+{key_id}+{encoded[:-4]}",
        f"{name}+{key_id}+{b64encode(bytes([2]) + KEY.public_key).decode()}",
        f" {text}",
        f"{text}\n",
        f"+{key_id}+{encoded}",
    ):
        with pytest.raises(Malformed):
            VerifierKey.parse(wrong)


def test_a_secret_key_does_not_print() -> None:
    assert SEED.hex() not in repr(SIGNER) + repr(SigningKey(SEED))
    for wrong in ("", "PRIVATE+KEY", GO_VKEY, GO_SKEY[:-4], GO_SKEY.replace("PRIVATE", "PUBLIC")):
        with pytest.raises(Malformed) as malformed:
            parse_signing_key(wrong)
        assert not wrong or wrong not in str(malformed.value)


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda name: "+" not in name and not any(c.isspace() for c in name)
)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60)


@unhurried
@given(
    texts,
    st.lists(
        st.tuples(names, st.binary(min_size=4, max_size=4), st.binary(min_size=1)), min_size=1, max_size=5
    ),
)
def test_any_note_leads_back(text: str, lines: list[tuple[str, bytes, bytes]]) -> None:
    written = Note(text + "\n", tuple(Signature(*line) for line in lines))
    assert Note.parse(written.encode()) == written


@unhurried
@given(
    st.binary(max_size=300)
    | st.integers(0, len(RAW) - 1).flatmap(
        lambda at: st.integers(0, 255).map(lambda byte: RAW[:at] + bytes([byte]) + RAW[at + 1 :])
    )
)
def test_whatever_parses_prints_the_same_and_nothing_changed_is_verified(raw: bytes) -> None:
    try:
        found = Note.parse(raw)
    except Malformed:
        return
    assert found.encode() == raw
    if raw != RAW:
        with pytest.raises(LuberError):
            open_checkpoint(raw, key=KEY, checks=verify)


def test_notes_that_are_none() -> None:
    line = RAW.decode().split("\n")[-2]
    for wrong in (
        b"",
        b"\n\n",
        RAW[:-1],
        RAW + b"\n",
        RAW.replace(b"\n\n", b"\n"),
        RAW.replace(b"3\n", b"3\r\n"),
        RAW.replace("— ".encode(), b"- "),
        RAW.replace("— ".encode(), "—  ".encode()),
        RAW[:-2] + b" \n",
        b"\xff" + RAW,
        CHECKPOINT.text().encode(),
        CHECKPOINT.text().encode() + b"\n" + ("— a AAAA\n").encode(),
        CHECKPOINT.text().encode() + b"\n" + (line + "\n").encode() * 101,
        b"x" * 1_000_001,
    ):
        with pytest.raises(Malformed):
            Note.parse(wrong)


def test_only_known_keys_count_and_a_false_line_of_a_known_key_spoils_the_note() -> None:
    both = Note(NOTE.text, (*note.sign(NOTE.text, signer=OTHER).signatures, *NOTE.signatures))
    assert both.verify((KEY,), checks=verify) == (KEY,)
    assert both.verify((KEY, OTHER.verifier), checks=verify) == (OTHER.verifier, KEY)
    with pytest.raises(Unverified, match=r"luber\.local/log"):
        NOTE.verify((OTHER.verifier,), checks=verify)
    forged = Signature(OTHER.name, OTHER.verifier.key_id, bytes(64))
    with pytest.raises(Unverified, match=r"other\.test/log"):
        Note(NOTE.text, (*NOTE.signatures, forged)).verify((KEY, OTHER.verifier), checks=verify)
    short = Signature(KEY.name, KEY.key_id, b"short")
    with pytest.raises(Unverified):
        Note(NOTE.text, (short,)).verify((KEY,), checks=verify)


@unhurried
@given(
    st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs", "Cc")), min_size=1),
    st.integers(min_value=1, max_value=2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(
        st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs", "Cc")), min_size=1),
        max_size=2,
    ),
)
def test_any_checkpoint_leads_back(origin: str, size: int, root: bytes, more: list[str]) -> None:
    written = Checkpoint(origin, size, root, tuple(more))
    assert Checkpoint.parse(written.text()) == written


def test_checkpoints_that_are_not_in_the_one_form() -> None:
    origin, size, root, _ = CHECKPOINT.text().split("\n")
    loose = root[:-2] + chr(ord(root[-2]) + 1) + "="  # padding bits that are not zero
    for wrong in (
        "",
        f"{origin}\n{size}\n{root}",
        f"\n{size}\n{root}\n",
        f"{origin}\n{root}\n",
        f"{origin}\n{size}\n\n",
        f"{origin}\n{size}\n{root}\n\n",
        *(
            f"{origin}\n{bad}\n{root}\n"
            for bad in ("03", "+3", " 3", "3 ", "-3", "3.0", "٣", "", "x", str(2**63))
        ),
        *(
            f"{origin}\n{size}\n{bad}\n"
            for bad in (loose, root[:-1], root + "=", root[:-4], f" {root}", "ab", "")
        ),
        f"{origin}\n0\n{root}\n",
    ):
        with pytest.raises(Malformed):
            Checkpoint.parse(wrong)


def test_a_checkpoint_of_another_log_or_key_is_not_ours() -> None:
    assert open_checkpoint(RAW, key=KEY, checks=verify) == CHECKPOINT
    with pytest.raises(Unverified, match=r"other\.test/log"):
        open_checkpoint(RAW, key=OTHER.verifier, checks=verify)
    imposter = Signer(KEY.name, OTHER.key)
    with pytest.raises(Unverified):
        open_checkpoint(CHECKPOINT.sign(signer=imposter).encode(), key=KEY, checks=verify)
    with pytest.raises(Malformed):
        CHECKPOINT.sign(signer=OTHER)
    other = note.sign(Checkpoint("other.test/log", 3, CHECKPOINT.root).text(), signer=SIGNER)
    with pytest.raises(Unverified):  # our key under another log's text
        open_checkpoint(other.encode(), key=KEY, checks=verify)


def test_an_offline_proof_holds_and_each_changed_part_fails() -> None:
    hashes = merkle.inclusion_proof(subtrees=merkle.keep(HASHES), index=1, size=3)
    written = InclusionProof(1, hashes, RAW)
    assert InclusionProof.parse(written.encode()) == written
    assert written.verify(leaf=b"dua", key=KEY, checks=verify) == CHECKPOINT
    for change in (
        InclusionProof(0, hashes, RAW),
        InclusionProof(3, hashes, RAW),
        InclusionProof(1, hashes[:1], RAW),
        InclusionProof(1, hashes[::-1], RAW),
        InclusionProof(1, hashes, RAW.replace(b"\n3\n", b"\n4\n")),
    ):
        with pytest.raises(Unverified):
            change.verify(leaf=b"dua", key=KEY, checks=verify)
    with pytest.raises(Unverified):
        written.verify(leaf=b"Dua", key=KEY, checks=verify)
    raw = written.encode()
    for wrong in (
        b"",
        raw.replace(b"@v1", b"@v2"),
        raw.replace(b"index 1", b"index 01"),
        raw.replace(b"index 1", b"index +1"),
        raw.replace(b"index 1", b"extra YQ==\nindex 1"),
        raw.replace(b"=\n", b"\n", 1),
        raw.split(b"\n\n")[0],
    ):
        with pytest.raises(Malformed):
            InclusionProof.parse(wrong)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.text("abc_", min_size=1, max_size=4), below, max_size=3)
    ),
    max_leaves=8,
)


@unhurried
@given(
    st.dictionaries(st.text("abc_", min_size=1, max_size=4), json_values, max_size=3),
    st.datetimes(timezones=st.just(UTC)),
)
def test_any_act_leads_back(data: dict[str, object], at: datetime) -> None:
    written = Act(act="a.b", actor_office="x", subject="s", at=at.replace(microsecond=0), data=data)  # type: ignore[arg-type]
    assert Act.parse(written.encode()) == written
    assert Act.parse(written.encode()).encode() == written.encode()


def test_leaves_that_are_not_in_the_one_form() -> None:
    good = Act(
        act="a.b",
        actor_office="x:1",
        subject="s",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        data={"a": 1, "b": "ü"},
    ).encode()
    assert Act.parse(good).encode() == good
    for wrong in (
        b"",
        b"null",
        b"[]",
        good[:-1],
        good + b"\n",
        b" " + good,
        good.replace(b"luber.act/1", b"luber.act/2"),
        good.replace(b'"a":1', b'"a": 1'),
        good.replace(b'"a":1', b'"a":1.0'),
        good.replace(b'"a":1', b'"a":01'),
        good.replace(b'"a":1,"b"', b'"b":1,"a"').replace('"a":"ü"'.encode(), '"a":"ü"'.encode()),
        good.replace(b'"a":1', b'"a":1,"a":1'),
        good.replace("ü".encode(), b"\\u00fc"),
        good.replace("ü".encode(), b"\xff"),
        good.replace("ü".encode(), b"\\ud800"),
        good.replace(b'"subject":"s"', b'"subject":"s","x":1'),
        good.replace(b'"election":null,', b""),
        good.replace(b"00:00:00Z", b"00:00:00+00:00"),
        good.replace(b"00:00:00Z", b"0:00:00Z"),
        good.replace(b"2026-01-02", b"2026-13-02"),
        good.replace(b'"x:1"', b'"Nama Orang"'),
        good.replace(b'"a.b"', b'"a"'),
        good.replace(b'"a.b"', b"7"),
        good.replace(b'{"a":1,"b":"\xc3\xbc"}', b"[]"),
        good.replace(b"1", b"9" * 5000, 2),
        b"[" * 100_000,
    ):
        with pytest.raises(Malformed):
            Act.parse(wrong)


def test_the_whole_example_of_the_format_page_is_true() -> None:
    page = Path(__file__).parents[3].joinpath("docs/spec/formats/log.md").read_text(encoding="utf-8")
    entries = [line.strip().encode() for line in page.splitlines() if line.startswith('    {"@type"')]
    assert [Act.parse(entry).encode() for entry in entries] == entries
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    assert [each.hex() for each in hashes] == re.findall(r"^    ([0-9a-f]{64})$", page, re.MULTILINE)
    signed = Checkpoint("luber.local/log", 3, merkle.root(hashes)).sign(signer=SIGNER).encode()
    assert block(page, "luber.local/log") == signed
    path = merkle.inclusion_proof(subtrees=merkle.keep(hashes), index=1, size=3)
    assert block(page, "c2sp.org/tlog-proof@v1") == InclusionProof(1, path, signed).encode()
    assert f"    {KEY}\n" in page
