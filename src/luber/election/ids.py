"""Identifiers of elections: the Belenios uuid, random letters of the base58 alphabet.

Ours have 14 (the least belenios-tool takes; 82 bits), so that an address fits on a card. Source:
belenios.md, common formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from luber.errors import Malformed
from luber.errors import gettext_noop as _

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 14
FORM = re.compile(f"[{ALPHABET}]{{14,22}}")


def new_uuid(entropy: Callable[[int], bytes]) -> str:
    """A fresh identifier; `entropy(n)` gives n random bytes. Each letter is drawn without bias."""
    letters: list[str] = []
    while len(letters) < LENGTH:
        for byte in entropy(LENGTH):
            if byte < 232 and len(letters) < LENGTH:  # 232 = 4 · 58
                letters.append(ALPHABET[byte % 58])
    return "".join(letters)


def parse_uuid(text: str) -> str:
    """The identifier, if it is one. Raises `Malformed`."""
    if not FORM.fullmatch(text):
        raise Malformed(_("Ini bukan kode pemilihan."), code="election.uuid")
    return text


# Tracking codes are read aloud and typed on phones: no letter or digit that looks like another.
TRACKING_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TRACKING_LENGTH = 12


def new_tracking_code(entropy: Callable[[int], bytes]) -> str:
    """A code by which someone finds their own objection again: `K7QX-3MTP-9BWD`, 59 bits."""
    letters: list[str] = []
    while len(letters) < TRACKING_LENGTH:
        for byte in entropy(TRACKING_LENGTH):
            if byte < 248 and len(letters) < TRACKING_LENGTH:  # 248 = 8 · 31
                letters.append(TRACKING_ALPHABET[byte % 31])
    written = "".join(letters)
    return "-".join(written[at : at + 4] for at in range(0, TRACKING_LENGTH, 4))


def parse_tracking_code(text: str) -> str:
    """A code as a person types it (small letters, blanks for dashes) in its one form. Raises `Malformed`."""
    letters = re.sub(r"[\s-]", "", text.upper())
    if len(letters) != TRACKING_LENGTH or letters.strip(TRACKING_ALPHABET):
        raise Malformed(
            _("Kode lacak terdiri atas dua belas huruf dan angka, seperti K7QX-3MTP-9BWD."),
            code="tracking.form",
        )
    return "-".join(letters[at : at + 4] for at in range(0, TRACKING_LENGTH, 4))
