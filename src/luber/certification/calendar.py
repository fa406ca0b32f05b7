"""A day as an official paper says it, in words."""

from __future__ import annotations

from datetime import date

from luber.certification.terbilang import words

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()


def day_in_words(day: date) -> str:
    """The day of the week, and day, month and year in words."""
    month = MONTHS[day.month - 1]
    return f"{DAYS[day.weekday()]}, tanggal {words(day.day)} bulan {month} tahun {words(day.year)}"
