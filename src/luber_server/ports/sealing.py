"""Personal data at rest: what is sealed can be read only with this installation's field key.

    sealed = b"LS1" · key id (4 bytes) · nonce (12) · AES-256-GCM ciphertext and tag

The key of a value is derived (HKDF-SHA256) from LUBER_FIELD_KEY for one purpose of one election, so the
names of one election open nothing of another; purpose and election are authenticated too, so a value moved
to another column or election does not open. A lookup goes by `index`, a keyed HMAC under a key of its own:
equal texts have equal indexes only within one purpose of one election.

Rotation: a sealed value names its key. New values take LUBER_FIELD_KEY; those under a key in
LUBER_FIELD_KEY_OLD still open, and `manage.py reseal` (ports.resealing) rewrites them and their indexes
under the new one.

Who owns the database but not the key learns lengths and which values of one purpose and election are equal
(by the index), nothing else. Who owns both reads everything: the key belongs on another disk than the
backups.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from luber.errors import Malformed, Unverified
from luber.errors import gettext_noop as _

MAGIC = b"LS1"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = len(MAGIC) + KEY_ID_BYTES


def seal(text: str, *, purpose: str, election: str = "") -> bytes:
    """`text` sealed under the present key. The same text seals to other bytes each time."""
    master = _present()
    header = MAGIC + _key_id(master)
    nonce = os.urandom(NONCE_BYTES)
    bound = header + _context(purpose, election)
    return (
        header
        + nonce
        + AESGCM(_derive(master, b"seal", purpose, election)).encrypt(nonce, text.encode(), bound)
    )


def open(sealed: bytes, *, purpose: str, election: str = "") -> str:  # noqa: A001  (sealing.open, as sealing.seal)
    """The text that was sealed for this purpose and election.

    Raises `Malformed` for bytes that no `seal` made, `Unverified` for another purpose, election, an unknown
    key or a changed byte.
    """
    sealed = bytes(sealed)  # a memoryview where PostgreSQL is the database
    if len(sealed) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES or not sealed.startswith(MAGIC):
        raise Malformed(_("Data ini bukan data yang disegel oleh Luber."), code="sealing.form")
    header, rest = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    for master in _all():
        if _key_id(master) == header[len(MAGIC) :]:
            break
    else:
        raise Unverified(
            _("Kunci data ini tidak ada di sini. Isi LUBER_FIELD_KEY_OLD dengan kunci lamanya."),
            code="sealing.key",
        )
    key = _derive(master, b"seal", purpose, election)
    try:
        text = AESGCM(key).decrypt(
            rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + _context(purpose, election)
        )
    except InvalidTag:
        raise Unverified(
            _("Data yang disegel ini berubah, atau milik keperluan lain."), code="sealing.tag"
        ) from None
    return text.decode()


def index(text: str, *, purpose: str, election: str = "") -> str:
    """64 hex digits by which an equal text is found again, within one purpose of one election."""
    return _index(_present(), text, purpose, election)


def indexes(text: str, *, purpose: str, election: str = "") -> tuple[str, ...]:
    """The indexes under the present and every old key: for a search while a rotation is under way."""
    return tuple(_index(master, text, purpose, election) for master in _all())


def is_current(sealed: bytes) -> bool:
    """Whether the value is under the present key already."""
    return bytes(sealed)[:HEADER_BYTES] == MAGIC + _key_id(_present())


def _present() -> bytes:
    return bytes(settings.FIELD_KEY.encode())


def _all() -> tuple[bytes, ...]:
    return (_present(), *(old.encode() for old in settings.FIELD_KEY_OLD))


def _context(purpose: str, election: str) -> bytes:
    if not purpose or "\x00" in purpose + election:
        raise ValueError("a sealed value has a purpose, and neither it nor the election holds a NUL")
    return b"luber.sealing/1\x00" + purpose.encode() + b"\x00" + election.encode()


def _index(master: bytes, text: str, purpose: str, election: str) -> str:
    return hmac.new(_derive(master, b"index", purpose, election), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def _key_id(master: bytes) -> bytes:
    return hashlib.sha256(b"luber.sealing/1 key id\x00" + master).digest()[:KEY_ID_BYTES]


@lru_cache(maxsize=4096)
def _derive(master: bytes, use: bytes, purpose: str, election: str) -> bytes:
    info = _context(purpose, election) + b"\x00" + use
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(master)
