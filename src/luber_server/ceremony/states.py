"""What the pages of trustee and authority are told: the `keadaan` of the contract with the browser.

Everything here is public, or was made for this one trustee: shares sealed to them, their own rehearsal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from luber.canon import json
from luber.ceremony import threshold
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.registry import queries as registry

from . import afterwards, queries
from .checks import polynomials
from .models import Authority, Trustee
from .stages import Deed, Kind, Stage


def trustee_state(trustee: Trustee, *, at: datetime) -> dict[str, Any]:
    """The state of one trustee's page."""
    election = trustee.ceremony.election
    progress = queries.progress(election)
    mine = next(one for one in progress.trustees if one.owner == trustee.owner)
    opening = _opening(election, mine, at=at)
    step = opening.step if opening else mine.step
    shared = mine.kind is Kind.THRESHOLD
    return {
        "election": _election(election),
        "me": {"index": mine.index, "owner": mine.owner, "name": mine.name, "kind": mine.kind.value},
        "size": progress.shared if shared else 1,
        "threshold": (progress.threshold or 1) if shared else 1,
        "attempt": mine.attempt,
        "step": step,
        "others": [
            {
                "index": one.index,
                "owner": one.owner,
                "name": one.name,
                "kind": one.kind.value,
                "step": one.step,
                "done": one.owner in opening.done_by
                if opening and opening.step != "ready"
                else not one.acts_now,
            }
            for one in progress.trustees
        ],
        **_material(trustee, step=step, shared=shared),
        "tally": opening.tally if opening else None,
        "result_url": f"/e/{election.uuid}/hasil/" if step == "done" else None,
    }


def authority_state(authority: Authority) -> dict[str, Any]:
    """The state of the credential authority's page."""
    election = authority.election
    frozen = registry.dpt_hash(election) is not None
    classes = [
        {"label": one.label, "count": one.count} for one in (registry.classes(election) if frozen else ())
    ]
    made = authority.uploaded_at is not None
    return {
        "election": _election(election)
        | {"base_url": settings.BASE_URL, "booth_url": f"{settings.BASE_URL}/pilih/{election.uuid}/"},
        "me": {"name": authority.name},
        "step": "done" if made else "generate" if frozen else "wait_dpt",
        "classes": classes,
        "total": sum(one["count"] for one in classes),
        "weights": None,
        "printed": queries.printed(authority),
    }


def _election(election: Election) -> dict[str, Any]:
    return {
        "uuid": election.uuid,
        "title": election.title,
        "organisation": election.organisation.name,
        "group": election.group,
        "voice": election.voice,
        "mock": election.mock,
        "url": f"/e/{election.uuid}/",
    }


def _opening(election: Election, mine: queries.TrusteeState, *, at: datetime) -> afterwards.Opening | None:
    """What the tally asks of this trustee, None before the election is sealed."""
    if elections.is_draft(election) or mine.stage is not Stage.READY:
        return None
    return afterwards.registered().state(election=election, owner=mine.owner, at=at)


def _material(trustee: Trustee, *, step: str, shared: bool) -> dict[str, Any]:
    """What the step works on: certificates, shares, the rehearsal, and what this trustee handed in before."""
    place = queries.place(trustee, everyone=queries.seated(trustee.ceremony.election))
    certificates = [json.parse(body) for body in place.handed_in[Deed.CERTIFICATE]]
    complete = shared and len(certificates) == place.size
    dealt = complete and len(place.handed_in[Deed.POLYNOMIAL]) == place.size
    vinput = (
        threshold.distribute(polynomials(place), index=trustee.index).to_json()
        if dealt and step == Deed.VERIFICATION_KEY.value
        else None
    )
    answer = queries.own_posting(trustee, Deed.VERIFICATION_KEY)
    rehearses = step == Deed.REHEARSE.value and place.rehearsal is not None
    return {
        "certs": certificates if complete else None,
        "vinput": vinput,
        "voutput": json.parse(answer) if answer else None,
        "rehearsal": place.rehearsal.to_json(place.group) if rehearses and place.rehearsal else None,
    }
