"""Issue the berita acara of a decided election: set in type, kept in the vault, its hash in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.election.models import Election
from luber_server.people import offices
from luber_server.people.models import Office
from luber_server.people.offices import Officer
from luber_server.ports import vault
from luber_server.trail import usecases as trail

from . import facts, paper
from .facts import Details
from .models import BeritaAcara


@transaction.atomic
def issue(*, actor: Officer, uuid: str, details: Details, at: datetime) -> BeritaAcara:
    """Issue the berita acara, or a corrected version of it. Raises `Refused` before the result stands."""
    election = Election.objects.select_for_update(of=("self",)).select_related("organisation").get(uuid=uuid)
    offices.require(actor, Office.Role.PANITIA, organisation=election.organisation, at=at)
    if election.state != Election.State.DECIDED:
        raise Refused(
            _("Berita acara diterbitkan setelah hasil dibuka. Tunggu para pemegang kunci membuka hasil."),
            code="certification.not_decided",
        )
    version = 1 + BeritaAcara.objects.filter(election=election).count()
    gathered = facts.gather(election, details=details, version=version, at=at)
    sha256 = vault.put(paper.pdf(gathered))
    row = BeritaAcara.objects.create(
        election=election,
        version=version,
        sha256=sha256,
        number=details.number,
        names={
            "town": details.town,
            "chair": details.chair,
            "secretary": details.secretary,
            "saksi": list(details.saksi),
        },
        issued_at=at,
        issued_by=actor.user,
    )
    trail.record(
        actor=actor,
        act="certification.berita_acara.issued",
        subject=f"election.{uuid}",
        at=at,
        data={"version": version, "sha256": sha256, "last_event": gathered.last_event},
        election=uuid,
    )
    return row
