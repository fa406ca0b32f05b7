"""What the acts of one election hand on to each other, and what its voters mean to choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.journeys.people import Committee, Trustee, Voter
from tests.journeys.town import Town

from luber_server.demo import school

TITLE = "Pemilihan Ketua OSIS 2026/2027"
BLANK = None
# What pupils mean to vote, in the order in which they come; the fourth changes her mind later.
MEANT = (2, 1, 2, 1, 3, 2, BLANK, 1, 2, 3, 2, 3)
AFTER_ALL = 2


@dataclass(slots=True)
class Story:
    """What the acts hand on to each other."""

    town: Town
    home: Path
    today: datetime
    chair: Committee
    second: Committee
    links: dict[str, str] = field(default_factory=dict)
    trustees: list[Trustee] = field(default_factory=list)
    cards: list[tuple[str, str]] = field(default_factory=list)
    voters: list[Voter] = field(default_factory=list)
    early_archive: bytes = b""  # as a passer-by saved it while the box was open

    @property
    def pupils(self) -> list[school.Pupil]:
        """Seven of each of two classes."""
        found = [[one for one in school.pupils() if one.class_label == label][:7] for label in ("8A", "8B")]
        return [*found[0], *found[1]]

    @property
    def opens(self) -> datetime:
        return self.today + timedelta(days=2)

    @property
    def closes(self) -> datetime:
        return self.opens + timedelta(hours=6)

    @property
    def closes_after_all(self) -> datetime:
        return self.closes + timedelta(hours=1)

    @property
    def public(self) -> str:
        return f"/e/{self.chair.uuid}/"

    @property
    def booth(self) -> str:
        return f"/pilih/{self.chair.uuid}/"
