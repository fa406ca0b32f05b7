"""The vault: a file is its digest, appears whole, and is never overwritten."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django import Settings

from luber.errors import Malformed, Unverified
from luber_server.ports import vault


@pytest.fixture(autouse=True)
def _own_vault(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_DIR = tmp_path / "vault"


def test_what_is_put_is_read_under_its_digest() -> None:
    digest = vault.put(b"sebuah foto")
    assert digest == hashlib.sha256(b"sebuah foto").hexdigest()
    assert vault.read(digest) == b"sebuah foto"
    with vault.open(digest) as file:
        assert file.read() == b"sebuah foto"
    assert vault.holds(digest)


def test_putting_again_changes_no_file() -> None:
    digest = vault.put(b"sebuah foto")
    before = vault.path(digest).stat()
    assert vault.put(b"sebuah foto") == digest
    after = vault.path(digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_many_at_once_leave_one_file_and_nothing_beside_it() -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(vault.put, [b"sama"] * 40))
    (digest,) = digests
    assert [file.name for file in vault.path(digest).parent.iterdir()] == [digest[2:]]


def test_a_file_that_changed_on_disk_is_not_shown() -> None:
    digest = vault.put(b"sebuah foto")
    vault.path(digest).write_bytes(b"foto lain")
    with pytest.raises(Unverified, match="sidik jarinya"):
        vault.read(digest)


def test_what_was_never_put_is_absent() -> None:
    with pytest.raises(vault.Absent):
        vault.read(hashlib.sha256(b"tidak ada").hexdigest())
    assert not vault.holds(hashlib.sha256(b"tidak ada").hexdigest())


@pytest.mark.parametrize(
    "name", ["", "ab", "../../etc/passwd", "A" * 64, "g" * 64, "a" * 63 + "\n", "a" * 65]
)
def test_a_name_that_is_no_digest_opens_nothing(name: str) -> None:
    with pytest.raises(Malformed):
        vault.open(name)
