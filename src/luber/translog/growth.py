"""How a log of tiles grows: new entries in, new files out, with only the right edge of the tree in hand.

Order of events: start from nothing (`Growth()`) or from the partial tiles of a published log
(`Growth.resume`); hand in entries (`take`), write down every full file that comes out; at the end write the
partial files (`partial_tiles`) and then, and only then, a checkpoint over `size` and `root()`.

Memory is one tile a level however large the log, so a log of any size can be rebuilt or checked as a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from luber.errors import Unverified
from luber.errors import gettext_noop as _

from .merkle import WRONG_ROOT, Edge, fold, leaf_hash
from .tile import ENTRIES, HEIGHT, LEVELS, WIDTH, Tile, edge_tiles, join_entries, split_entries, split_hashes


class Growth:
    """The growing right edge of a log in tiles. Not frozen: a machine that is fed, as those of `hashlib`."""

    __slots__ = ("_entries", "_levels", "_size")

    def __init__(self) -> None:
        self._size = 0
        self._entries: list[bytes] = []
        self._levels: list[list[bytes]] = [[] for _ in range(LEVELS // HEIGHT)]  # 2^64 leaves are enough

    @classmethod
    def resume(cls, *, size: int, root: bytes, read: Callable[[Tile], bytes]) -> Growth:
        """Go on from a published log. Raises `Unverified` where its tiles are not the edge under `root`."""
        growth = cls()
        growth._size = size
        for tile in edge_tiles(size):
            if tile.level == ENTRIES:
                growth._entries += split_entries(tile, read(tile))
            else:
                growth._levels[tile.level] += split_hashes(tile, read(tile))
        if [leaf_hash(entry) for entry in growth._entries] != growth._levels[0]:
            raise Unverified(_("Daun di ujung buku tidak cocok dengan sidik jarinya."), code="translog.edge")
        if (found := growth.root()) != root:
            facts: dict[str, str | int] = {"size": size, "expected": root.hex(), "found": found.hex()}
            raise Unverified(WRONG_ROOT, code="translog.wrong_root", facts=facts)
        return growth

    @property
    def size(self) -> int:
        """Leaves so far."""
        return self._size

    def root(self) -> bytes:
        """The Merkle tree hash of everything so far."""
        return fold([peak for hashes in reversed(self._levels) for peak in Edge().extend(hashes).peaks])

    def take(self, entries: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """Append entries; yield each file that becomes full, with its bytes. To be iterated to its end."""
        for entry in entries:
            self._entries.append(entry)
            self._levels[0].append(leaf_hash(entry))
            self._size += 1
            if len(self._entries) == WIDTH:
                yield Tile(ENTRIES, self._size // WIDTH - 1), join_entries(self._entries)
                self._entries.clear()
                yield from self._close_full_tiles()

    def _close_full_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        for level, hashes in enumerate(self._levels):
            if len(hashes) < WIDTH:
                return
            yield Tile(level, (self._size >> HEIGHT * (level + 1)) - 1), b"".join(hashes)
            self._levels[level + 1].append(fold(Edge().extend(hashes).peaks))
            hashes.clear()

    def partial_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial files at the right edge, as a log of this size must serve them."""
        if self._entries:
            yield Tile(ENTRIES, self._size // WIDTH, len(self._entries)), join_entries(self._entries)
        for level, hashes in enumerate(self._levels):
            if hashes:
                yield Tile(level, (self._size >> HEIGHT * level) // WIDTH, len(hashes)), b"".join(hashes)
