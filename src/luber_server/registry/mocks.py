"""The voters of a mock election: invented, as many in each class as the real roll has. No child stands in a
rehearsal.

Nobody can object to invented names, so there is no DPS to publish and no reason to ask for: the roll is
frozen as it is made, and its leaf says why there was no DPS.
"""

from __future__ import annotations

from datetime import datetime

from luber_server.election.models import Election
from luber_server.people.offices import Officer

from . import queries, rolls, usecases
from .models import RollEvent, Voter

NO_DPS = "Simulasi: semua pemilihnya karangan."  # as the public log keeps it, so not translated
EXAMPLE = (("Contoh", 12),)  # class and voters where the real roll is still empty


def copy(*, source: Election, target: Election, actor: Officer, at: datetime) -> None:
    """Give the mock its invented voters, on a frozen roll. Registered with the room election."""
    roll = rolls.of(target)
    roll.by_nisn = False  # MOCK-…: nobody's NISN
    roll.save(update_fields=["by_nisn"])
    classes = [(one.label, one.count) for one in queries.classes(source)] or list(EXAMPLE)
    rows: list[Voter] = []
    for label, count in classes:
        for number in range(1, count + 1):
            rows.append(
                rolls.fill(
                    Voter(election=target),
                    uuid=target.uuid,
                    ident=f"SIM-{len(rows) + 1:05}",
                    name=f"Pemilih Simulasi {label} {number:02}",
                    sex="",
                    class_label=label,
                    contact="",
                )
            )
    Voter.objects.bulk_create(rows, batch_size=1000)
    counts = {"new": len(rows), "changed": 0, "removed": 0, "skipped": 0}
    rolls.note(election=target, kind=RollEvent.Kind.IMPORTED, actor=actor, at=at, counts=counts)
    usecases.freeze_without_dps(actor=actor, uuid=target.uuid, reason=NO_DPS, at=at)
