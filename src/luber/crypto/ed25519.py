"""The prime-order subgroup of edwards25519, computed by libsodium.

Published form: 64 lower-case hex digits of the *integer* y + (x mod 2)·2^255, that is the 32 bytes of RFC
8032 reversed. The base point is `6666…6658`, the neutral element `00…01`.

Decoding is canonical by our own check: y below 2^255 - 19, and no sign bit where x is 0. libsodium decides
what lies on the curve and in the subgroup. It refuses scalar 0 and the neutral element, which are both
ordinary in an election (nobody chose candidate 3), so those are answered here.

Source: belenios.md section 3.2; RFC 8032 section 5.1.
"""

from __future__ import annotations

import nacl.bindings  # noqa: F401  (initialises libsodium)
from nacl._sodium import ffi, lib

from luber.crypto import edwards
from luber.crypto.edwards import FIELD, ORDER
from luber.crypto.group import Element, Group, not_a_member
from luber.crypto.secret import Secret
from luber.errors import Malformed
from luber.errors import gettext_noop as _

__all__ = ["FIELD", "ORDER", "Ed25519", "clear_cofactor", "is_canonical", "point_from"]

_ONE = bytes([1]) + bytes(31)
_BASE = bytes.fromhex("58" + "66" * 31)
_MINUS_ONE = (FIELD - 1).to_bytes(32, "little")  # the point (0, -1), of order 2
_HEX = frozenset("0123456789abcdef")


class Ed25519(Group):
    """Elements are the 32 bytes that libsodium knows."""

    name = "Ed25519"
    order = ORDER
    generator = Element(_BASE)
    one = Element(_ONE)

    def decode(self, text: str, *, where: str) -> Element:
        if len(text) != 64 or not _HEX.issuperset(text):
            raise Malformed(
                _("Titik di %(where)s seharusnya 64 angka heksadesimal kecil."),
                code="group.form",
                facts={"where": where},
            )
        encoded = bytes.fromhex(text)[::-1]
        if not is_canonical(encoded):
            raise Malformed(
                _("Titik di %(where)s tidak ditulis dalam bentuk bakunya."),
                code="group.canonical",
                facts={"where": where},
            )
        return Element(encoded)

    def text(self, element: Element) -> str:
        return element[::-1].hex()  # type: ignore[index, no-any-return]

    def is_member(self, element: Element) -> bool:
        return element == self.one or lib.crypto_core_ed25519_is_valid_point(element) == 1

    def power(self, base: Element, exponent: int) -> Element:
        exponent %= ORDER
        if exponent == 0 or base == self.one:
            return self.one
        out = ffi.new("unsigned char[32]")
        if lib.crypto_scalarmult_ed25519_noclamp(out, exponent.to_bytes(32, "little"), base) != 0:
            raise not_a_member(self.name, "power")
        return Element(ffi.buffer(out)[:])

    def member_power(self, element: Element, exponent: int, *, where: str) -> Element:
        exponent %= ORDER
        if exponent == 0 or element == self.one or not _MULTIPLYING_CHECKS_MEMBERSHIP:
            return super().member_power(element, exponent, where=where)
        out = ffi.new("unsigned char[32]")
        if lib.crypto_scalarmult_ed25519_noclamp(out, exponent.to_bytes(32, "little"), element) != 0:
            raise not_a_member(self.name, where)
        return Element(ffi.buffer(out)[:])

    def generate(self, exponent: int) -> Element:
        exponent %= ORDER
        if exponent == 0:
            return self.one
        out = ffi.new("unsigned char[32]")
        lib.crypto_scalarmult_ed25519_base_noclamp(out, exponent.to_bytes(32, "little"))
        return Element(ffi.buffer(out)[:])

    def multiply(self, left: Element, right: Element) -> Element:
        out = ffi.new("unsigned char[32]")
        if lib.crypto_core_ed25519_add(out, left, right) != 0:
            raise not_a_member(self.name, "multiply")
        return Element(ffi.buffer(out)[:])

    def divide(self, left: Element, right: Element) -> Element:
        out = ffi.new("unsigned char[32]")
        if lib.crypto_core_ed25519_sub(out, left, right) != 0:
            raise not_a_member(self.name, "divide")
        return Element(ffi.buffer(out)[:])

    def respond(self, *, nonce: int, secret: Secret, challenge: int) -> int:
        """In libsodium's scalar arithmetic, which takes the same time whatever the secret is."""
        product, answer = ffi.new("unsigned char[32]"), ffi.new("unsigned char[32]")
        numbers = [(number % ORDER).to_bytes(32, "little") for number in (secret.value, challenge, nonce)]
        lib.crypto_core_ed25519_scalar_mul(product, numbers[0], numbers[1])
        lib.crypto_core_ed25519_scalar_sub(answer, numbers[2], product)
        return int.from_bytes(ffi.buffer(answer)[:], "little")

    def sort_key(self, element: Element) -> bytes:
        return element  # type: ignore[return-value]


def is_canonical(encoded: bytes) -> bool:
    """Is this the one encoding of its point: y below the field size, and sign 0 where x is 0 (y = 1 or y = -1)?"""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    return y < FIELD and not (sign and y in (1, FIELD - 1))


def point_from(number: int) -> bytes | None:
    """The curve point whose encoding is this integer below 2^256, anywhere on the curve; None where there is none.

    y is the low 255 bits, the top bit the sign of x.
    """
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= FIELD or edwards.recover_x(y, sign=sign) is None:
        return None
    return number.to_bytes(32, "little")


def clear_cofactor(point: bytes) -> Element:
    """8·point by three doublings: whatever curve point comes in, a member of the subgroup comes out."""
    for _doubling in range(3):
        out = ffi.new("unsigned char[32]")
        if lib.crypto_core_ed25519_add(out, point, point) != 0:
            raise not_a_member("Ed25519", "clear_cofactor")
        point = ffi.buffer(out)[:]
    return Element(point)


def _refuses_mixed_order() -> bool:
    """Does this libsodium's multiplication refuse a point outside the subgroup?

    (All we know do; a future one may not.)
    """
    mixed, out = ffi.new("unsigned char[32]"), ffi.new("unsigned char[32]")
    lib.crypto_core_ed25519_add(mixed, _BASE, _MINUS_ONE)
    two = (2).to_bytes(32, "little")
    refused: bool = lib.crypto_scalarmult_ed25519_noclamp(out, two, ffi.buffer(mixed)[:]) != 0
    return refused


_MULTIPLYING_CHECKS_MEMBERSHIP = _refuses_mixed_order()
