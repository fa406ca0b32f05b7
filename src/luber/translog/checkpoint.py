"""A checkpoint: the log's name, its size and its root in three lines, signed by the log as a note.

Text of the checkpoint of a log of three leaves `satu`, `dua`, `tiga`:

    luber.local/log
    3
    jw3+mSdluRkDWqfNnNyvNbRunZGCFT/rz5Mv4cxu8iI=

A log must never sign two checkpoints of which one is not the beginning of the other; whoever holds an older
one can tell.

Source: C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint). Parsing accepts exactly what printing emits.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass

from luber.errors import LuberError, Malformed, Unverified
from luber.errors import gettext_noop as _

from .merkle import EMPTY_ROOT, HASH_BYTES
from .note import Checks, Note, Signer, VerifierKey, sign

MAX_SIZE = 2**63 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: `size` leaves under `root`. `extensions` are opaque lines; we write none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not line or "\n" in line for line in (self.origin, *self.extensions)):
            raise Malformed(_("Baris catatan buku tidak boleh kosong."), code="checkpoint.line")
        if not 0 <= self.size <= MAX_SIZE:
            raise _bad_size(str(self.size))
        if len(self.root) != HASH_BYTES or (self.size == 0 and self.root != EMPTY_ROOT):
            raise _bad_root(b64encode(self.root).decode())

    def text(self) -> str:
        """The lines that are signed.

        >>> print(Checkpoint("luber.local/log", 0, EMPTY_ROOT).text(), end="")
        luber.local/log
        0
        47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
        """
        root = b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, self.size, root, *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint of a note's text. Raises `Malformed`."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop():
            raise Malformed(
                _("Catatan buku harus berisi nama buku, ukuran, dan akar, masing-masing satu baris."),
                code="checkpoint.form",
            )
        origin, size, root, *extensions = lines
        if not _SIZE.fullmatch(size):
            raise _bad_size(size)
        try:
            checkpoint = cls(origin, int(size), b64decode(root, validate=True), tuple(extensions))
        except (BadBase64, ValueError):
            raise _bad_root(root) from None
        if checkpoint.text() != text:  # padding bits that are not zero
            raise _bad_root(root)
        return checkpoint

    def sign(self, *, signer: Signer) -> Note:
        """The signed note that a log serves under `checkpoint`. The key's name must be the log's origin."""
        if signer.name != self.origin:
            raise _other_log(Malformed, expected=signer.name, found=self.origin)
        return sign(self.text(), signer=signer)


def open_checkpoint(raw: bytes, *, key: VerifierKey, checks: Checks) -> Checkpoint:
    """The checkpoint in a signed note's bytes, once `key` is shown to have signed it as its own log's.

    Raises `Malformed` where it is no checkpoint, `Unverified` where another log or key speaks.
    """
    note = Note.parse(raw)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != key.name:
        raise _other_log(Unverified, expected=key.name, found=checkpoint.origin)
    note.verify((key,), checks=checks)
    return checkpoint


def _bad_size(size: str) -> Malformed:
    return Malformed(
        _("Ukuran buku bukan bilangan baku: %(size)s."),
        code="checkpoint.size",
        facts={"size": repr(size)[:60]},
    )


def _bad_root(root: str) -> Malformed:
    return Malformed(
        _("Akar buku harus 32 bita dalam base64 baku: %(root)s."),
        code="checkpoint.root",
        facts={"root": repr(root)[:90]},
    )


def _other_log(kind: type[LuberError], *, expected: str, found: str) -> LuberError:
    return kind(
        _("Ini buku %(found)s, bukan buku %(expected)s."),
        code="checkpoint.origin",
        facts={"expected": expected, "found": found[:120]},
    )
