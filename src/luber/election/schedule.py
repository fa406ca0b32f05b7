"""Opening, closing, and a later closing: rules of the clock, each with its sentence.

A closing is only ever moved later, while the box is still open for it, with a reason and a second person's
consent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from luber.errors import Refused
from luber.errors import gettext_noop as _

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=60)
LONGEST_EXTENSION = timedelta(days=14)
SHORTEST_REASON = 10


def check_window(*, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
    """Raises `Refused` unless voting opens in the future, closes later, and lasts from five minutes to
    sixty days."""
    if opens_at <= at:
        raise Refused(_("Waktu buka sudah lewat. Pilih saat yang akan datang."), code="schedule.past")
    if closes_at <= opens_at:
        raise Refused(_("Waktu tutup harus sesudah waktu buka."), code="schedule.order")
    if closes_at - opens_at < SHORTEST:
        raise Refused(_("Pemungutan suara paling singkat lima menit."), code="schedule.short")
    if closes_at - opens_at > LONGEST:
        raise Refused(_("Pemungutan suara paling lama enam puluh hari."), code="schedule.long")


def check_extension(*, closes_at: datetime, later: datetime, reason: str, at: datetime) -> None:
    """Raises `Refused` unless the box is not yet shut, the new closing is later, not too late, and has
    a reason."""
    if at >= closes_at:
        raise Refused(
            _("Pemungutan suara sudah berakhir. Waktu tutup tidak dapat diundur lagi."), code="extension.late"
        )
    if later <= closes_at:
        raise Refused(_("Waktu tutup hanya dapat diundur, tidak dapat dimajukan."), code="extension.earlier")
    if later - closes_at > LONGEST_EXTENSION:
        raise Refused(_("Perpanjangan paling lama empat belas hari."), code="extension.long")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            _("Tulis alasan perpanjangan, paling sedikit sepuluh huruf. Semua orang dapat membacanya."),
            code="extension.reason",
        )


def check_second_person(*, asked_by: int, agrees: int) -> None:
    """Raises `Refused` when the one who agrees is the one who asked."""
    if asked_by == agrees:
        raise Refused(
            _("Perpanjangan harus disetujui orang kedua, bukan orang yang memintanya."),
            code="extension.second_person",
        )
