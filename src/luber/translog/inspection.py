"""The whole log, checked from outside: is what is served one list that was only ever added to?

Order: the checkpoint is read and its signature checked; every entry is read once, in order; each leaf must
be of its form; from the entries every tile is computed anew and compared with the one served; the root must
be the signed one; and where an older checkpoint is at hand, the first leaves must still give its root.

What is found is data, not an exception (`Report`): *does not hold* and *could not be checked* are different
outcomes. A file that the log says it does not have is the first; one that could not be fetched
(`Unreachable`) is the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luber.errors import LuberError, Malformed, Unverified
from luber.errors import gettext_noop as _

from .act import Act
from .checkpoint import Checkpoint, open_checkpoint
from .growth import Growth
from .merkle import HASH_BYTES, SHRUNK, WRONG_ROOT
from .note import Checks, VerifierKey
from .tile import ENTRIES, Tile, join_entries, split_entries, tiles_of

MAX_FINDINGS = 100
"""Where this many things are wrong, the hundred-and-first tells nobody more."""

Read = Callable[[str], bytes | None]
"""`read("tile/0/000")`: a file's bytes; None where the log has no such file; raises `Unreachable`."""


class Unreachable(LuberError):  # noqa: N818 (named as its roots are)
    """A file of the log could not be fetched: nothing is known about it."""


class Outcome(StrEnum):
    """What checking came to."""

    HOLDS = "holds"
    FAILS = "fails"
    UNCHECKED = "unchecked"


class Check(StrEnum):
    """What is checked, in this order."""

    CHECKPOINT = "checkpoint"
    ENTRIES = "entries"
    LEAVES = "leaves"
    TILES = "tiles"
    ROOT = "root"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, or could not be checked, `at` a file or a leaf; `fault` says what."""

    check: Check
    outcome: Outcome
    at: str
    fault: LuberError


@dataclass(frozen=True, slots=True)
class Report:
    """What was read (`leaves` of them) and found. `checkpoint` is None where there is none to go by."""

    checkpoint: Checkpoint | None
    older: Checkpoint | None
    leaves: int
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """FAILS where anything fails, else UNCHECKED where anything could not be checked, else HOLDS."""
        outcomes = {finding.outcome for finding in self.findings}
        return next((each for each in (Outcome.FAILS, Outcome.UNCHECKED) if each in outcomes), Outcome.HOLDS)


def inspect(*, read: Read, key: VerifierKey, checks: Checks, older: bytes | None = None) -> Report:
    """Check the whole log of `key`, and that it goes on from the signed checkpoint in `older`.

    An `older` that is not this log's own signed checkpoint proves nothing against the log: it could not be
    compared.
    """
    findings: list[Finding] = []
    before = checkpoint = None
    try:
        before = open_checkpoint(older, key=key, checks=checks) if older is not None else None
    except LuberError as fault:
        findings.append(Finding(Check.OLDER, Outcome.UNCHECKED, "", fault))
    try:
        if (raw := read("checkpoint")) is None:
            raise Unreachable(_("Di alamat ini tidak ada buku terbuka."), code="log.absent")
        checkpoint = open_checkpoint(raw, key=key, checks=checks)
    except Unreachable as fault:
        findings.append(Finding(Check.CHECKPOINT, Outcome.UNCHECKED, "checkpoint", fault))
    except LuberError as fault:
        findings.append(Finding(Check.CHECKPOINT, Outcome.FAILS, "checkpoint", fault))
    if checkpoint is None:
        return Report(None, before, 0, tuple(findings))
    growth = Growth()
    for finding in _walk(read, checkpoint, before, growth):
        findings.append(finding)
        if len(findings) >= MAX_FINDINGS:
            break
    return Report(checkpoint, before, growth.size, tuple(findings))


def _walk(read: Read, now: Checkpoint, older: Checkpoint | None, growth: Growth) -> Iterator[Finding]:
    """One pass over the entries, growing our own tree beside the log's."""
    if older is not None and older.size > now.size:
        shrunk = Unverified(SHRUNK, code="translog.shrunk", facts={"old": older.size, "new": now.size})
        yield Finding(Check.OLDER, Outcome.FAILS, "checkpoint", shrunk)
    if older is not None and older.size == 0:
        yield from _compare_root(older, growth, Check.OLDER)
    for bundle in tiles_of(now.size):
        if bundle.level != ENTRIES:
            break  # entry bundles come first; the tiles above them fall out of our own growth
        try:
            entries = split_entries(bundle, _fetch(read, bundle))
        except LuberError as fault:
            yield _finding(Check.ENTRIES, bundle.path(), fault)
            return  # without these entries nothing that stands on them can be computed
        yield from _check_leaves(bundle, entries)
        cut = older.size - growth.size if older is not None else 0
        if older is not None and 0 < cut <= len(entries):
            yield from _grow(read, growth, entries[:cut])
            yield from _compare_root(older, growth, Check.OLDER)
            entries = entries[cut:]
        yield from _grow(read, growth, entries)
    for tile, expected in growth.partial_tiles():
        yield from _compare_tile(read, tile, expected)
    yield from _compare_root(now, growth, Check.ROOT)


def _grow(read: Read, growth: Growth, entries: Sequence[bytes]) -> Iterator[Finding]:
    for tile, expected in growth.take(entries):
        yield from _compare_tile(read, tile, expected)


def _check_leaves(bundle: Tile, entries: Sequence[bytes]) -> Iterator[Finding]:
    for place, entry in enumerate(entries, start=bundle.start):
        try:
            Act.parse(entry)
        except Malformed as fault:
            yield Finding(Check.LEAVES, Outcome.FAILS, str(place), fault)


def _compare_tile(read: Read, tile: Tile, expected: bytes) -> Iterator[Finding]:
    if tile.level == ENTRIES:
        return  # it is what we started from
    try:
        found = _fetch(read, tile)
        if found != expected:
            raise Unverified(
                _("%(path)s bukan sidik jari dari daun-daun yang disajikan."),
                code="log.tile",
                facts={"path": tile.path()},
            )
    except LuberError as fault:
        yield _finding(Check.TILES, tile.path(), fault)


def _compare_root(signed: Checkpoint, growth: Growth, check: Check) -> Iterator[Finding]:
    if (found := growth.root()) != signed.root:
        facts: dict[str, str | int] = {
            "size": signed.size,
            "expected": signed.root.hex(),
            "found": found.hex(),
        }
        fault = Unverified(WRONG_ROOT, code="translog.wrong_root", facts=facts)
        yield Finding(check, Outcome.FAILS, "checkpoint", fault)


def _fetch(read: Read, tile: Tile) -> bytes:
    """A tile's bytes. A log may drop a partial tile once the full one stands: then that one's beginning."""
    data = read(tile.path())
    if data is None and not tile.is_full:
        whole = read(tile.full().path())
        if whole is not None and tile.level == ENTRIES:
            return join_entries(split_entries(tile.full(), whole)[: tile.width])
        data = whole[: tile.width * HASH_BYTES] if whole is not None else None
    if data is None:
        raise Unverified(
            _("Buku ini tidak menyajikan %(path)s, padahal catatannya menyebut isinya."),
            code="log.missing",
            facts={"path": tile.path()},
        )
    return data


def _finding(check: Check, at: str, fault: LuberError) -> Finding:
    outcome = Outcome.UNCHECKED if isinstance(fault, Unreachable) else Outcome.FAILS
    return Finding(check, outcome, at, fault)
