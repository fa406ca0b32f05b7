"""Terbilang: a number in Indonesian words, as an official paper writes it beside the figures.

`words(412)` is "empat ratus dua belas". Source: Pedoman Umum Ejaan Bahasa Indonesia, numerals; `se-` takes
the place of *satu* before belas, puluh, ratus and ribu, but never before juta and above.
"""

from __future__ import annotations

from luber.errors import Malformed
from luber.errors import gettext_noop as _

DIGITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
LARGEST = 10**15 - 1


def words(number: int) -> str:
    """`number` (0 to 999.999.999.999.999) in words, lower case. Raises `Malformed` outside that range."""
    if not 0 <= number <= LARGEST:
        raise Malformed(
            _("Angka %(number)s tidak dapat dieja: hanya 0 sampai %(largest)s."),
            code="terbilang.range",
            facts={"number": str(number)[:40], "largest": LARGEST},
        )
    if number == 0:
        return "nol"
    said: list[str] = []
    for value, name in SCALES:
        count, number = divmod(number, value)
        if count:
            said += [*_below_thousand(count), name]
    thousands, number = divmod(number, 1000)
    if thousands == 1:
        said.append("seribu")
    elif thousands:
        said += [*_below_thousand(thousands), "ribu"]
    return " ".join([*said, *_below_thousand(number)])


def _below_thousand(number: int) -> list[str]:
    """The words of 0 (none) to 999."""
    hundreds, rest = divmod(number, 100)
    said = ["seratus"] if hundreds == 1 else [DIGITS[hundreds], "ratus"] if hundreds else []
    tens, ones = divmod(rest, 10)
    if rest == 10:
        return [*said, "sepuluh"]
    if rest == 11:
        return [*said, "sebelas"]
    if tens == 1:
        return [*said, DIGITS[ones], "belas"]
    if tens:
        said += [DIGITS[tens], "puluh"]
    return [*said, DIGITS[ones]] if ones else said
