"""Tiles: the tree and its leaves cut into files of 256, so that a log is a folder on any web server.

A tile of level 0 holds leaf hashes; a tile of level l holds the roots of full tiles of level l-1. The leaves
themselves lie in entry bundles of the same cut. A full file never changes again; at the right edge of the
tree stand partial files, which bear their width in their name.

    tile/0/000.p/70            the first 70 leaf hashes of a log of 70 leaves
    tile/0/x001/x234/067       256 leaf hashes from leaf 1,234,067·256 on
    tile/entries/000.p/70      the first 70 leaves, each with its length before it

Source: C2SP tlog-tiles (https://c2sp.org/tlog-tiles). Left to others: how a tree of tiles grows (growth.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from luber.errors import Malformed
from luber.errors import gettext_noop as _

from .merkle import HASH_BYTES, SHRUNK, Subtrees, edge_of, keep

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = -1
"""The level of entry bundles: one below the leaf hashes."""
LEVELS = 64
MAX_ENTRY_BYTES = 0xFFFF


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One file of the log: `width` hashes (or entries) from position `index`·256 on, at `level`."""

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not (ENTRIES <= self.level < LEVELS and self.index >= 0 and 1 <= self.width <= WIDTH):
            raise Malformed(
                _("Tidak ada ubin selebar %(width)d nomor %(index)d di tingkat %(level)d."),
                code="tile.impossible",
                facts={"level": self.level, "index": self.index, "width": self.width},
            )

    @property
    def is_full(self) -> bool:
        return self.width == WIDTH

    @property
    def start(self) -> int:
        """Position of its first hash within its level."""
        return self.index * WIDTH

    def full(self) -> Tile:
        """The full tile that this one is, or will become."""
        return Tile(self.level, self.index)

    def path(self) -> str:
        """Its place under the log's address.

        >>> Tile(level=0, index=1234067).path(), Tile(level=ENTRIES, index=0, width=70).path()
        ('tile/0/x001/x234/067', 'tile/entries/000.p/70')
        """
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{number}" + ("" if self.is_full else f".p/{self.width}")

    @classmethod
    def parse(cls, path: str) -> Tile:
        """The tile of a path, and of no other spelling of it. Raises `Malformed`."""
        head, dot_p, width = path.partition(".p/")
        words = head.split("/")
        try:
            if len(words) < 3 or words[0] != "tile" or (dot_p and not width):
                raise ValueError
            level = ENTRIES if words[1] == "entries" else int(words[1])
            index = int("".join(group.removeprefix("x") for group in words[2:]))
            tile = cls(level, index, int(width) if width else WIDTH)
        except (ValueError, Malformed):
            raise _no_tile(path) from None
        if tile.path() != path:  # one name a tile: no leading zeros, signs, other digits, or a partial of 256
            raise _no_tile(path)
        return tile


def tiles_grown(*, old_size: int, new_size: int) -> Iterator[Tile]:
    """The files that are new when a log grows from `old_size` to `new_size` leaves, entry bundles first.

    >>> [tile.path() for tile in tiles_grown(old_size=255, new_size=257)]
    ['tile/entries/000', 'tile/entries/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']
    """
    if not 0 <= old_size <= new_size:
        raise Malformed(SHRUNK, code="translog.shrunk", facts={"old": old_size, "new": new_size})
    for level in range(ENTRIES, LEVELS):
        shift = HEIGHT * max(level, 0)
        old, new = old_size >> shift, new_size >> shift
        if new == 0:
            return
        if new == old:
            continue
        for index in range(old // WIDTH, -(-new // WIDTH)):
            yield Tile(level, index, min(WIDTH, new - index * WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every file of a log of `size` leaves, the partial ones at its right edge among them."""
    return tiles_grown(old_size=0, new_size=size)


def edge_tiles(size: int) -> Iterator[Tile]:
    """The partial files of a log of `size` leaves.

    >>> [tile.path() for tile in edge_tiles(70_000)]
    ['tile/entries/273.p/112', 'tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']
    """
    for level in range(ENTRIES, LEVELS):
        positions = size >> HEIGHT * max(level, 0)
        if positions == 0:
            return
        if width := positions % WIDTH:
            yield Tile(level, positions // WIDTH, width)


def split_hashes(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """The hashes of a tile's bytes. Raises `Malformed` where the length is not that of the tile."""
    if len(data) != tile.width * HASH_BYTES:
        raise Malformed(
            _("%(path)s harus %(expected)d bita, yang ini %(found)d."),
            code="tile.length",
            facts={"path": tile.path(), "expected": tile.width * HASH_BYTES, "found": len(data)},
        )
    return tuple(data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES))


def join_entries(entries: Iterable[bytes]) -> bytes:
    """An entry bundle: each entry after its length in two bytes, big-endian.

    >>> join_entries([b"luber", b""])
    b'\\x00\\x05luber\\x00\\x00'
    """
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise Malformed(
                _("Satu daun paling besar %(most)d bita, yang ini %(found)d."),
                code="tile.entry_size",
                facts={"most": MAX_ENTRY_BYTES, "found": len(entry)},
            )
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def split_entries(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle's bytes. Raises `Malformed` where it is cut, too long, or of another width."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Malformed(
                _("%(path)s terpotong di daun ke-%(place)d."),
                code="tile.cut",
                facts={"path": tile.path(), "place": len(entries) + 1},
            )
        entries.append(data[at + 2 : end])
        at = end
    if len(entries) != tile.width:
        raise Malformed(
            _("%(path)s harus berisi %(expected)d daun, yang ini %(found)d."),
            code="tile.entries",
            facts={"path": tile.path(), "expected": tile.width, "found": len(entries)},
        )
    return tuple(entries)


def subtrees_in(*, read: Callable[[Tile], bytes], size: int) -> Subtrees:
    """Complete subtrees of a log of `size` leaves, computed from its tiles; each tile is read at most once.

    What is read is trusted here: check it against a root (`merkle.root_of`), or publish only proofs that were
    checked.
    """
    held: dict[Tile, Subtrees] = {}

    def subtree(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        position = index << height
        number = position // WIDTH
        tile = Tile(tile_level, number, min(WIDTH, (size >> HEIGHT * tile_level) - number * WIDTH))
        if tile not in held:
            held[tile] = keep(split_hashes(tile, read(tile)))
        return held[tile](height, (position - tile.start) >> height)

    return subtree


def root_in(*, read: Callable[[Tile], bytes], size: int) -> bytes:
    """The root of a log of `size` leaves, computed from the tiles at its right edge alone."""
    return edge_of(subtrees=subtrees_in(read=read, size=size), size=size).root()


def _no_tile(path: str) -> Malformed:
    return Malformed(_("Ini bukan nama ubin: %(path)s."), code="tile.path", facts={"path": path[:120]})
