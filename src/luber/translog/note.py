"""Signed notes: a text, an empty line, and one line for each key that signed the text.

    luber.local/log
    3
    jw3+mSdluRkDWqfNnNyvNbRunZGCFT/rz5Mv4cxu8iI=

    — luber.local/log ExvxG6no5f6YLdEeBaH5qP8B++EAbYU0x6Yg+PYO+MK+jEJG9e0sVQCqCohkATXONrPUJbejHm51lD9pVezf8RHWQAA=

The text is UTF-8 and ends in a newline; its signature covers that newline and not the empty line. A signature
line is an em dash, the key's name, and base64 of the key's id (4 bytes) and the signature. Signatures of keys
we do not know are kept and not looked at: that is how cosigners will stand beside the log.

Source: C2SP signed-note (https://c2sp.org/signed-note); golang.org/x/mod/sumdb/note for the text form of
keys. No cryptography here: what signs and what checks is handed in (`luber.crypto.signature`).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from luber.errors import Malformed, Unverified
from luber.errors import gettext_noop as _

ED25519 = 0x01
KEY_ID_BYTES = 4
MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
_DASH = "— "


class Signs(Protocol):
    """What signs: `luber.crypto.signature.SigningKey`."""

    @property
    def public_key(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


class Checks(Protocol):
    """What checks: `luber.crypto.signature.verify`. Raises `Unverified`."""

    def __call__(self, *, public_key: bytes, message: bytes, signature: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under.

    >>> public = bytes.fromhex("30511e8e51a09dc88be90900966e8acd3e1bc2f955ffa257d7a9121ac965f3b1")
    >>> str(VerifierKey("luber.local/log", public))
    'luber.local/log+131bf11b+ATBRHo5RoJ3Ii+kJAJZuis0+G8L5Vf+iV9epEhrJZfOx'
    """

    name: str
    public_key: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        check_name(self.name)

    @property
    def key_id(self) -> bytes:
        """First 4 bytes of SHA-256 over name, newline, algorithm byte, public key."""
        named = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public_key
        return sha256(named).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([self.algorithm]) + self.public_key)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key of its text form `name+id+base64`. Raises `Malformed`; only Ed25519 keys are known here."""
        words = text.split("+", 2)
        typed = _unbase64(words[-1])
        if len(words) != 3 or len(typed) != 33 or typed[0] != ED25519:
            raise Malformed(
                _("Kunci buku harus berbentuk nama+id+base64, dari jenis Ed25519."), code="note.vkey"
            )
        key = cls(words[0], typed[1:])
        if str(key) != text:
            raise Malformed(
                _("Id kunci %(name)s seharusnya %(expected)s, tertulis %(found)s."),
                code="note.vkey_id",
                facts={"name": key.name, "expected": key.key_id.hex(), "found": words[1][:40]},
            )
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and the key that signs under it."""

    name: str
    key: Signs = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.key.public_key)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line. `value` is opaque until a key of that name and id is known."""

    name: str
    key_id: bytes
    value: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.key_id) != KEY_ID_BYTES or not self.value:
            raise Malformed(
                _("Tanda tangan %(name)s terlalu pendek."), code="note.signature", facts={"name": self.name}
            )

    def line(self) -> str:
        return f"{_DASH}{self.name} {_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signatures, none of them checked yet: `verify` does that."""

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n"):
            raise Malformed(_("Teks catatan harus berakhir dengan baris baru."), code="note.end")
        if any(character < " " and character != "\n" for character in self.text):
            raise Malformed(_("Teks catatan berisi huruf kendali."), code="note.control")
        if not 1 <= len(self.signatures) <= MAX_SIGNATURES:
            raise Malformed(
                _("Catatan harus punya 1 sampai %(most)d tanda tangan."),
                code="note.signatures",
                facts={"most": MAX_SIGNATURES},
            )

    def encode(self) -> bytes:
        """The bytes of the note; `parse` takes exactly these."""
        return (self.text + "\n" + "".join(each.line() for each in self.signatures)).encode()

    @classmethod
    def parse(cls, raw: bytes) -> Note:
        """The note of its bytes. Raises `Malformed`."""
        if len(raw) > MAX_NOTE_BYTES:
            raise Malformed(_("Catatan terlalu besar."), code="note.size")
        try:
            whole = raw.decode()
        except UnicodeDecodeError:
            raise Malformed(_("Catatan bukan UTF-8."), code="note.utf8") from None
        body, gap, lines = whole.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise Malformed(
                _("Catatan harus berupa teks, satu baris kosong, lalu baris-baris tanda tangan."),
                code="note.form",
            )
        return cls(body + "\n", tuple(_parse_signature(line) for line in lines[:-1].split("\n")))

    def verify(self, keys: Iterable[VerifierKey], *, checks: Checks) -> tuple[VerifierKey, ...]:
        """The keys among `keys` that signed this text, in the order of the lines.

        Raises `Unverified` where none did, or where a line that bears a known key's name and id is not its
        signature.
        """
        known = {(key.name, key.key_id): key for key in keys}
        signed: list[VerifierKey] = []
        for each in self.signatures:
            key = known.get((each.name, each.key_id))
            if key is None or key in signed:
                continue
            try:
                checks(public_key=key.public_key, message=self.text.encode(), signature=each.value)
            except (Malformed, Unverified):
                raise Unverified(
                    _("Tanda tangan %(name)s tidak cocok dengan isi catatan."),
                    code="note.bad_signature",
                    facts={"name": key.name},
                ) from None
            signed.append(key)
        if not signed:
            names = ", ".join(sorted({each.name for each in self.signatures}))
            raise Unverified(
                _("Tidak ada tanda tangan dari kunci yang dikenal; yang ada dari: %(names)s."),
                code="note.unsigned",
                facts={"names": names[:200]},
            )
        return tuple(signed)


def sign(text: str, *, signer: Signer) -> Note:
    """A note over `text` with one signature."""
    value = signer.key.sign(text.encode())
    return Note(text, (Signature(signer.name, signer.verifier.key_id, value),))


def print_signing_key(*, signer: Signer, seed: bytes) -> str:
    """The text form in which a log keeps its secret key: `PRIVATE+KEY+name+id+base64(0x01, seed)`."""
    secret = _base64(bytes([ED25519]) + seed)
    return f"PRIVATE+KEY+{signer.name}+{signer.verifier.key_id.hex()}+{secret}\n"


def parse_signing_key(text: str) -> tuple[str, bytes]:
    """Name and seed of `print_signing_key`'s text. Raises `Malformed`, never repeating what it was given."""
    words = text.removesuffix("\n").split("+", 4)
    typed = _unbase64(words[-1])
    if len(words) != 5 or words[:2] != ["PRIVATE", "KEY"] or len(typed) != 33 or typed[0] != ED25519:
        raise Malformed(_("Ini bukan kunci rahasia buku terbuka."), code="note.skey")
    check_name(words[2])
    return words[2], typed[1:]


def check_name(name: str) -> None:
    """A key's name holds no space and no plus, and is not empty. Raises `Malformed`."""
    if not name or "+" in name or any(c.isspace() or c < " " for c in name):
        raise Malformed(
            _("Nama kunci tidak boleh kosong, berspasi, atau memuat tanda tambah: %(name)s."),
            code="note.name",
            facts={"name": repr(name)[:120]},
        )


def _parse_signature(line: str) -> Signature:
    words = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(words) != 2:
        raise Malformed(
            _("Ini bukan baris tanda tangan: %(line)s."),
            code="note.signature_line",
            facts={"line": repr(line)[:120]},
        )
    raw = _unbase64(words[1])
    return Signature(words[0], raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _unbase64(text: str) -> bytes:
    try:
        raw = b64decode(text, validate=True)
    except (BadBase64, ValueError):
        raw = b""
    if not raw or _base64(raw) != text:  # padding bits that are not zero: a second spelling of the same bytes
        raise Malformed(_("Di catatan ini ada yang bukan base64 baku."), code="note.base64")
    return raw
