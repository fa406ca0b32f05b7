"""What is published is what was recorded, once signed for ever, and never over something else."""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django.fixtures import Settings

from luber.crypto.signature import verify
from luber.errors import Malformed, Refused, Unverified
from luber.translog.checkpoint import open_checkpoint
from luber.translog.inspection import Outcome, Report, inspect
from luber.translog.note import VerifierKey
from luber_server.trail import keyring, publishing, queries, tasks, usecases
from luber_server.trail.models import Checkpoint, Head, Leaf
from luber_server.trail.shelf import Disagreement

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def log(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.LOG_DIR = tmp_path / "log"
    settings.LOG_ORIGIN = "luber.test/log"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return tmp_path / "log"


def grow(leaves: int) -> None:
    with transaction.atomic():
        for _ in range(leaves):
            usecases.record(actor="system", act="election.opened", subject="osis", at=AT, election="osis")


def check(log: Path, *, older: bytes | None = None) -> Report:
    def read(name: str) -> bytes | None:
        return (log / name).read_bytes() if (log / name).exists() else None

    key = VerifierKey.parse((log / "vkey").read_text().strip())
    return inspect(read=read, key=key, checks=verify, older=older)


def files(log: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(log)): path.read_bytes() for path in sorted(log.rglob("*")) if path.is_file()
    }


def raw_sql(statement: str) -> None:
    """What only an owner of the database can do: past the models, and past the triggers."""
    with connection.cursor() as cursor:
        for table in ("trail_leaf", "trail_checkpoint"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_is_final{on}")
        try:
            cursor.execute(statement)
        finally:
            guard = import_module("luber_server.trail.migrations.0002_refuse_changes_of_what_is_written")
            with connection.schema_editor() as editor:
                if connection.vendor == "postgresql":
                    editor.execute("DROP FUNCTION trail_refuse()")
                guard.guard(apps, editor)


def test_sizes_across_the_tile_border_are_published_whole(log: Path) -> None:
    notes = []
    for leaves in (0, 1, 254, 1, 1, 300, 0):
        grow(leaves)
        checkpoint = publishing.publish(at=AT)
        assert checkpoint.size == Leaf.objects.count()
        notes.append((log / "checkpoint").read_bytes())
        for older in notes:
            report = check(log, older=older)
            assert (report.outcome, report.findings) == (Outcome.HOLDS, ())
            assert report.leaves == checkpoint.size
    assert publishing.compare() == 557
    assert not (log / "tile/entries/000.p").exists(), "partial tiles go when the full one stands"
    assert (log / "tile/entries/002.p/45").exists()
    assert list((log / ".tmp").iterdir()) == []


def test_publishing_again_changes_nothing(log: Path) -> None:
    grow(5)
    publishing.publish(at=AT)
    before = files(log)
    publishing.publish(at=AT)
    assert files(log) == before
    assert Checkpoint.objects.count() == 1


def test_the_key_is_made_once_and_for_its_owner_alone(log: Path, settings: Settings) -> None:
    publishing.publish(at=AT)
    secret = keyring.path().read_text()
    assert secret.startswith("PRIVATE+KEY+luber.test/log+")
    assert stat.S_IMODE(keyring.path().stat().st_mode) == 0o600
    grow(1)
    publishing.publish(at=AT)
    assert keyring.path().read_text() == secret
    assert secret.split("+")[-1].strip() not in "".join(
        path.read_text("latin1") for path in log.rglob("*") if path.is_file()
    )

    settings.LOG_ORIGIN = "other.test/log"
    with pytest.raises(Refused, match="LUBER_LOG_ORIGIN"):
        publishing.publish(at=AT)
    settings.LOG_ORIGIN = "luber.test/log"
    keyring.path().unlink()
    with pytest.raises(Refused, match="cadangan"):
        publishing.publish(at=AT)
    assert not keyring.path().exists(), "a lost key is restored, not replaced behind everyone's back"


def test_inside_a_transaction_nothing_is_published(log: Path) -> None:
    with pytest.raises(TransactionManagementError), transaction.atomic():
        publishing.publish(at=AT)
    assert not log.exists()


def test_one_task_is_asked_for_after_the_commit_and_none_after_a_rollback() -> None:
    asked = tasks.publish_log.get_backend().results  # type: ignore[attr-defined]
    asked.clear()
    grow(20)
    grow(20)
    assert len(asked) == 1, "the leaves of two transactions wait for the same publication"
    publishing.publish(at=AT)

    def undone() -> None:
        with transaction.atomic():
            usecases.record(actor="system", act="election.opened", subject="osis", at=AT)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        undone()
    assert len(asked) == 1
    grow(1)
    assert len(asked) == 2


def test_the_clock_publishes_what_no_task_did_and_compares_once_a_day(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_compared_at", None)
    tasks.tick(at=AT)
    assert check(log).leaves == 0, "an empty book is a book"
    grow(300)
    tasks.tick(at=AT)
    assert check(log).leaves == 300
    (log / "tile/entries/000").write_bytes(b"harmed, and not at the edge")
    tasks.tick(at=AT + timedelta(hours=23))
    with pytest.raises(Disagreement):
        tasks.tick(at=AT + timedelta(hours=24))


def test_a_fault_at_any_step_leaves_a_whole_log_and_the_next_run_goes_on(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(250)
    publishing.publish(at=AT)
    real: Callable[[Any, Any], None] = os.replace
    for step in range(1, 20):
        grow(10)
        count = 0

        def full(source: Any, target: Any, *, dies_at: int = step) -> None:
            nonlocal count
            count += 1
            if count == dies_at:
                raise OSError(errno.ENOSPC, "disk full")
            real(source, target)

        monkeypatch.setattr(os, "replace", full)
        try:
            publishing.publish(at=AT)
            break
        except OSError:
            assert check(log).findings == ()
        finally:
            monkeypatch.setattr(os, "replace", real)
        assert publishing.publish(at=AT).size == Leaf.objects.count()
        assert check(log).findings == ()
    assert step > 3


def test_what_was_signed_and_not_shown_is_shown_and_not_signed_again(log: Path) -> None:
    grow(3)
    publishing.publish(at=AT)
    old = (log / "checkpoint").read_bytes()
    grow(3)
    publishing.publish(at=AT)
    signed = (log / "checkpoint").read_bytes()
    (log / "checkpoint").write_bytes(old)  # as after a crash between the row and the file
    grow(4)
    assert publishing.publish(at=AT).size == 10
    assert Checkpoint.objects.get(size=6).note.encode() == signed
    assert check(log, older=signed).findings == ()


def test_a_lost_folder_is_written_anew_with_the_same_bytes(log: Path) -> None:
    grow(300)
    publishing.publish(at=AT)
    before = files(log)
    for path in sorted(log.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    publishing.publish(at=AT)
    assert files(log) == before


def test_an_older_database_is_noticed_and_nothing_is_overwritten(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    grow(10)
    publishing.publish(at=AT)
    before = files(log)
    raw_sql('DELETE FROM trail_leaf WHERE "index" >= 4')
    raw_sql("DELETE FROM trail_checkpoint")
    Head.objects.update(size=4)
    with caplog.at_level(logging.CRITICAL), pytest.raises(Disagreement):
        publishing.publish(at=AT)
    assert "NOT published" in caplog.text
    grow(20)  # and another history grows past the published one
    with pytest.raises(Disagreement):
        publishing.publish(at=AT)
    assert files(log) == before


@pytest.mark.parametrize("index", [0, 299])
def test_a_changed_leaf_in_the_database_is_noticed(log: Path, index: int) -> None:
    grow(300)
    publishing.publish(at=AT)
    before = files(log)
    changed = bytes(Leaf.objects.get(index=index).bytes).replace(b"osis", b"oasi")
    raw_sql(f'UPDATE trail_leaf SET bytes = {_literal(changed)} WHERE "index" = {index}')
    grow(1)
    with pytest.raises(Disagreement):
        publishing.compare()
    if index == 299:  # at the edge, publishing sees it by itself
        with pytest.raises(Disagreement):
            publishing.publish(at=AT)
        assert files(log) == before


def test_a_dropped_leaf_in_the_database_is_noticed(log: Path) -> None:
    grow(3)
    publishing.publish(at=AT)
    grow(3)
    raw_sql('DELETE FROM trail_leaf WHERE "index" = 4')
    with pytest.raises(Disagreement):
        publishing.publish(at=AT)
    assert check(log).leaves == 3


@pytest.mark.parametrize("name", ["tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1"])
@pytest.mark.parametrize("harm", ["flip", "cut", "drop"])
def test_a_harmed_file_at_the_edge_stops_publishing(log: Path, name: str, harm: str) -> None:
    grow(300)
    publishing.publish(at=AT)
    path = log / name
    data = path.read_bytes()
    if harm == "drop":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if harm == "cut" else data[:-1] + bytes([data[-1] ^ 1]))
    harmed = files(log)
    grow(1)
    with pytest.raises((Unverified, Malformed)):
        publishing.publish(at=AT)
    assert files(log) == harmed


def test_a_full_tile_is_never_overwritten(log: Path) -> None:
    grow(255)
    publishing.publish(at=AT)
    (log / "tile/0/000").write_bytes(b"something else")
    grow(1)
    with pytest.raises(Disagreement, match="tile/0/000"):
        publishing.publish(at=AT)
    assert (log / "tile/0/000").read_bytes() == b"something else"


def test_a_foreign_checkpoint_is_not_taken_for_ours(log: Path) -> None:
    grow(2)
    publishing.publish(at=AT)
    note = (log / "checkpoint").read_text()
    (log / "checkpoint").write_text(note.replace("\n2\n", "\n1\n", 1))
    with pytest.raises(Unverified):
        publishing.publish(at=AT)


def test_proofs_from_the_published_tiles_hold_offline(log: Path) -> None:
    grow(600)
    publishing.publish(at=AT)
    key = VerifierKey.parse((log / "vkey").read_text().strip())
    for index in (0, 255, 256, 511, 512, 599):
        proof = queries.inclusion_proof(index)
        assert (
            proof.verify(leaf=bytes(Leaf.objects.get(index=index).bytes), key=key, checks=verify).size == 600
        )
    with pytest.raises(Unverified):
        queries.inclusion_proof(7).verify(leaf=b"{}", key=key, checks=verify)
    grow(1)
    with pytest.raises(Refused, match="belum terbit"):
        queries.inclusion_proof(600)
    published = queries.published()
    assert published is not None
    assert published.signed_at == AT
    assert open_checkpoint(published.note, key=key, checks=verify) == published.checkpoint


def _literal(raw: bytes) -> str:
    return f"'\\x{raw.hex()}'" if connection.vendor == "postgresql" else f"X'{raw.hex()}'"
