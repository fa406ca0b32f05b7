import pytest
from hypothesis import given
from hypothesis import strategies as st

from luber.counting.plurality import Tie, count


def test_most_votes_win() -> None:
    result = count(votes=[12, 30, 7])
    assert result.elected == (1,)
    assert result.tie is None
    assert [(r.answer, r.votes, r.place) for r in result.ranks] == [(1, 30, 1), (0, 12, 2), (2, 7, 3)]


def test_a_tie_is_named_and_not_broken() -> None:
    result = count(votes=[9, 3, 9])
    assert result.elected == ()
    assert result.tie == Tie(among=(0, 2), votes=9, seats_left=1)
    assert [r.place for r in result.ranks] == [1, 1, 3]


def test_a_tie_below_the_last_seat_is_none() -> None:
    assert count(votes=[9, 3, 3]).tie is None


def test_k_seats_with_a_tie_for_the_last() -> None:
    result = count(votes=[5, 8, 5, 9, 1], seats=3)
    assert result.elected == (3, 1)
    assert result.tie == Tie(among=(0, 2), votes=5, seats_left=1)


def test_equal_votes_that_all_find_a_seat_are_elected() -> None:
    result = count(votes=[5, 8, 5, 1], seats=3)
    assert result.elected == (1, 0, 2)
    assert result.tie is None


def test_nobody_voted_so_nobody_is_elected() -> None:
    result = count(votes=[0, 0])
    assert result.elected == ()
    assert result.tie is None


def test_fewer_answers_with_votes_than_seats() -> None:
    assert count(votes=[0, 4, 0], seats=2).elected == (1,)


@pytest.mark.parametrize(("votes", "seats"), [([1, 2], 0), ([1, 2], 3), ([], 1), ([-1, 2], 1)])
def test_impossible_questions(votes: list[int], seats: int) -> None:
    with pytest.raises(ValueError):
        count(votes=votes, seats=seats)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.data())
def test_elected_and_tied_always_fit_the_seats(votes: list[int], data: st.DataObject) -> None:
    seats = data.draw(st.integers(1, len(votes)))
    result = count(votes=votes, seats=seats)
    assert len(result.elected) <= seats
    chosen = set(result.elected) | set(result.tie.among if result.tie else ())
    worst = min((votes[a] for a in chosen), default=0)
    assert all(votes[a] <= worst for a in range(len(votes)) if a not in chosen)
    if result.tie:
        assert len(result.elected) + result.tie.seats_left == seats
        assert len(result.tie.among) > result.tie.seats_left
    else:
        assert len(result.elected) == min(seats, sum(v > 0 for v in votes))
