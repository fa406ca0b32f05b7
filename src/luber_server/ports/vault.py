"""The vault: files named by the SHA-256 of their bytes, on disk under LUBER_VAULT.

    <vault>/ab/cdef…   the file whose digest is abcdef…

A file appears whole or not at all (written beside, fsynced, then linked into place) and is never
overwritten: the same bytes have the same name. What is put here is meant to be shown (photographs, papers);
personal data is sealed first.
"""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from luber.errors import Malformed, Refused, Unverified
from luber.errors import gettext_noop as _

_DIGEST = re.compile(r"[0-9a-f]{64}")


def put(content: bytes) -> str:
    """Store bytes; returns their SHA-256 as 64 hex digits once they are on disk."""
    digest = hashlib.sha256(content).hexdigest()
    place = path(digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o644)
        with contextlib.suppress(FileExistsError):  # another process put the same bytes
            os.link(beside, place)
    finally:
        os.unlink(beside)
    _fsync_directory(place.parent)
    return digest


def open(digest: str) -> BinaryIO:  # noqa: A001  (vault.open)
    """The file of this digest, for streaming. Raises `Absent` where there is none."""
    try:
        return builtins.open(path(digest), "rb")
    except FileNotFoundError:
        raise Absent(
            _("Berkas %(digest)s tidak ada di penyimpanan."), facts={"digest": digest[:16]}
        ) from None


def read(digest: str) -> bytes:
    """The bytes of this digest, checked against it. Raises `Absent`, or `Unverified` where the disk lies."""
    with open(digest) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Unverified(
            _("Isi berkas %(digest)s tidak lagi sama dengan sidik jarinya. Pulihkan dari cadangan."),
            code="vault.changed",
            facts={"digest": digest[:16]},
        )
    return content


def holds(digest: str) -> bool:
    """Whether a file of this digest is here."""
    return path(digest).exists()


def path(digest: str) -> Path:
    """Where the file of this digest lies. Raises `Malformed` for anything but 64 lower-case hex digits."""
    if not _DIGEST.fullmatch(digest):
        raise Malformed(_("Sidik jari berkas terdiri dari 64 angka heksadesimal kecil."), code="vault.digest")
    return Path(settings.VAULT_DIR) / digest[:2] / digest[2:]


class Absent(Refused):
    """No file of this digest is in the vault."""


def _fsync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
