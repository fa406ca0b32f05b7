"""The log's folder, as any web server may serve it: checkpoint, vkey, tile/… A crash leaves it whole.

A file is written beside (`.tmp/`), fsynced, renamed, and its folder fsynced. A tile's bytes never change:
writing the same again does nothing, writing others is refused. Only `checkpoint` is replaced, last, when
all that it speaks of is on disk. One writer at a time, by a lock beside the folder; readers need none.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from luber.errors import Unverified
from luber.errors import gettext_noop as _
from luber.translog.tile import HEIGHT, WIDTH, Tile, edge_tiles

CHECKPOINT = "checkpoint"
VKEY = "vkey"


class Disagreement(Unverified):
    """The database and the published files tell two histories. Nothing is published until a person looked."""


class Shelf:
    """The folder of a published log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, across processes, until the end; begin by sweeping what a crash left behind."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder.with_name(f"{self.folder.name}.lock"), "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            shutil.rmtree(self.folder / ".tmp", ignore_errors=True)
            (self.folder / ".tmp").mkdir()
            yield

    def read(self, name: str) -> bytes | None:
        """A file's bytes, None where there is none."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def read_tile(self, tile: Tile) -> bytes:
        """A published tile's bytes. Raises `Disagreement` where it is gone."""
        if (data := self.read(tile.path())) is None:
            raise Disagreement(
                _("%(path)s hilang dari buku yang sudah terbit."),
                code="trail.lost",
                facts={"path": tile.path()},
            )
        return data

    def put_tile(self, tile: Tile, data: bytes) -> None:
        """Publish a tile. Raises `Disagreement` where it was published with other bytes."""
        there = self.read(tile.path())
        if there is not None and there != data:
            raise Disagreement(
                _("%(path)s sudah terbit dengan isi lain. Tidak ada yang ditimpa."),
                code="trail.overwrite",
                facts={"path": tile.path()},
            )
        if there is None:
            self._write(tile.path(), data)

    def put(self, name: str, data: bytes) -> None:
        """Replace `checkpoint` or `vkey` in one step."""
        if self.read(name) != data:
            self._write(name, data)

    def sweep_partials(self, *, old_size: int, new_size: int) -> None:
        """Drop the partial tiles of the log of `old_size` whose full tile now stands."""
        for tile in edge_tiles(old_size):
            if new_size >> HEIGHT * max(tile.level, 0) >= (tile.index + 1) * WIDTH:
                shutil.rmtree((self.folder / tile.path()).parent, ignore_errors=True)

    def _write(self, name: str, data: bytes) -> None:
        target = self.folder / name
        beside = self.folder / ".tmp" / name.replace("/", "_")
        with open(beside, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._make_folder(target.parent)
        os.replace(beside, target)
        _fsync_folder(target.parent)

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, each entered into its parent on disk."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _fsync_folder(folder.parent)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
