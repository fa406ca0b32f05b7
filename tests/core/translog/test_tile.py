"""Tiles: their names, which files a growing log needs, and that growth writes exactly those."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luber.errors import Malformed, Unverified
from luber.translog import merkle
from luber.translog.growth import Growth
from luber.translog.merkle import leaf_hash
from luber.translog.tile import (
    ENTRIES,
    MAX_ENTRY_BYTES,
    Tile,
    edge_tiles,
    join_entries,
    root_in,
    split_entries,
    split_hashes,
    subtrees_in,
    tiles_grown,
    tiles_of,
)

unhurried = settings(deadline=None, max_examples=40)  # the machine may be shared
tiles = st.builds(
    Tile,
    st.integers(min_value=ENTRIES, max_value=63),
    st.integers(min_value=0, max_value=10**12),
    st.integers(min_value=1, max_value=256),
)


def entries(size: int, *, start: int = 0) -> list[bytes]:
    return [b"daun %d" % number for number in range(start, start + size)]


def grown(growth: Growth, more: list[bytes]) -> dict[Tile, bytes]:
    files = dict(growth.take(more))
    return files | dict(growth.partial_tiles())


@unhurried
@given(tiles)
def test_a_name_leads_back_to_its_tile(tile: Tile) -> None:
    assert Tile.parse(tile.path()) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/001",
        "tile/0/x001/001.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/",
        "tile/0/000.p/07",
        "tile/0/000.p/7/",
        "tile/0/000.p/-7",
        "tile/0/000.p/٧",
        "tile/00/000",
        "tile/-1/000",
        "tile/64/000",
        "tile/data/000",
        "tile/0/../000",
        "tile/0/x-01/000",
        "tile/entries/x1e3/000",
        "/tile/0/000",
        "checkpoint",
        "tile/0/000\n",
        "tile/0/" + "x999/" * 2000 + "999",
    ],
)
def test_any_other_spelling_is_malformed(path: str) -> None:
    with pytest.raises(Malformed):
        Tile.parse(path)


def test_the_example_of_the_spec() -> None:
    """c2sp.org/tlog-tiles: a tree of size 70,000."""
    found = list(tiles_of(70_000))
    full = [tile for tile in found if tile.is_full]
    assert sum(tile.level == 0 for tile in full) == 273
    assert sum(tile.level == 1 for tile in full) == 1
    assert [tile.path() for tile in found if not tile.is_full and tile.level >= 0] == [
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert [tile.path() for tile in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == list(edge_tiles(0)) == []


@unhurried
@given(old=st.integers(min_value=0, max_value=1200), more=st.integers(min_value=0, max_value=1200))
def test_growth_writes_exactly_the_files_that_changed(old: int, more: int) -> None:
    growth = Growth()
    before = grown(growth, entries(old))
    after = grown(growth, entries(more, start=old))
    assert set(before) == set(tiles_of(old))
    if more:
        new = set(tiles_grown(old_size=old, new_size=old + more))
        assert new <= set(after)
        assert set(after) - new <= set(before), "what did not grow may be written again, the same"
    assert {tile: data for tile, data in after.items() if tile in before} == {
        tile: data for tile, data in before.items() if tile in after
    }
    assert growth.root() == merkle.root(leaf_hash(entry) for entry in entries(old + more))
    assert growth.size == old + more


@unhurried
@given(old=st.integers(min_value=0, max_value=700), more=st.integers(min_value=0, max_value=700))
def test_a_log_resumed_from_its_edge_is_the_log(old: int, more: int) -> None:
    first = Growth()
    files = grown(first, entries(old))
    second = Growth.resume(size=old, root=first.root(), read=files.__getitem__)
    assert grown(second, entries(more, start=old)) == grown(first, entries(more, start=old))


def test_levels_above_the_first_are_the_roots_of_full_tiles_below() -> None:
    size = 65_536 + 300
    growth = Growth()
    files = grown(growth, entries(size))
    assert set(files) == set(tiles_of(size))
    below = files[Tile(0, 3)]
    assert split_hashes(Tile(1, 0), files[Tile(1, 0)])[3] == merkle.root(split_hashes(Tile(0, 3), below))
    assert files[Tile(2, 0, 1)] == merkle.root(leaf_hash(entry) for entry in entries(65_536))
    assert root_in(read=files.__getitem__, size=size) == growth.root()


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_proofs_from_tiles_are_those_from_memory(size: int) -> None:
    files = grown(Growth(), entries(size))
    kept = merkle.keep([leaf_hash(entry) for entry in entries(size)])
    for index in range(0, size, 7):
        from_tiles = subtrees_in(read=files.__getitem__, size=size)
        assert merkle.inclusion_proof(subtrees=from_tiles, index=index, size=size) == merkle.inclusion_proof(
            subtrees=kept, index=index, size=size
        )


def test_resuming_from_a_harmed_edge_is_noticed() -> None:
    growth = Growth()
    files = grown(growth, entries(300))
    for tile in edge_tiles(300):
        harmed = {**files, tile: files[tile][:-1] + bytes([files[tile][-1] ^ 1])}
        with pytest.raises(Unverified):
            Growth.resume(size=300, root=growth.root(), read=harmed.__getitem__)
    with pytest.raises(Unverified):
        Growth.resume(size=300, root=merkle.EMPTY_ROOT, read=files.__getitem__)


@unhurried
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_leads_back_to_its_entries(bundle: list[bytes]) -> None:
    tile = Tile(ENTRIES, 0, len(bundle))
    assert list(split_entries(tile, join_entries(bundle))) == bundle


def test_bundles_and_tiles_of_a_wrong_length_are_malformed() -> None:
    tile = Tile(ENTRIES, 0, 2)
    good = join_entries([b"satu", b"dua"])
    for bad in (good[:-1], good + b"\0", good + b"\0\0", good[:6], b"", good[:-4]):
        with pytest.raises(Malformed):
            split_entries(tile, bad)
    for bad in (b"", bytes(63), bytes(65)):
        with pytest.raises(Malformed):
            split_hashes(Tile(0, 0, 2), bad)
    assert len(join_entries([bytes(MAX_ENTRY_BYTES)])) == MAX_ENTRY_BYTES + 2
    with pytest.raises(Malformed):
        join_entries([bytes(MAX_ENTRY_BYTES + 1)])


def test_impossible_tiles_and_shrinking_logs_are_malformed() -> None:
    for level, index, width in ((-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)):
        with pytest.raises(Malformed):
            Tile(level, index, width)
    with pytest.raises(Malformed):
        list(tiles_grown(old_size=2, new_size=1))
