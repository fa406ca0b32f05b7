"""A whole log from outside: every kind of tampering is named; what cannot be read is not judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from tests.core.translog.logs import KEY, ORIGIN, SIGNER, leaf, leaves, publish, read

from luber.crypto.signature import SigningKey, verify
from luber.translog.checkpoint import Checkpoint
from luber.translog.inspection import Check, Outcome, Report, Unreachable, inspect
from luber.translog.merkle import EMPTY_ROOT, leaf_hash
from luber.translog.note import Note, Signer, sign
from luber.translog.tile import ENTRIES, Tile, join_entries, split_entries, tiles_of

SIZE = 700
HONEST = publish(leaves(SIZE))
IMPOSTER = Signer(ORIGIN, SigningKey(sha256(b"imposter").digest()))

Files = dict[str, bytes]


def check(files: Files, *, older: bytes | None = None) -> Report:
    return inspect(read=read(files), key=KEY, checks=verify, older=older)


def flip(name: str, at: int = -1) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        data = bytearray(files[name])
        data[at] ^= 1
        files[name] = bytes(data)

    return tamper


def cut(name: str, by: int = 1) -> Callable[[Files], None]:
    return lambda files: files.update({name: files[name][:-by]})


def drop(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


def change_entries(bundle: Tile, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        entries = change(list(split_entries(bundle, files[bundle.path()])))
        files[bundle.path()] = join_entries(entries)

    return tamper


def in_note(pattern: str, replacement: str) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        text = files["checkpoint"].decode()
        files["checkpoint"] = re.sub(pattern, replacement, text, count=1).encode()
        assert files["checkpoint"].decode() != text

    return tamper


def say(checkpoint: Checkpoint, *, signer: Signer = SIGNER) -> Callable[[Files], None]:
    """The log signs something that its files do not bear out."""
    return lambda files: files.update(checkpoint=sign(checkpoint.text(), signer=signer).encode())


def replace_all(entries: list[bytes]) -> Callable[[Files], None]:
    """A whole other history, published under the old checkpoint."""

    def tamper(files: Files) -> None:
        note = files["checkpoint"]
        files.clear()
        files.update(publish(entries))
        files["checkpoint"] = note

    return tamper


FIRST, LAST = Tile(ENTRIES, 0), Tile(ENTRIES, 2, SIZE - 512)
ROOT = Checkpoint.parse(Note.parse(HONEST["checkpoint"]).text).root

TAMPERED: dict[str, tuple[Callable[[Files], None], Check]] = {
    "a leaf is changed": (
        change_entries(FIRST, lambda e: [leaf(9, subject="lain"), *e[1:]]),
        Check.TILES,
    ),
    "a leaf at the edge is changed": (
        change_entries(LAST, lambda e: [*e[:-1], leaf(9, subject="lain")]),
        Check.TILES,
    ),
    "two leaves change places": (change_entries(FIRST, lambda e: [e[1], e[0], *e[2:]]), Check.TILES),
    "a leaf is dropped": (change_entries(FIRST, lambda e: e[1:]), Check.ENTRIES),
    "a leaf is dropped and those after it move up": (replace_all(leaves(SIZE + 1)[1:]), Check.ROOT),
    "a leaf is added unseen": (change_entries(LAST, lambda e: [*e, leaf(SIZE)]), Check.ENTRIES),
    "an earlier leaf is changed and all tiles with it": (
        replace_all([leaf(0, subject="lain"), *leaves(SIZE)[1:]]),
        Check.ROOT,
    ),
    "a bundle is cut": (cut(FIRST.path()), Check.ENTRIES),
    "a bundle has a byte too many": (
        lambda files: files.update({LAST.path(): files[LAST.path()] + b"\0"}),
        Check.ENTRIES,
    ),
    "a bundle is gone": (drop(FIRST.path()), Check.ENTRIES),
    "a full tile is cut": (cut("tile/0/001", by=32), Check.TILES),
    "a full tile has a changed bit": (flip("tile/0/001", at=100), Check.TILES),
    "a full tile is gone": (drop("tile/0/001"), Check.TILES),
    "a partial tile is cut": (cut("tile/0/002.p/188"), Check.TILES),
    "a partial tile is gone": (drop("tile/0/002.p/188"), Check.TILES),
    "a tile above has a changed bit": (flip("tile/1/000.p/2"), Check.TILES),
    "the signature has a changed bit": (
        lambda files: files.update(checkpoint=Checkpoint(ORIGIN, SIZE, ROOT).sign(signer=IMPOSTER).encode()),
        Check.CHECKPOINT,
    ),
    "the root in the checkpoint is changed": (
        in_note(r"\n[A-Za-z0-9+/]{43}=\n", f"\n{'A' * 43}=\n"),
        Check.CHECKPOINT,
    ),
    "the size in the checkpoint is changed": (in_note(r"\n700\n", "\n699\n"), Check.CHECKPOINT),
    "the size has a leading zero": (in_note(r"\n700\n", "\n0700\n"), Check.CHECKPOINT),
    "the checkpoint ends in blanks": (in_note(r"\n$", " \n"), Check.CHECKPOINT),
    "the checkpoint has Windows line ends": (in_note(r"\n", "\r\n"), Check.CHECKPOINT),
    "the checkpoint is cut": (cut("checkpoint", by=5), Check.CHECKPOINT),
    "the checkpoint is of another log": (
        say(Checkpoint("lain.test/log", SIZE, ROOT)),
        Check.CHECKPOINT,
    ),
    "the checkpoint is signed by nobody we know": (
        lambda files: files.update(publish(leaves(SIZE), signer=Signer("lain.test/log", IMPOSTER.key))),
        Check.CHECKPOINT,
    ),
    "the log signs a root that its leaves do not have": (
        say(Checkpoint(ORIGIN, SIZE, EMPTY_ROOT)),
        Check.ROOT,
    ),
    "the log signs more leaves than it has": (say(Checkpoint(ORIGIN, SIZE + 1, ROOT)), Check.ENTRIES),
    "the log signs fewer leaves than the root has": (say(Checkpoint(ORIGIN, 512, ROOT)), Check.ROOT),
}


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 512, SIZE])
def test_an_honest_log_holds_and_goes_on_from_every_older_checkpoint(size: int) -> None:
    older = publish(leaves(size))["checkpoint"]
    report = check(HONEST, older=older)
    assert report.findings == ()
    assert report.outcome is Outcome.HOLDS
    assert (report.leaves, report.older and report.older.size) == (SIZE, size)
    assert check(publish(leaves(size))).outcome is Outcome.HOLDS


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found_and_named(what: str) -> None:
    tamper, expected = TAMPERED[what]
    files = dict(HONEST)
    tamper(files)
    report = check(files)
    assert report.outcome is Outcome.FAILS
    assert report.findings[0].check is expected, [str(finding.fault) for finding in report.findings]
    assert str(report.findings[0].fault)


def test_every_single_file_matters() -> None:
    for tile in tiles_of(SIZE):
        files = dict(HONEST)
        flip(tile.path(), at=20)(files)
        assert check(files).outcome is Outcome.FAILS, tile.path()


@pytest.mark.parametrize("size", [1, 256, 300, SIZE])
def test_a_fork_is_found_by_whoever_holds_an_older_checkpoint(size: int) -> None:
    """Two histories, each whole and rightly signed: only the older checkpoint tells."""
    older = publish(leaves(size))["checkpoint"]
    forked = [leaf(0, subject="lain"), *leaves(SIZE)[1:]]
    assert check(publish(forked)).outcome is Outcome.HOLDS
    report = check(publish(forked), older=older)
    assert report.outcome is Outcome.FAILS
    assert [finding.check for finding in report.findings] == [Check.OLDER]


def test_a_rollback_is_found_by_whoever_holds_a_newer_checkpoint() -> None:
    report = check(publish(leaves(300)), older=HONEST["checkpoint"])
    assert report.outcome is Outcome.FAILS
    assert report.findings[0].check is Check.OLDER
    assert "700" in str(report.findings[0].fault)


def test_an_older_checkpoint_of_someone_else_proves_nothing_against_the_log() -> None:
    foreign = publish(leaves(3), signer=Signer("lain.test/log", IMPOSTER.key))["checkpoint"]
    for older in (foreign, b"", b"no note", HONEST["checkpoint"][:-9]):
        report = check(HONEST, older=older)
        assert report.outcome is Outcome.UNCHECKED
        assert report.findings[0].check is Check.OLDER
        assert report.leaves == SIZE


def test_a_leaf_that_is_no_act_is_named_by_its_place() -> None:
    entries = leaves(300)
    entries[271] = entries[271].replace(b":", b": ", 1)
    report = check(publish(entries))
    assert report.outcome is Outcome.FAILS
    assert [(finding.check, finding.at) for finding in report.findings] == [(Check.LEAVES, "271")]


def test_a_log_of_nothing_but_faults_tells_a_hundred_of_them() -> None:
    assert len(check(publish([b"{}"] * 400)).findings) == 100


def test_what_could_not_be_fetched_is_not_called_false() -> None:
    for missing in ("checkpoint", "tile/entries/001", "tile/0/001", "tile/1/000.p/2"):

        def broken(name: str, missing: str = missing) -> bytes | None:
            if name == missing:
                raise Unreachable("putus")
            return HONEST.get(name)

        report = inspect(read=broken, key=KEY, checks=verify)
        assert report.outcome is Outcome.UNCHECKED
        assert report.findings[0].at == missing
    assert check({}).outcome is Outcome.UNCHECKED


def test_a_partial_tile_may_be_dropped_once_the_full_one_stands() -> None:
    grown = publish(leaves(1024))
    files = {**grown, "checkpoint": publish(leaves(SIZE))["checkpoint"]}
    files["tile/1/000.p/2"] = HONEST["tile/1/000.p/2"]
    assert check(files).findings == ()


def test_leaf_hashes_stand_in_the_first_tile() -> None:
    assert HONEST["tile/0/000"][:32] == leaf_hash(leaves(1)[0])
