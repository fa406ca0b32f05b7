"""How what was recorded reaches the world: as tiles and a signed checkpoint in the log's folder.

Order: every tile, then our own copy of the signed checkpoint (the row), then `checkpoint` for the world.
Whatever dies in between, the next run goes on from there; what was signed once is never signed differently.
Database and folder are compared first, and where they tell two histories nothing is published.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from luber.crypto.signature import verify
from luber.errors import LuberError
from luber.errors import gettext_noop as _
from luber.translog.checkpoint import Checkpoint as SignedCheckpoint
from luber.translog.checkpoint import open_checkpoint
from luber.translog.growth import Growth
from luber.translog.merkle import leaf_hash
from luber.translog.note import Signer
from luber.translog.tile import ENTRIES, WIDTH, Tile, split_entries

from . import keyring
from .models import Checkpoint, Head, Leaf
from .shelf import CHECKPOINT, VKEY, Disagreement, Shelf

logger = logging.getLogger("luber.trail")


def publish(*, at: datetime) -> SignedCheckpoint:
    """Bring the log's folder up to what is recorded; returns the checkpoint that stands there now.

    Not to be called inside a transaction: it would publish what may yet be undone. Raises `Disagreement`,
    loudly, and publishes nothing where the database and the published files do not tell one history.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("what a transaction may undo is not published")
    shelf = Shelf(Path(settings.LOG_DIR))
    with shelf.writing():
        try:
            return _publish(shelf, at)
        except LuberError as fault:
            logger.critical("the transparency log was NOT published: %s", fault)
            raise


def compare() -> int:
    """Compare every recorded leaf with the published log, from the first on; returns how many were compared.

    Slow and complete, where `publish` looks at the newest only: for every day, and after a backup was
    restored. Raises `Disagreement`, loudly.
    """
    shelf = Shelf(Path(settings.LOG_DIR))
    try:
        raw = shelf.read(CHECKPOINT)
        return _compare_all(shelf, raw) if raw is not None else 0
    except LuberError as fault:
        logger.critical("the transparency log and the database disagree: %s", fault)
        raise


def _publish(shelf: Shelf, at: datetime) -> SignedCheckpoint:
    Head.objects.filter(pk=1).update(publish_wanted=False)  # before the size is read
    head = Head.objects.filter(pk=1).first()
    recorded = head.size if head else 0
    signed = Checkpoint.objects.order_by("-size").first()
    if shelf.read(CHECKPOINT) is None and signed is None:
        keyring.create()
    signer = keyring.signer()
    growth, old_size = _resume(shelf, signer, recorded)
    shelf.put(VKEY, f"{signer.verifier}\n".encode())
    if signed is not None and signed.size > growth.size:  # signed, but a crash kept it from the world
        _grow(shelf, growth, signed.size)
        _show(shelf, signed, growth)
    if signed is None or recorded > growth.size or shelf.read(CHECKPOINT) is None:
        _grow(shelf, growth, recorded)
        _show(shelf, _sign(growth, signer, at), growth)
    shelf.sweep_partials(old_size=old_size, new_size=growth.size)
    return SignedCheckpoint(signer.name, growth.size, growth.root())


def _resume(shelf: Shelf, signer: Signer, recorded: int) -> tuple[Growth, int]:
    """The published log's edge, shown to be ours, and its size."""
    raw = shelf.read(CHECKPOINT)
    if raw is None:
        return Growth(), 0
    published = open_checkpoint(raw, key=signer.verifier, checks=verify)
    row = Checkpoint.objects.filter(size=published.size).first()
    if published.size > recorded or row is None or bytes(row.root) != published.root:
        raise Disagreement(
            _("Basis data ini (%(recorded)d daun) tidak mengenal buku yang terbit (%(published)d daun)."),
            code="trail.unknown_checkpoint",
            facts={"published": published.size, "recorded": recorded},
        )
    growth = Growth.resume(size=published.size, root=published.root, read=shelf.read_tile)
    _compare_edge(shelf, published.size)
    return growth, published.size


def _compare_edge(shelf: Shelf, size: int) -> None:
    """The newest published leaves are those of the database, byte for byte."""
    if width := size % WIDTH:
        bundle = Tile(ENTRIES, size // WIDTH, width)
        there = split_entries(bundle, shelf.read_tile(bundle))
        for index, (ours, theirs) in enumerate(
            zip(_leaves(bundle.start, size), there, strict=True), start=bundle.start
        ):
            if ours != theirs:
                raise _other_leaf(index)


def _grow(shelf: Shelf, growth: Growth, size: int) -> None:
    """Write every file of the log of `size` leaves that is not there yet."""
    for tile, data in growth.take(_leaves(growth.size, size)):
        shelf.put_tile(tile, data)
    for tile, data in growth.partial_tiles():
        shelf.put_tile(tile, data)


def _leaves(start: int, end: int) -> Iterator[bytes]:
    """Recorded leaves, in order, each with the hash it was recorded with. Raises `Disagreement` at a gap."""
    rows = Leaf.objects.filter(index__gte=start, index__lt=end).order_by("index")
    expected = start
    for row in rows.iterator(chunk_size=2000):
        raw = bytes(row.bytes)
        if row.index != expected or leaf_hash(raw) != bytes(row.hash):
            raise _other_leaf(expected)
        expected += 1
        yield raw
    if expected != end:
        raise _other_leaf(expected)


def _sign(growth: Growth, signer: Signer, at: datetime) -> Checkpoint:
    checkpoint = SignedCheckpoint(signer.name, growth.size, growth.root())
    row = Checkpoint.objects.filter(size=checkpoint.size).first()
    if row is None:
        note = checkpoint.sign(signer=signer).encode().decode()
        row = Checkpoint(size=checkpoint.size, root=checkpoint.root, note=note, signed_at=at)
        row.save()
    return row


def _show(shelf: Shelf, row: Checkpoint, growth: Growth) -> None:
    """Put a signed checkpoint before the world, once it is shown to be that of the tiles on disk."""
    if row.size != growth.size or bytes(row.root) != growth.root():
        raise Disagreement(
            _("Catatan %(size)d daun yang pernah ditandatangani tidak cocok dengan daun yang ada sekarang."),
            code="trail.two_histories",
            facts={"size": row.size},
        )
    shelf.put(CHECKPOINT, row.note.encode())


def _other_leaf(index: int) -> Disagreement:
    return Disagreement(
        _("Daun %(index)d di basis data hilang atau bukan yang dahulu dicatat."),
        code="trail.changed_leaf",
        facts={"index": index},
    )


def _compare_all(shelf: Shelf, raw: bytes) -> int:
    published = open_checkpoint(raw, key=keyring.signer().verifier, checks=verify)
    growth = Growth()
    for tile, data in growth.take(_leaves(0, published.size)):
        _compare_tile(shelf, tile, data)
    for tile, data in growth.partial_tiles():
        _compare_tile(shelf, tile, data)
    if growth.root() != published.root:
        raise _other_leaf(published.size - 1)
    return growth.size


def _compare_tile(shelf: Shelf, tile: Tile, ours: bytes) -> None:
    if shelf.read_tile(tile) != ours:
        raise Disagreement(
            _("%(path)s yang terbit bukan yang tercatat di basis data."),
            code="trail.other_tile",
            facts={"path": tile.path()},
        )
