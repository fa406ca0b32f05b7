"""An invented election from the freeze to the closed box, its trustees at hand, its ballots real."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.server.ceremony import drafts
from tests.server.ceremony.drafts import AtHome, Cards

from luber.ballot import marks
from luber.canon.digest import fingerprint
from luber.casting import ballot as ballots
from luber.ceremony import election as sealed_elections
from luber.crypto import credential
from luber_server.casting import entry
from luber_server.casting import usecases as casting
from luber_server.ceremony import queries as ceremony
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer

SetClock = Callable[[datetime], None]


@dataclass(slots=True)
class Held:
    """A sealed election whose clock stands in the voting hours. `late` is after the end."""

    election: Election
    trustees: list[AtHome]
    cards: Cards
    set_clock: SetClock
    voting: datetime
    late: datetime

    def cast(self, card: int, choice: int | None) -> str:
        """A ballot by this card (in the order made) for one answer from 0, or blank; its tracker."""
        sealed = sealed_elections.parse(ceremony.sealed(self.election).election_json)
        key, private = list(self.cards.private.items())[card]
        question = sealed.questions[0]
        vector = marks.blank(question) if choice is None else marks.vector(question=question, chosen=[choice])
        secret = credential.secret(group=sealed.group, uuid=sealed.uuid, credential=private)
        raw = ballots.make(election=sealed, secret=secret, choices=[vector], entropy=os.urandom)
        casting.open_box(self.election)
        one = entry.Cast(election=self.election, credential=key, tracker=fingerprint(raw), payload=raw)
        (entered,) = entry.enter([one], clock=lambda: self.voting)
        assert isinstance(entered, entry.Entered), entered
        return fingerprint(raw)

    def after_the_end(self) -> None:
        """Move the clock past the closing."""
        self.set_clock(self.late)
        self.election.refresh_from_db()


def held(
    *,
    actor: Officer,
    organisation: Organisation,
    at: datetime,
    set_clock: SetClock,
    voters: int = 12,
    shared: int = 3,
    single: int = 0,
    t: int | None = 2,
    answers: str = drafts.ANSWERS,
    group: str = "Ed25519",
) -> Held:
    """Sealed by the product's own way, and open."""
    election = drafts.draft(
        actor=actor, organisation=organisation, at=at, voters=voters, answers=answers, group=group
    )
    trustees = drafts.arranged(actor=actor, election=election, at=at, shared=shared, single=single, t=t)
    drafts.ceremony_held(trustees)
    cards = drafts.cards_made(actor=actor, election=election, at=at)
    elections.freeze(actor=actor, uuid=election.uuid, at=at)
    election.refresh_from_db()
    assert election.opens_at is not None
    assert election.closes_at is not None
    voting = election.opens_at + timedelta(minutes=5)
    set_clock(voting)
    return Held(
        election=election,
        trustees=trustees,
        cards=cards,
        set_clock=set_clock,
        voting=voting,
        late=election.closes_at + timedelta(minutes=1),
    )
