"""The Merkle tree of RFC 6962: one hash that stands for a whole list, and short proofs about that list.

Order of events: every leaf is hashed (`leaf_hash`); a right edge takes the hashes one by one (`Edge.append`);
its root goes into a checkpoint. Later, proofs are made from the roots of complete subtrees, wherever those
are kept (`Subtrees`), and checked from nothing but the proof and the roots (`verify_inclusion`,
`verify_consistency`).

Source: RFC 6962 section 2.1 (tree and proofs), RFC 9162 sections 2.1.3.2 and 2.1.4.2 (how a proof is
checked). All hashes are 32 bytes of SHA-256. Left to others: where hashes are kept (tile.py), who signs a
root (checkpoint.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from luber.errors import Malformed, Unverified
from luber.errors import gettext_noop as _

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

NO_SUCH_LEAF = _("Daun %(index)d tidak ada dalam buku berisi %(size)d daun.")
SHRUNK = _("Buku tidak dapat menyusut: dahulu %(old)d daun, sekarang %(new)d.")
WRONG_ROOT = _("Akar %(size)d daun seharusnya %(expected)s, ternyata %(found)s.")

Subtrees = Callable[[int, int], bytes]
"""`read(level, index)`: the root of the complete subtree over leaves [index·2^level, (index+1)·2^level)."""


def leaf_hash(data: bytes, /) -> bytes:
    """SHA-256 of 0x00 and the leaf. The first byte keeps a leaf from ever being taken for a node.

    >>> leaf_hash(b"").hex()
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
    """
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes, /) -> bytes:
    """SHA-256 of 0x01 and the two children."""
    return sha256(b"\x01" + left + right).digest()


def fold(peaks: Sequence[bytes], /) -> bytes:
    """The root over neighbouring complete subtrees of falling size: joined from the right."""
    if not peaks:
        return EMPTY_ROOT
    top = peaks[-1]
    for peak in reversed(peaks[:-1]):
        top = node_hash(peak, top)
    return top


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: all that must be remembered to go on appending, O(log n) hashes.

    `peaks` are the roots of the complete subtrees from left (largest) to right, one for each 1-bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes, /) -> Edge:
        """The edge after one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes], /) -> Edge:
        """The edge after these leaf hashes, in order."""
        peaks, size = list(self.peaks), self.size
        for joined in leaves:
            carry = size
            while carry & 1:
                joined = node_hash(peaks.pop(), joined)
                carry >>= 1
            peaks.append(joined)
            size += 1
        return Edge(size, tuple(peaks))

    def root(self) -> bytes:
        """The Merkle tree hash of everything appended so far."""
        return fold(self.peaks)


def root(leaves: Iterable[bytes], /) -> bytes:
    """The Merkle tree hash over leaf hashes.

    >>> root([]).hex()
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return Edge().extend(leaves).root()


def keep(leaves: Iterable[bytes], /) -> Subtrees:
    """Hold every complete subtree of a list of leaf hashes in memory: 2n hashes."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    return lambda level, index: levels[level][index]


def edge_of(*, subtrees: Subtrees, size: int) -> Edge:
    """The right edge of a tree of `size` leaves, read from kept subtrees."""
    return Edge(size, tuple(_peaks(subtrees, 0, size)))


def root_of(*, subtrees: Subtrees, size: int) -> bytes:
    """The root of the first `size` leaves, read from kept subtrees."""
    return edge_of(subtrees=subtrees, size=size).root()


def inclusion_proof(*, subtrees: Subtrees, index: int, size: int) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index` up to the root of the first `size` leaves: log2(size)+1 at most.

    Spec: PATH(m, D[n]) of RFC 6962 2.1.1, walked from the top and handed out from the leaf upwards.
    """
    if not 0 <= index < size:
        raise Malformed(NO_SUCH_LEAF, code="translog.no_such_leaf", facts={"index": index, "size": size})
    proof, start, end = [], 0, size
    while end - start > 1:
        split = start + _half(end - start)
        if index < split:
            proof.append(_range_root(subtrees, split, end))
            end = split
        else:
            proof.append(_range_root(subtrees, start, split))
            start = split
    return tuple(reversed(proof))


def consistency_proof(*, subtrees: Subtrees, old_size: int, new_size: int) -> tuple[bytes, ...]:
    """The hashes that show that the first `old_size` leaves are the same in the tree of `new_size` leaves.

    Spec: PROOF(m, D[n]) of RFC 6962 2.1.2. Empty where nothing is to be shown: from nothing, or to the same
    size.
    """
    if not 0 <= old_size <= new_size:
        raise Malformed(SHRUNK, code="translog.shrunk", facts={"old": old_size, "new": new_size})
    if old_size in (0, new_size):
        return ()
    proof, start, end, old_is_whole = [], 0, new_size, True
    while old_size != end:
        split = start + _half(end - start)
        if old_size <= split:
            proof.append(_range_root(subtrees, split, end))
            end = split
        else:
            proof.append(_range_root(subtrees, start, split))
            start, old_is_whole = split, False
    if not old_is_whole:
        proof.append(_range_root(subtrees, start, end))
    return tuple(reversed(proof))


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash `leaf` stands at `index` under `root`. Raises `Unverified`.

    Spec: RFC 9162 2.1.3.2.
    """
    _check_hashes(leaf, root, *proof)
    if not 0 <= index < size:
        raise Unverified(NO_SUCH_LEAF, code="translog.no_such_leaf", facts={"index": index, "size": size})
    position, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise _wrong_length(len(proof))
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise _wrong_length(len(proof))
    _same_root(size, expected=root, found=found)


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree under `new_root` begins with the tree under `old_root`. Raises `Unverified`.

    Spec: RFC 9162 2.1.4.2. A tree without leaves is the beginning of every tree, and its root is known.
    """
    _check_hashes(old_root, new_root, *proof)
    if not 0 <= old_size <= new_size:
        raise Unverified(SHRUNK, code="translog.shrunk", facts={"old": old_size, "new": new_size})
    if old_size in (0, new_size):
        if proof:
            raise _wrong_length(len(proof))
        _same_root(old_size, expected=old_root, found=new_root if old_size == new_size else EMPTY_ROOT)
        return
    if not proof:
        raise _wrong_length(0)
    path = list(proof)
    if (
        old_size & (old_size - 1) == 0
    ):  # the old tree is one whole subtree of the new: its root opens the path
        path.insert(0, old_root)
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise _wrong_length(len(proof))
        if position & 1 or position == last:
            old_found = node_hash(sibling, old_found)
            new_found = node_hash(sibling, new_found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_found = node_hash(new_found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise _wrong_length(len(proof))
    _same_root(old_size, expected=old_root, found=old_found)
    _same_root(new_size, expected=new_root, found=new_found)


def _half(width: int) -> int:
    """The largest power of two smaller than `width` (RFC 6962's k)."""
    return 1 << ((width - 1).bit_length() - 1)


def _peaks(subtrees: Subtrees, start: int, end: int) -> Iterable[bytes]:
    """Roots of the complete subtrees covering [start, end), largest first; `start` fits the largest."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield subtrees(level, start >> level)
        start += 1 << level


def _range_root(subtrees: Subtrees, start: int, end: int) -> bytes:
    return fold(tuple(_peaks(subtrees, start, end)))


def _check_hashes(*hashes: bytes) -> None:
    for each in hashes:
        if len(each) != HASH_BYTES:
            raise Malformed(
                _("Sidik jari harus %(expected)d bita, yang ini %(found)d."),
                code="translog.hash_length",
                facts={"expected": HASH_BYTES, "found": len(each)},
            )


def _same_root(size: int, *, expected: bytes, found: bytes) -> None:
    if found != expected:
        raise Unverified(
            WRONG_ROOT,
            code="translog.wrong_root",
            facts={"size": size, "expected": expected.hex(), "found": found.hex()},
        )


def _wrong_length(hashes: int) -> Unverified:
    return Unverified(
        _("Bukti ini berisi %(hashes)d sidik; bukan sebanyak itu yang dibutuhkan."),
        code="translog.proof_length",
        facts={"hashes": hashes},
    )
