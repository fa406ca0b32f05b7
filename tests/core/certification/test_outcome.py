from datetime import date

import pytest

from luber.certification.calendar import day_in_words
from luber.certification.outcome import Choice, Outcome, Verdict, decide
from luber.errors import Refused

PAIRS = (
    Choice(number=1, name="Melati & Bayu"),
    Choice(number=2, name="Rangga & Sekar"),
    Choice(number=3, name="Tirta & Wulan"),
)


def outcome(
    votes: list[int],
    *,
    choices: tuple[Choice, ...] = PAIRS,
    blank: int | None = 0,
    in_force: int | None = None,
    seats: int = 1,
    method: str = "plurality",
) -> Outcome:
    total = sum(votes) + (blank or 0) if in_force is None else in_force
    return decide(
        question="Siapa?",
        choices=choices,
        votes=votes,
        blank=blank,
        in_force=total,
        method=method,
        seats=seats,
    )


def test_the_pair_with_most_votes_is_elected() -> None:
    found = outcome([10, 30, 5], blank=4)
    assert found.verdict is Verdict.ELECTED
    assert [standing.choice.number for standing in found.elected] == [2]
    assert found.valid == 45
    assert found.blank == 4
    assert [standing.place for standing in found.standings] == [2, 1, 3]


def test_a_tie_is_named_and_nobody_is_elected() -> None:
    found = outcome([10, 10, 5])
    assert found.verdict is Verdict.TIE
    assert found.elected == ()
    assert [standing.choice.number for standing in found.tied] == [1, 2]
    assert found.seats_left == 1


def test_the_empty_box_wins_and_nobody_is_elected() -> None:
    against = (PAIRS[0], Choice(number=2, name="Kotak kosong", empty_box=True))
    found = outcome([10, 11], choices=against)
    assert found.verdict is Verdict.EMPTY_BOX
    assert found.elected == ()
    assert found.tied == ()


def test_the_pair_wins_against_the_empty_box() -> None:
    against = (PAIRS[0], Choice(number=2, name="Kotak kosong", empty_box=True))
    found = outcome([12, 11], choices=against)
    assert found.verdict is Verdict.ELECTED
    assert [standing.choice.name for standing in found.elected] == ["Melati & Bayu"]


def test_a_draw_with_the_empty_box_is_a_tie() -> None:
    against = (PAIRS[0], Choice(number=2, name="Kotak kosong", empty_box=True))
    assert outcome([11, 11], choices=against).verdict is Verdict.TIE


def test_only_blank_votes_elect_nobody() -> None:
    found = outcome([0, 0, 0], blank=7)
    assert found.verdict is Verdict.NOBODY
    assert found.valid == 0


def test_k_of_n_elects_k_and_counts_ballots_not_marks() -> None:
    found = outcome([9, 8, 2], seats=2, in_force=10, blank=None)
    assert [standing.choice.number for standing in found.elected] == [1, 2]
    assert found.valid == 10
    assert found.blank is None


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(Refused, match="borda"):
        outcome([1, 2, 3], method="borda")


def test_a_day_is_said_in_words() -> None:
    assert (
        day_in_words(date(2026, 11, 23))
        == "Senin, tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"
    )
    said = day_in_words(date(2027, 8, 1))
    assert said == "Minggu, tanggal satu bulan Agustus tahun dua ribu dua puluh tujuh"
