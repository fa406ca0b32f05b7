"""What the committee writes on the ballot paper, until it is sealed."""

from .answers import add_pair, change_pair, move_answer, remove_answer, set_answers
from .questions import add_question, change_question, copy, move_question, remove_question, start

__all__ = [
    "add_pair",
    "add_question",
    "change_pair",
    "change_question",
    "copy",
    "move_answer",
    "move_question",
    "remove_answer",
    "remove_question",
    "set_answers",
    "start",
]
