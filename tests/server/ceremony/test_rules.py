from datetime import UTC, datetime
from pathlib import Path

import pytest

from luber.ballot.question import CountedQuestion
from luber.errors import Malformed
from luber_server.ceremony import rules
from luber_server.election.models import Election

DOCS = Path(__file__).parents[3] / "docs" / "spec" / "formats" / "rules.md"


def question(maximum: int) -> CountedQuestion:
    return CountedQuestion(question="?", answers=("a", "b", "c"), minimum=0, maximum=maximum, blank=True)


def made(*maximums: int) -> bytes:
    election = Election(
        template="pilketos",
        revote=True,
        opens_at=datetime(2026, 11, 23, 0, tzinfo=UTC),
        closes_at=datetime(2026, 11, 23, 5, tzinfo=UTC),
    )
    return rules.make(election=election, questions=[question(maximum) for maximum in maximums])


def test_the_example_of_the_docs_is_what_we_print() -> None:
    example = "".join(line.strip() for line in DOCS.read_text().splitlines() if line.startswith("    "))
    assert made(1).decode() == example


def test_what_is_printed_is_read_back() -> None:
    read = rules.parse(made(1, 3, 0))
    assert read.small_tally == 10
    assert [(one.method, one.seats) for one in read.counting] == [
        ("plurality", 1),
        ("plurality", 3),
        ("plurality", 1),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("luber.rules/1", "luber.rules/2"),
        ('"small_tally":10', '"small_tally":-1'),
        ('"seats":1', '"seats":0'),
        ('"revote":true,', ""),
        ('"mock":false', '"mock": false'),
        ('"mock":false', '"mock":false,"lain":1'),
    ],
)
def test_another_record_is_malformed(old: str, new: str) -> None:
    with pytest.raises(Malformed):
        rules.parse(made(1).decode().replace(old, new).encode())
