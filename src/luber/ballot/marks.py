"""From what a voter marks to the vector that is encrypted, and back to what is valid.

The vector of a counted question has one 0 or 1 for each answer, in order; where blank is allowed a flag
stands before them, and a blank vote is flag 1 and zeros, whatever the minimum is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from luber.ballot.question import CountedQuestion, Question
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _

Vector: TypeAlias = tuple[int, ...]


def vector(*, question: Question, chosen: Iterable[int]) -> Vector:
    """The vector for these answers, counted from 0. Raises `Refused` when they are too few or too many."""
    marked = frozenset(chosen)
    if not marked <= frozenset(range(len(question.answers))):
        raise Malformed(_("Ada pilihan yang tidak tercantum di surat suara."), code="marks.answer")
    flag = (0,) if question.blank else ()
    made = flag + tuple(int(index in marked) for index in range(len(question.answers)))
    check(question=question, vector=made)
    return made


def blank(question: Question) -> Vector:
    """The vector of a blank vote. Raises `Refused` where blank is not allowed."""
    if not question.blank:
        raise Refused(_("Di surat suara ini tidak ada pilihan kosong."), code="marks.blank")
    return (1,) + (0,) * len(question.answers)


def check(*, question: Question, vector: Sequence[int]) -> None:
    """Raise `Malformed` or `Refused` unless `vector` is a valid answer to `question`."""
    if len(vector) != question.ciphertexts or any(mark not in (0, 1) for mark in vector):
        raise Malformed(
            _("Jawaban seharusnya %(expected)d angka 0 atau 1."),
            code="marks.form",
            facts={"expected": question.ciphertexts},
        )
    _check_counted(question, vector)


def _check_counted(question: CountedQuestion, vector: Sequence[int]) -> None:
    chosen = sum(vector[1:] if question.blank else vector)
    if question.blank and vector[0]:
        if chosen:
            raise Refused(_("Suara kosong tidak dapat sekaligus memilih."), code="marks.blank")
        return
    if chosen < question.minimum:
        raise Refused(
            _("Pilih paling sedikit %(minimum)d; baru %(chosen)d yang dipilih."),
            code="marks.few",
            facts={"minimum": question.minimum, "chosen": chosen},
        )
    if chosen > question.maximum:
        raise Refused(
            _("Pilih paling banyak %(maximum)d; sudah %(chosen)d yang dipilih."),
            code="marks.many",
            facts={"maximum": question.maximum, "chosen": chosen},
        )
