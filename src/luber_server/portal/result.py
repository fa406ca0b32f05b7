"""A result as people read it: one sentence, bars in the order of the ballot paper, and what the figures are
parts of.

Who is elected is decided in `certification` by the sealed rules; here it is only said. Shares are of valid
votes: ballots in force without the blank ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luber.certification.outcome import Outcome, Standing, Verdict
from luber_server.certification import queries as certification
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


def answered(election: Election) -> tuple[Answered, ...] | None:
    """The result of every question, None before it is decided."""
    outcomes = certification.outcome(election)
    if outcomes is None:
        return None
    return tuple(_answered(outcome, name=f"hasil-{place}") for place, outcome in enumerate(outcomes, start=1))


def _answered(outcome: Outcome, *, name: str) -> Answered:
    return Answered(
        name=name,
        question=outcome.question,
        sentence=sentence(outcome),
        caption=_("Suara sah: %(valid)s") % {"valid": numbers.count(outcome.valid)},
        unit=_("Suara"),
        bars=tuple(_bar(standing, seats=outcome.seats) for standing in outcome.standings),
        total=outcome.valid,
        note=""
        if outcome.blank is None
        else _(
            "Tidak memilih siapa pun (suara kosong): %(blank)s. Dihitung, tetapi bukan suara sah untuk siapa pun."
        )
        % {"blank": numbers.count(outcome.blank)},
    )


def _bar(standing: Standing, *, seats: int) -> Bar:
    return Bar(
        label=str(standing.choice.number),
        name=standing.choice.name,
        value=standing.votes,
        note=_("Terpilih") if seats > 1 and standing.elected else "",
    )


def sentence(outcome: Outcome) -> str:
    """The answer to one question, in the reader's language."""
    match outcome.verdict:
        case Verdict.NOBODY:
            return _("Tidak ada yang terpilih: tidak ada suara sah untuk calon mana pun.")
        case Verdict.TIE:
            return _(
                "Seri: %(names)s sama-sama mendapat %(votes)s suara."
                " Siapa yang terpilih diputuskan menurut aturan penyelenggara."
            ) % {
                "names": _listed([standing.choice.name for standing in outcome.tied]),
                "votes": numbers.count(outcome.tied[0].votes),
            }
        case Verdict.EMPTY_BOX:
            return _(
                "Kotak kosong menang dengan %(votes)s dari %(valid)s suara sah (%(share)s), jadi tidak ada"
                " pasangan yang terpilih."
            ) % _figures(max(outcome.standings, key=lambda standing: standing.votes), outcome)
        case Verdict.ELECTED if outcome.seats > 1:
            return ngettext(
                "%(elected)s nama terpilih dari %(valid)s suara sah.",
                "%(elected)s nama terpilih dari %(valid)s suara sah.",
                len(outcome.elected),
            ) % {"elected": numbers.count(len(outcome.elected)), "valid": numbers.count(outcome.valid)}
        case Verdict.ELECTED:
            first = outcome.elected[0]
            return _("%(name)s terpilih dengan %(votes)s dari %(valid)s suara sah (%(share)s).") % {
                "name": first.choice.name,
                **_figures(first, outcome),
            }


def _figures(standing: Standing, outcome: Outcome) -> dict[str, str]:
    return {
        "votes": numbers.count(standing.votes),
        "valid": numbers.count(outcome.valid),
        "share": numbers.share(standing.votes, outcome.valid),
    }


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return _("%(most)s dan %(last)s") % {"most": ", ".join(most), "last": last} if most else last
