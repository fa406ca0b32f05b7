"""Tracker and four words: the list is fit for people, and the vectors that the booth reads too."""

from __future__ import annotations

import hashlib
import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luber.casting import receipt
from luber.errors import Malformed

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "casting" / "four-words.json").read_text())


def test_the_list_is_fit_for_people() -> None:
    listed = receipt.word_list()
    assert len(listed) == len(set(listed)) == 1024
    assert list(listed) == sorted(listed)
    assert all(
        3 <= len(word) <= 8 and word.isascii() and word.islower() and word.isalpha() for word in listed
    )
    # No two words of one length differ in one letter: a slip of the eye makes no other word.
    for left, right in combinations(listed, 2):
        assert len(left) != len(right) or sum(a != b for a, b in zip(left, right, strict=True)) > 1
    # A receipt must not sound like a choice.
    assert not {"satu", "dua", "tiga", "ketua", "calon", "pilih", "menang", "kalah", "benar", "salah"} & set(
        listed
    )


def test_the_list_has_not_moved() -> None:
    """Printed receipts hang on every word's place."""
    joined = "\n".join(receipt.word_list()).encode()
    assert hashlib.sha256(joined).hexdigest() == VECTORS["word_list_sha256"]


@pytest.mark.parametrize("case", VECTORS["cases"])
def test_the_vectors(case: dict[str, object]) -> None:
    tracker = str(case["tracker"])
    if case["expect"] == "ok":
        assert list(receipt.words(tracker)) == case["words"]
        if "ballot" in case:
            assert receipt.tracker(str(case["ballot"]).encode()) == tracker
    else:
        with pytest.raises(Malformed):
            receipt.words(tracker)


@given(st.binary(max_size=50))
def test_every_tracker_has_four_words(raw: bytes) -> None:
    words = receipt.words(receipt.tracker(raw))
    assert len(words) == 4
    assert set(words) <= set(receipt.word_list())
