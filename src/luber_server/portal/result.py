"""A result as people read it: one sentence, bars in the order of the ballot paper, and what the figures are
parts of.

Shares are of valid votes: ballots in force without the blank ones. Who is elected follows the rule that was
sealed; a tie is named and left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luber.canon import json
from luber.ceremony import election as sealed_elections
from luber.counting import plurality
from luber.tally.result import Result
from luber_server.ceremony import queries as ceremony
from luber_server.ceremony import rules
from luber_server.desk import numbers
from luber_server.desk.parts import Bar
from luber_server.election.models import Election


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question's result. `sentence` answers it; `total` is what the bars are parts of."""

    name: str
    question: str
    sentence: str
    caption: str
    unit: str
    bars: tuple[Bar, ...]
    total: int
    note: str


def answered(election: Election, *, result: Result, voted: int) -> tuple[Answered, ...]:
    """The result of every question; `voted` are the ballots in force."""
    sealed = ceremony.sealed(election)
    questions = sealed_elections.parse(sealed.election_json).questions
    shown = json.parse(sealed.presentation_json)["questions"]
    counting = rules.parse(sealed.rules_json).counting
    return tuple(
        _answered(
            name=f"hasil-{place}",
            question=question.question,
            names=_names(shown[place], question.answers),
            labels=_labels(shown[place], len(question.answers)),
            votes=result.counts[place][question.blank :],
            blank=result.counts[place][0] if question.blank else None,
            seats=min(counting[place].seats, len(question.answers)),
            voted=voted,
        )
        for place, question in enumerate(questions)
    )


def _answered(
    *,
    name: str,
    question: str,
    names: Sequence[str],
    labels: Sequence[str],
    votes: Sequence[int],
    blank: int | None,
    seats: int,
    voted: int,
) -> Answered:
    valid = voted - (blank or 0)
    count = plurality.count(votes=votes, seats=seats)
    won = _("Terpilih") if seats > 1 else ""
    return Answered(
        name=name,
        question=question,
        sentence=_sentence(count, names=names, votes=votes, valid=valid, seats=seats),
        caption=_("Suara sah: %(valid)s") % {"valid": numbers.count(valid)},
        unit=_("Suara"),
        bars=tuple(
            Bar(label=label, name=said, value=number, note=won if answer in count.elected else "")
            for answer, (label, said, number) in enumerate(zip(labels, names, votes, strict=True))
        ),
        total=valid,
        note=""
        if blank is None
        else _("Suara kosong: %(blank)s. Suara kosong dihitung, tetapi bukan suara sah untuk siapa pun.")
        % {"blank": numbers.count(blank)},
    )


def _sentence(
    count: plurality.Count, *, names: Sequence[str], votes: Sequence[int], valid: int, seats: int
) -> str:
    if count.tie is not None:
        return _(
            "Seri: %(names)s sama-sama mendapat %(votes)s suara."
            " Siapa yang terpilih diputuskan menurut aturan penyelenggara."
        ) % {
            "names": _listed([names[answer] for answer in count.tie.among]),
            "votes": numbers.count(count.tie.votes),
        }
    if not count.elected:
        return _("Tidak ada yang terpilih: tidak ada suara sah untuk calon mana pun.")
    if seats > 1:
        return ngettext(
            "%(elected)s nama terpilih dari %(valid)s suara sah.",
            "%(elected)s nama terpilih dari %(valid)s suara sah.",
            len(count.elected),
        ) % {"elected": numbers.count(len(count.elected)), "valid": numbers.count(valid)}
    first = count.elected[0]
    return _("%(name)s terpilih dengan %(votes)s dari %(valid)s suara sah (%(share)s).") % {
        "name": names[first],
        "votes": numbers.count(votes[first]),
        "valid": numbers.count(valid),
        "share": numbers.share(votes[first], valid),
    }


def _names(shown: dict[str, Any], answers: Sequence[str]) -> list[str]:
    """The people of each answer as one name; of the empty box, and where none are given, the ballot paper's
    own words.
    """
    return [
        " & ".join(entry.get("names", ())) or answer
        for entry, answer in zip(shown["answers"], answers, strict=True)
    ]


def _labels(shown: dict[str, Any], size: int) -> list[str]:
    return [
        str(entry.get("number", place + 1))
        for place, entry in zip(range(size), shown["answers"], strict=True)
    ]


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return _("%(most)s dan %(last)s") % {"most": ", ".join(most), "last": last} if most else last
