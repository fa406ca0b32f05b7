"""Freeze ("Bekukan"): all that is fixed becomes three files of exact bytes, and nothing that is hashed can
change after.

The order: lock, permit, look that nothing is missing, print the files, verify them as everyone will, store,
record. Casting starts from these bytes and from nothing else.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from luber.canon.digest import sha256_hex
from luber.ceremony import election as elections
from luber.ceremony import setup as setups
from luber.crypto import groups
from luber.registry import credentials as lists
from luber_server.ballot import queries as ballot
from luber_server.ceremony import also_fixed, missing, queries, rules
from luber_server.ceremony.models import PublicCredential, SealedSetup
from luber_server.ceremony.queries import Setup
from luber_server.election.models import Election
from luber_server.election.usecases import lock_draft, mark_sealed
from luber_server.people.offices import Officer
from luber_server.registry import queries as registry


@transaction.atomic
def seal_election(*, actor: Officer, uuid: str, at: datetime) -> Setup:
    """Seal the election. Raises `Refused` with what is missing, and changes nothing then."""
    election = lock_draft(actor=actor, uuid=uuid, at=at)
    missing.require_nothing(election, at=at)
    setup = _print(election, at=at)
    SealedSetup(election=election, sealed_by=actor.user, **asdict(setup)).save()
    mark_sealed(
        election=election,
        actor=actor,
        at=at,
        data={
            "fingerprint": setup.fingerprint,
            "election": sha256_hex(setup.election_json),
            "trustees": sha256_hex(setup.trustees_json),
            "public_credentials": sha256_hex(setup.public_creds_json),
            "presentation": sha256_hex(setup.presentation_json),
            "rules": sha256_hex(setup.rules_json),
            "dpt": setup.dpt_sha256,
        },
    )
    return setup


def _print(election: Election, *, at: datetime) -> Setup:
    group = groups.by_name(election.group)
    questions = ballot.questions(election)
    trustees = queries.published_trustees(election)
    rows = PublicCredential.objects.filter(election=election).order_by("position")
    credentials = lists.make(
        group=group, credentials=[(group.element(one.key, where="key"), one.weight) for one in rows]
    )
    presentation = ballot.presentation(election)
    ruled = rules.make(election=election, questions=questions)
    dpt = registry.dpt_hash(election)
    assert dpt is not None  # `missing` looked
    raw = elections.make(
        uuid=election.uuid,
        name=election.title,
        description=election.description,
        group=group,
        public_key=trustees.public_key(group),
        questions=questions,
        administrator=election.organisation.name,
        language="id",
        luber={
            "dpt": dpt,
            "presentation": sha256_hex(presentation),
            "rules": sha256_hex(ruled),
            **also_fixed.of(election),
        },
    )
    trustees_json, public_creds_json = trustees.to_bytes(group), credentials.to_bytes()
    opened = setups.open_setup(election=raw, trustees=trustees_json, credentials=public_creds_json)
    return Setup(
        election_json=raw,
        trustees_json=trustees_json,
        public_creds_json=public_creds_json,
        presentation_json=presentation,
        rules_json=ruled,
        fingerprint=opened.election.fingerprint,
        dpt_sha256=dpt,
        sealed_at=at,
    )
