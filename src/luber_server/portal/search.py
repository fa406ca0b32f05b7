"""Finding one's ballot in the box: by the number on the receipt, or by its four words.

The words are the first 40 bits of the number (luber.casting.receipt), so they lead to its first six
letters, and those to a handful of ballots at most.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from luber.casting import receipt
from luber.errors import Malformed
from luber.errors import gettext_noop as _
from luber_server.casting import queries as casting
from luber_server.election.models import Election

TRACKER_LETTERS = 43


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ballot in the box, with the words of its receipt."""

    seq: int
    tracker: str
    words: tuple[str, str, str, str]
    replaced: bool


def search(election: Election, *, asked: str) -> tuple[Found, ...]:
    """The ballots that this number, or these four words, point at. Raises `Malformed` for what is neither."""
    said = asked.replace("–", " ").replace("—", " ").split()
    # In an address a bare plus sign arrives as a blank: a number of the right length with its blanks is taken so.
    numbers = {"".join(said), asked.strip().replace(" ", "+")}
    wanted = [number for number in numbers if len(number) == TRACKER_LETTERS]
    if wanted:
        rows = (casting.find(election, tracker=number) for number in wanted)
        return tuple(_found(row) for row in rows if row is not None)
    words = tuple(word for part in said for word in part.lower().split("-") if word)
    if len(words) != receipt.WORDS_PER_RECEIPT:
        raise Malformed(
            _("Tulis 43 huruf nomor bukti, atau keempat katanya dengan spasi di antaranya."), code="box.asked"
        )
    candidates = casting.find_beginning(election, letters=_beginning(words))
    return tuple(found for found in map(_found, candidates) if found.words == words)


def _beginning(words: tuple[str, ...]) -> str:
    """The letters of a tracker that its four words fix whole."""
    listed = receipt.word_list()
    number = 0
    for word in words:
        if word not in listed:
            raise Malformed(
                _("“%(word)s” bukan salah satu kata tanda terima. Periksa ejaannya."),
                code="box.word",
                facts={"word": word[:40]},
            )
        number = number << 10 | listed.index(word)
    return base64.b64encode(number.to_bytes(5, "big")).decode()[:6]


def _found(entry: casting.Entry) -> Found:
    return Found(
        seq=entry.seq, tracker=entry.tracker, words=receipt.words(entry.tracker), replaced=entry.replaced
    )
