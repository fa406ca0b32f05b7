"""The tree: RFC 6962's vectors, the laws of its proofs, and pymerkle as another opinion."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from luber.errors import Malformed, Unverified
from luber.translog import merkle
from luber.translog.merkle import Edge, consistency_proof, inclusion_proof, leaf_hash, node_hash

# The eight inputs and roots of the test vectors published with RFC 6962's reference implementation.
INPUTS = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(data) for data in INPUTS]
# (leaf from 1, size) → path, and (old, new) → proof, of the same vectors
PATHS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (3, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (2, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PROOFS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
sizes = st.integers(min_value=1, max_value=200)
unhurried = settings(deadline=None, max_examples=60)  # the machine may be shared


def hashes(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_vectors(size: int) -> None:
    assert merkle.root(HASHES[:size]).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root([]) == merkle.EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize(("place", "size"), PATHS)
def test_inclusion_paths_are_those_of_the_vectors(place: int, size: int) -> None:
    path = inclusion_proof(subtrees=merkle.keep(HASHES[:size]), index=place - 1, size=size)
    assert [each.hex() for each in path] == PATHS[place, size]


@pytest.mark.parametrize(("old", "new"), PROOFS)
def test_consistency_proofs_are_those_of_the_vectors(old: int, new: int) -> None:
    proof = consistency_proof(subtrees=merkle.keep(HASHES[:new]), old_size=old, new_size=new)
    assert [each.hex() for each in proof] == PROOFS[old, new]


@unhurried
@given(size=sizes, split=st.data())
def test_an_edge_grown_in_parts_is_the_edge_of_the_whole(size: int, split: st.DataObject) -> None:
    at = split.draw(st.integers(min_value=0, max_value=size))
    grown = Edge().extend(hashes(size)[:at]).extend(hashes(size)[at:])
    one_by_one = Edge()
    for each in hashes(size):
        one_by_one = one_by_one.append(each)
    assert grown == one_by_one == merkle.edge_of(subtrees=merkle.keep(hashes(size)), size=size)
    assert len(grown.peaks) == size.bit_count()


@unhurried
@given(size=sizes, data=st.data())
def test_an_honest_inclusion_passes_and_every_tampered_part_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    all_hashes = hashes(size)
    root = merkle.root(all_hashes)
    proof = inclusion_proof(subtrees=merkle.keep(all_hashes), index=index, size=size)
    assert len(proof) <= size.bit_length()
    merkle.verify_inclusion(leaf=all_hashes[index], index=index, size=size, proof=proof, root=root)

    other = leaf_hash(b"other")
    honest = {"leaf": all_hashes[index], "index": index, "size": size, "proof": proof, "root": root}
    tampered: list[dict[str, Any]] = [
        {"leaf": other},
        {"root": other},
        {"index": size},
        {"index": -1},
        {"proof": (*proof, other)},
        *({"proof": (*proof[:at], other, *proof[at + 1 :])} for at in range(len(proof))),
        *({"proof": proof[:at] + proof[at + 1 :]} for at in range(len(proof))),
        *({"index": index ^ (1 << bit)} for bit in range(len(proof))),
    ]
    for change in tampered:
        with pytest.raises(Unverified):
            merkle.verify_inclusion(**{**honest, **change})


@unhurried
@given(new=sizes, data=st.data())
def test_an_honest_consistency_passes_and_every_tampered_part_fails(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(min_value=0, max_value=new))
    all_hashes = hashes(new)
    honest = {
        "old_size": old,
        "old_root": merkle.root(all_hashes[:old]),
        "new_size": new,
        "new_root": merkle.root(all_hashes),
        "proof": consistency_proof(subtrees=merkle.keep(all_hashes), old_size=old, new_size=new),
    }
    merkle.verify_consistency(**honest)  # type: ignore[arg-type]
    other = leaf_hash(b"other")
    proof: tuple[bytes, ...] = honest["proof"]  # type: ignore[assignment]
    tampered: list[dict[str, Any]] = [
        {"old_root": other},
        {"proof": (*proof, other)},
        {"new_size": old - 1},
        *({"proof": (*proof[:at], other, *proof[at + 1 :])} for at in range(len(proof))),
        *({"proof": proof[:at] + proof[at + 1 :]} for at in range(len(proof))),
    ]
    if old:  # whatever comes after an empty log is its continuation
        tampered.append({"new_root": other})
    for change in tampered:
        with pytest.raises(Unverified):
            merkle.verify_consistency(**{**honest, **change})


@unhurried
@given(size=st.integers(min_value=2, max_value=100), data=st.data())
def test_no_proof_bridges_two_histories(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(min_value=1, max_value=size - 1))
    ours, theirs = hashes(size), hashes(size)
    theirs[data.draw(st.integers(min_value=0, max_value=old - 1))] = leaf_hash(b"forked")
    for proof_of in (ours, theirs):
        proof = consistency_proof(subtrees=merkle.keep(proof_of), old_size=old, new_size=size)
        with pytest.raises(Unverified):
            merkle.verify_consistency(
                old_size=old,
                old_root=merkle.root(ours[:old]),
                new_size=size,
                new_root=merkle.root(theirs),
                proof=proof,
            )


def test_pymerkle_is_of_the_same_opinion() -> None:
    """About every root, which hashes prove a leaf, and that each tree goes on from the one before."""
    tree = InmemoryTree(algorithm="sha256", disable_security=False)
    entries = [f"daun {number}".encode() for number in range(70)]
    own = [leaf_hash(entry) for entry in entries]
    for size, entry in enumerate(entries, start=1):
        tree.append_entry(entry)
        assert tree.get_root(size) == merkle.root(own[:size])
    subtrees = merkle.keep(own)
    for index in range(70):
        ours = inclusion_proof(subtrees=subtrees, index=index, size=70)
        theirs = tree.prove_inclusion(index + 1, 70)
        assert {bytes.fromhex(each) for each in theirs.serialize()["path"]} == {own[index], *ours}
        verify_inclusion(own[index], merkle.root(own), theirs)
    for old in range(1, 71):
        # Its consistency proofs are cut differently; that they join our two roots is the same statement.
        verify_consistency(merkle.root(own[:old]), merkle.root(own), tree.prove_consistency(old, 70))


def test_proofs_of_what_is_not_there_are_not_made() -> None:
    subtrees = merkle.keep(hashes(3))
    for index in (-1, 3):
        with pytest.raises(Malformed):
            inclusion_proof(subtrees=subtrees, index=index, size=3)
    with pytest.raises(Malformed):
        consistency_proof(subtrees=subtrees, old_size=4, new_size=3)


def test_hashes_of_a_wrong_length_are_malformed() -> None:
    with pytest.raises(Malformed):
        merkle.verify_inclusion(leaf=b"short", index=0, size=1, proof=(), root=merkle.EMPTY_ROOT)
    root = merkle.EMPTY_ROOT
    with pytest.raises(Malformed):
        merkle.verify_consistency(old_size=1, old_root=root, new_size=2, new_root=root, proof=(b"x",))


def test_a_leaf_is_never_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
