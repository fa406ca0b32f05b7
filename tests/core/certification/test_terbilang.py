import pytest
from hypothesis import given
from hypothesis import strategies as st

from luber.certification.terbilang import DIGITS, LARGEST, words
from luber.errors import Malformed


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "nol"),
        (1, "satu"),
        (9, "sembilan"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (110, "seratus sepuluh"),
        (111, "seratus sebelas"),
        (115, "seratus lima belas"),
        (200, "dua ratus"),
        (412, "empat ratus dua belas"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (1100, "seribu seratus"),
        (2026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (204_807_222, "dua ratus empat juta delapan ratus tujuh ribu dua ratus dua puluh dua"),
        (1_000_000_000, "satu miliar"),
        (1_000_000_000_000, "satu triliun"),
    ],
)
def test_a_number_is_said_as_an_official_paper_says_it(number: int, said: str) -> None:
    assert words(number) == said


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_cannot_be_said_is_refused(number: int) -> None:
    with pytest.raises(Malformed, match="tidak dapat dieja"):
        words(number)


def heard(said: str) -> int:
    """The number behind the words, by another way than `words` takes."""
    total = group = part = 0
    for word in said.split():
        if word in {"triliun", "miliar", "juta", "ribu"}:
            scale = {"triliun": 10**12, "miliar": 10**9, "juta": 10**6, "ribu": 1000}[word]
            total, group, part = total + (group + part) * scale, 0, 0
        elif word == "ratus":
            group, part = part * 100, 0
        elif word == "puluh":
            group, part = group + part * 10, 0
        elif word == "belas":
            part += 10
        elif word in DIGITS:
            part = DIGITS.index(word)
        elif word == "seribu":
            total += 1000
        else:
            group += {"nol": 0, "seratus": 100, "sepuluh": 10, "sebelas": 11}[word]
    return total + group + part


@given(st.integers(0, LARGEST) | st.integers(0, 12_000))
def test_every_number_can_be_heard_back(number: int) -> None:
    assert heard(words(number)) == number
