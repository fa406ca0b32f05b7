"""Figures, days and times as the reader's language writes them.

Indonesian: 1.234.567, 12,5 %, Senin, 6 Desember 2027 pukul 08.00 WIB. English: 1,234,567, 12.5%, … 08:00 WIB.
Times are aware; they are said in the zone asked for, else in Django's current one, always with its name.
A figure never pretends: what rounds to nothing but is not nothing says so.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext

NO_FIGURE = "–"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def _english() -> bool:
    return (get_language() or "id").startswith("en")


def count(value: int) -> str:
    """A whole number with its thousands parted."""
    said = f"{value:,}"
    return said if _english() else said.replace(",", ".")


def decimal(value: Fraction | float, places: int = 1) -> str:
    """A number with a fixed count of places, rounded half away from zero."""
    scaled = abs(Fraction(value)) * 10**places + Fraction(1, 2)
    digits = f"{scaled.numerator // scaled.denominator:0{places + 1}d}"
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "−" if value < 0 and int(digits) else ""
    mark = "." if _english() else ","
    return f"{sign}{count(int(whole))}{mark}{rest}" if rest else f"{sign}{count(int(whole))}"


def _percent(said: str) -> str:
    return f"{said}%" if _english() else f"{said}\u00a0%"


def share(part: int, whole: int) -> str:
    """`part` of `whole` as a percentage with one place; a whole of nothing has no share."""
    if not whole:
        return NO_FIGURE
    exact = Fraction(part, whole) * 100
    if 0 < exact < Fraction(5, 100):
        return f"< {_percent(decimal(Fraction(1, 10)))}"
    if Fraction(9995, 100) <= exact < 100:
        return f"> {_percent(decimal(Fraction(999, 10)))}"
    return _percent(decimal(exact))


def weight(size_bytes: int) -> str:
    """The size of a file, in bytes, as people say it."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size_bytes >= step:
            return f"{decimal(Fraction(size_bytes, step))} {unit}"
    unit = gettext("bita")
    return f"{count(size_bytes)} {unit}"


def grouped(digest: str, by: int = 4) -> tuple[str, ...]:
    """A long code in groups that an eye can compare."""
    return tuple(digest[start : start + by] for start in range(0, len(digest), by))


def zone_name(at: datetime) -> str:
    """WIB, WITA or WIT; elsewhere the zone's own short name."""
    key = getattr(at.tzinfo, "key", "")
    return ZONES.get(key) or at.tzname() or "UTC"


def _local(at: datetime, zone: str | tzinfo | None) -> datetime:
    if timezone.is_naive(at):
        raise ValueError("a moment without a zone cannot be said")
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    return at.astimezone(place or timezone.get_current_timezone())


def _hour(at: datetime) -> str:
    return at.strftime("%H:%M" if _english() else "%H.%M")


def day(value: date | datetime, zone: str | tzinfo | None = None) -> str:
    """Senin, 6 Desember 2027."""
    when = _local(value, zone) if isinstance(value, datetime) else value
    return dateformat.format(when, "l, j F Y")


def clock(at: datetime, zone: str | tzinfo | None = None) -> str:
    """08.00 WIB."""
    when = _local(at, zone)
    return f"{_hour(when)}\u00a0{zone_name(when)}"


def moment(at: datetime, zone: str | tzinfo | None = None) -> str:
    """Senin, 6 Desember 2027 pukul 08.00 WIB."""
    return gettext("%(day)s pukul %(clock)s") % {"day": day(at, zone), "clock": clock(at, zone)}


def span(begin: datetime, end: datetime, zone: str | tzinfo | None = None) -> str:
    """From one moment to another; the day is said once where it is the same."""
    first, last = _local(begin, zone), _local(end, zone)
    if first.date() == last.date():
        return gettext("%(day)s pukul %(begin)s–%(end)s") % {
            "day": day(begin, zone),
            "begin": _hour(first),
            "end": clock(end, zone),
        }
    return gettext("%(begin)s sampai %(end)s") % {"begin": moment(begin, zone), "end": moment(end, zone)}
