"""The frame of every page of one election: its lines in the header, the watermark of a mock, the way back
to the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, QueryDict
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


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, None where it is only shown: an empty form that was sent is still a sent form."""
    return request.POST if request.method == "POST" else None
