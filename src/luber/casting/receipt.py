"""What a voter keeps: the tracker of the ballot, and four words that stand for it.

The tracker is the fingerprint of the whole ballot (43 characters, belenios.md section 7). The four words
are for human eyes: the first 40 bits of the same SHA-256, ten bits a word, most significant first, into
`words.txt` (1,024 everyday Indonesian words, one a line). Two trackers with the same four words are a
one-in-10^12 chance; the tracker decides, the words help to find and to remember it. Source:
docs/spec/formats/four-words.md.
"""

from __future__ import annotations

import base64
import binascii
from functools import cache
from importlib import resources

from luber.canon import digest
from luber.errors import Malformed
from luber.errors import gettext_noop as _

WORDS_PER_RECEIPT = 4
_BITS = 10


def tracker(raw: bytes) -> str:
    """The tracker of a ballot's exact bytes."""
    return digest.fingerprint(raw)


@cache
def word_list() -> tuple[str, ...]:
    """The 1,024 words, in the order of their numbers."""
    return tuple(resources.files(__package__).joinpath("words.txt").read_text(encoding="utf-8").split())


def words(tracker: str) -> tuple[str, str, str, str]:
    """The four words of a tracker. Raises `Malformed` when it is not the form of one."""
    number = int.from_bytes(_digest(tracker)[:5], "big")
    listed = word_list()
    first, second, third, fourth = (
        listed[number >> shift & (2**_BITS - 1)] for shift in (3 * _BITS, 2 * _BITS, _BITS, 0)
    )
    return first, second, third, fourth


def _digest(tracker: str) -> bytes:
    if len(tracker) == 43:
        try:
            decoded = base64.b64decode(tracker + "=", validate=True)
        except (binascii.Error, ValueError):
            decoded = b""
        if len(decoded) == 32 and base64.b64encode(decoded).decode("ascii").rstrip("=") == tracker:
            return decoded
    raise Malformed(
        _("Nomor bukti seharusnya 43 huruf dan angka seperti di tanda terima."), code="receipt.tracker"
    )
