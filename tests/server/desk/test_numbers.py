"""Figures and times are said as the reader's language writes them, and never pretend."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from luber_server.desk import numbers

OPENS = datetime(2027, 12, 6, 1, 0, tzinfo=UTC)
CLOSES = datetime(2027, 12, 6, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1234567, "1.234.567", "1,234,567"), (-1200, "-1.200", "-1,200")],
)
def test_thousands_are_parted(value: int, indonesian: str, english: str) -> None:
    with translation.override("id"):
        assert numbers.count(value) == indonesian
    with translation.override("en"):
        assert numbers.count(value) == english


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (51, 408, "12,5\u00a0%"),
        (0, 408, "0,0\u00a0%"),
        (408, 408, "100,0\u00a0%"),
        (1, 9000, "< 0,1\u00a0%"),
        (8999, 9000, "> 99,9\u00a0%"),
        (1, 2000, "0,1\u00a0%"),
        (0, 0, "–"),
    ],
)
def test_a_share_never_pretends(part: int, whole: int, said: str) -> None:
    with translation.override("id"):
        assert numbers.share(part, whole) == said


@given(part=st.integers(0, 10**6), whole=st.integers(1, 10**6))
def test_nothing_and_all_are_said_only_of_nothing_and_all(part: int, whole: int) -> None:
    part = min(part, whole)
    with translation.override("en"):
        said = numbers.share(part, whole)
    assert (said == "0.0%") == (part == 0)
    assert (said == "100.0%") == (part == whole)


@given(value=st.fractions(min_value=-(10**6), max_value=10**6))
def test_a_rounded_number_is_within_half_a_place(value: Fraction) -> None:
    with translation.override("en"):
        said = numbers.decimal(value).replace(",", "").replace("−", "-")
    assert abs(Fraction(said) - value) <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "Senin, 6 Desember 2027 pukul 08.00\u00a0WIB"),
        ("Asia/Pontianak", "Senin, 6 Desember 2027 pukul 08.00\u00a0WIB"),
        ("Asia/Makassar", "Senin, 6 Desember 2027 pukul 09.00\u00a0WITA"),
        ("Asia/Jayapura", "Senin, 6 Desember 2027 pukul 10.00\u00a0WIT"),
        ("UTC", "Senin, 6 Desember 2027 pukul 01.00\u00a0UTC"),
    ],
)
def test_a_moment_names_its_zone(zone: str, said: str) -> None:
    with translation.override("id"):
        assert numbers.moment(OPENS, zone) == said


def test_english_days_and_hours() -> None:
    with translation.override("en"):
        assert numbers.day(date(2027, 12, 6)) == "Monday, 6 December 2027"
        assert numbers.clock(OPENS, "Asia/Jakarta") == "08:00\u00a0WIB"


def test_a_span_says_its_day_once() -> None:
    with translation.override("id"):
        same = numbers.span(OPENS, CLOSES, "Asia/Jakarta")
        assert same == "Senin, 6 Desember 2027 pukul 08.00–13.30\u00a0WIB"
        two = numbers.span(OPENS, datetime(2027, 12, 7, 6, 0, tzinfo=UTC), "Asia/Jakarta")
        assert two.count("2027") == 2


def test_a_moment_without_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        numbers.clock(datetime(2027, 12, 6, 8, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("size", "said"), [(96, "96 bita"), (1000, "1,0 kB"), (1_402_000, "1,4 MB"), (2_500_000_000, "2,5 GB")]
)
def test_the_weight_of_a_file(size: int, said: str) -> None:
    with translation.override("id"):
        assert numbers.weight(size) == said


def test_a_long_code_is_grouped_without_loss() -> None:
    assert "".join(numbers.grouped("abcdefghij")) == "abcdefghij"
    assert numbers.grouped("abcdefghij") == ("abcd", "efgh", "ij")
