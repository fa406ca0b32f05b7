"""The frame of every page of one election: its lines in the header, the watermark of a mock, the way back
to the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from luber_server.desk.parts import Text

from .models import Election


def place(election: Election) -> Sequence[Text]:
    """The two lines in the page's header."""
    return (election.title, str(election.organisation))


def frame(election: Election) -> dict[str, object]:
    """What every page of one election hands to the frame."""
    return {
        "election": {"uuid": election.uuid, "title": election.title, "mock": election.mock},
        "place": place(election),
        "mock": election.mock,
        "back": reverse("election_desk", args=[election.uuid]),
    }
