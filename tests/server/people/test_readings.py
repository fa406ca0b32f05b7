"""Reading sealed data leaves a line that those concerned can see, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from luber_server.people import usecases
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.people.readings import readings_for


def test_a_reading_is_seen_by_its_reader_and_by_the_offices_over_it(
    panitia: Officer,
    second_panitia: Officer,
    pengamat: Officer,
    other_panitia: Officer,
    operator: Officer,
    plain_account: Officer,
    school: Organisation,
    at: datetime,
) -> None:
    for minutes, records in ((0, 412), (5, 1)):
        usecases.log_reading(
            actor=panitia,
            organisation=school,
            election="5Gzv9h8RMXsXTm",
            dataset="Nama dan kelas di DPT",
            purpose="mencetak daftar hadir",
            records=records,
            at=at + timedelta(minutes=minutes),
        )
    for sees in (panitia, second_panitia, pengamat, operator):
        found = readings_for(user=sees.user, at=at)
        assert [(one.who, one.records) for one in found] == [("Melati", 1), ("Melati", 412)]
    for does_not in (other_panitia, plain_account):
        assert readings_for(user=does_not.user, at=at) == ()
