"""Questions are read as they are printed, and marks are valid or refused with a reason."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core import belenios

from luber.ballot import marks, question
from luber.ballot.question import CountedQuestion
from luber.canon import json
from luber.errors import LuberError, Malformed, Refused


@st.composite
def questions(draw: st.DrawFn) -> CountedQuestion:
    """Any counted question."""
    answers = draw(st.lists(st.text(max_size=20), min_size=1, max_size=6))
    minimum = draw(st.integers(0, len(answers)))
    maximum = draw(st.integers(minimum, len(answers)))
    return CountedQuestion(draw(st.text(max_size=40)), tuple(answers), minimum, maximum, draw(st.booleans()))


@given(questions())
def test_a_question_is_read_as_it_is_printed(asked: CountedQuestion) -> None:
    assert question.parse(asked.to_json(), where="x") == asked
    assert ("blank" in asked.to_json()) == asked.blank


@pytest.mark.parametrize("name", belenios.READABLE)
def test_belenios_tools_questions_are_printed_as_it_does(name: str) -> None:
    raw = belenios.load(name).election
    for value in json.parse(raw)["questions"]:
        assert json.encode(question.parse(value, where="x").to_json()) in raw


GOOD = {"answers": ["a", "b"], "min": 1, "max": 1, "question": "?"}


@pytest.mark.parametrize(
    "changed",
    [
        {"min": 2, "max": 1},
        {"min": -1},
        {"max": 3},
        {"answers": []},
        {"answers": "ab"},
        {"answers": [1, 2]},
        {"min": "1"},
        {"min": True},
        {"blank": 1},
        {"question": None},
        {"seats": 1},
    ],
)
def test_a_question_that_cannot_be(changed: dict[str, object]) -> None:
    question.parse(GOOD, where="x")
    with pytest.raises(Malformed):
        question.parse(GOOD | changed, where="x")


@pytest.mark.parametrize("kind", ["NonHomomorphic", "Lists", "Sesuatu"])
def test_other_kinds_are_refused_in_one_sentence(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        question.parse({"type": kind, "value": {}}, where="questions[0]")
    assert str(refused.value) == f"Luber belum dapat menghitung pertanyaan jenis “{kind}” (di questions[0])."


@given(questions())
def test_a_vector_is_valid_exactly_when_the_rules_say_so(asked: CountedQuestion) -> None:
    for vector in product((0, 1), repeat=asked.ciphertexts):
        flag = vector[0] if asked.blank else 0
        chosen = sum(vector[1:] if asked.blank else vector)
        lawful = chosen == 0 if flag else asked.minimum <= chosen <= asked.maximum
        try:
            marks.check(question=asked, vector=vector)
        except LuberError:
            assert not lawful
        else:
            assert lawful


def test_a_choice_becomes_a_vector() -> None:
    asked = CountedQuestion("?", ("a", "b", "c"), 1, 2, True)
    assert marks.vector(question=asked, chosen=[2, 0]) == (0, 1, 0, 1)
    assert marks.blank(asked) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("chosen", "code"),
    [([], "marks.few"), ([0, 1, 2], "marks.many"), ([3], "marks.answer"), ([-1], "marks.answer")],
)
def test_a_choice_that_is_not_valid_says_why(chosen: list[int], code: str) -> None:
    asked = CountedQuestion("?", ("a", "b", "c"), 1, 2, False)
    with pytest.raises(LuberError) as refused:
        marks.vector(question=asked, chosen=chosen)
    assert refused.value.code == code
    with pytest.raises(Refused):
        marks.blank(asked)


@pytest.mark.parametrize("vector", [(1,), (1, 0, 0, 0), (2, 0, 0), (0, -1, 1)])
def test_a_vector_of_another_form(vector: tuple[int, ...]) -> None:
    with pytest.raises(Malformed):
        marks.check(question=CountedQuestion("?", ("a", "b", "c"), 0, 3, False), vector=vector)
