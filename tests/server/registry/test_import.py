"""A school's sheet through the pages: nothing before the report, nothing but what is needed, and all of it sealed."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from luber.errors import Malformed, Refused
from luber_server.election.models import Election
from luber_server.people.models import Organisation, ReadingLog
from luber_server.people.offices import Officer
from luber_server.registry import files, queries, tasks, usecases
from luber_server.registry.models import Upload, Voter
from luber_server.registry.usecases.sheets import Mode
from luber_server.trail.models import Leaf

SignIn = Callable[[Officer], Client]
Fill = Callable[..., None]

HEAD = ("NISN", "Nama", "Kelas", "L/P")


def upload(client: Client, draft: Election, content: bytes, name: str = "daftar_pd.xlsx") -> Any:
    url = reverse("registry_upload", args=[draft.uuid])
    return client.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_the_dapodik_export_as_it_comes(
    draft: Election, panitia: Officer, sign_in: SignIn, sheet_bytes: bytes
) -> None:
    client = sign_in(panitia)
    report = upload(client, draft, sheet_bytes)
    page = report.content.decode()
    assert report.status_code == 200
    assert Voter.objects.count() == 0  # nothing is stored before the report was shown
    for row in (67, 138, 217, 223, 261, 274, 279, 349, 395, 401):
        assert f">Baris {row}<" in page
    assert "NISN ini juga ada di baris 261, 349" in page
    assert "=HYPERLINK(&quot;http" in page  # text, escaped
    assert "Simpan 383 pemilih, lewati 10 baris" in page
    assert ReadingLog.objects.filter(election=draft.uuid, records=24).exists()
    address = report.request["PATH_INFO"]
    refused = client.post(address, {})
    assert "Centang" in refused.content.decode()  # the repairs must have been looked at
    assert Voter.objects.count() == 0
    stored = client.post(address, {"repairs_seen": "on"}, follow=True)
    assert "383 pemilih baru" in stored.content.decode()
    assert Voter.objects.filter(election=draft).count() == 383
    assert Upload.objects.count() == 0
    counts = {one.label: (one.count, one.male, one.female) for one in queries.classes(draft)}
    assert len(counts) == 12
    assert sum(count for count, _male, _female in counts.values()) == 383


def test_nothing_else_of_the_sheet_is_anywhere(
    draft: Election, panitia: Officer, sign_in: SignIn, sheet_bytes: bytes
) -> None:
    """NIK, parents, addresses, and the names and numbers themselves: searched in every byte of database and files."""
    lines = files.lines(sheet_bytes)
    client = sign_in(panitia)
    report = upload(client, draft, sheet_bytes)
    kept_between = everything()
    client.post(report.request["PATH_INFO"], {"repairs_seen": "on"})
    kept_after = everything()
    secrets = set()
    for line in lines[6:]:
        for column in (7, 29, 35, 41):  # NIK of the pupil and the parents
            secrets.add(str(line[column]))
        secrets |= {str(line[1]), str(line[4]), str(line[24]), str(line[30]), str(line[9])}
    secrets = {secret for secret in secrets if len(secret) > 9}
    assert len(secrets) > 1500
    for kept in (kept_between, kept_after):
        assert not [secret for secret in secrets if secret.encode() in kept]


def everything() -> bytes:
    """Every value of every table as text and as bytes, and every file of the data folder."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    found.append(
                        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    )
    for folder, _folders, names in os.walk(settings.DATA):
        found.extend(
            (Path(folder) / name).read_bytes() for name in names if not name.endswith((".sqlite3", "-wal"))
        )
    return b"\n".join(found)


def test_the_findings_as_a_sheet_are_text_only(
    draft: Election, panitia: Officer, sign_in: SignIn, sheet_bytes: bytes
) -> None:
    client = sign_in(panitia)
    report = upload(client, draft, sheet_bytes)
    answer = client.get(report.request["PATH_INFO"] + "temuan.xlsx")
    assert answer["Cache-Control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert sheet.max_row == 25


def test_the_template_is_read_back(draft: Election, panitia: Officer, sign_in: SignIn) -> None:
    answer = sign_in(panitia).get(reverse("registry_template", args=[draft.uuid]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == list(HEAD)
    sheet.append(["0012345678", "Melati Rahayu", "8A", "P"])
    stream = io.BytesIO()
    book.save(stream)
    assert [list(line) for line in files.lines(stream.getvalue())][1] == [
        "0012345678",
        "Melati Rahayu",
        "8A",
        "P",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"NISN;Nama;Kelas;L/P\n0012345678;Melati;8A;P\n",
        "\ufeffNISN,Nama,Kelas,L/P\r\n0012345678,Melati,8A,P\r\n".encode(),
        "NISN\tNama\tKelas\tL/P\n0012345678\tMelati\t8A\tP\n".encode("utf-16"),
        b"sep=;\nNISN;Nama;Kelas;L/P\n0012345678;Melati;8A;P\n",
        "NISN;Nama;Kelas;L/P\n0012345678;Mélati;8A;P\n".encode("cp1252"),
    ],
)
def test_csv_in_its_many_dresses(content: bytes) -> None:
    lines = files.lines(content)
    assert tuple(lines[0]) == HEAD
    assert lines[1][0] == "0012345678"
    assert lines[1][1] in {"Melati", "Mélati"}


def test_a_formula_gives_its_value_and_is_never_run(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("0012345678", "", "8A", "P"))
    sheet.write_formula(1, 1, '="Mela"&"ti"', value="Melati")
    book.close()
    assert files.lines(stream.getvalue())[1][1] == "Melati"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"PK\x03\x04 not a zip", "file.unreadable"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "file.unreadable"),
        (b"%PDF-1.7\x00\x00", "file.unreadable"),
        (b"x" * (8 * 1024 * 1024 + 1), "file.large"),
    ],
)
def test_files_that_are_no_sheet(content: bytes, code: str | None) -> None:
    with pytest.raises(Malformed) as refusal:
        files.lines(content)
    assert refusal.value.code == code


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch, sheet_bytes: bytes) -> None:
    monkeypatch.setattr(files, "LARGEST_UNPACKED_BYTES", 1000)
    with pytest.raises(Malformed) as refusal:
        files.lines(sheet_bytes)
    assert refusal.value.code == "file.large"


def test_a_bad_file_loses_nothing_and_says_what_to_do(
    draft: Election, panitia: Officer, sign_in: SignIn, fill: Fill
) -> None:
    fill(("0012345678", "Melati", "8A", "P"))
    answer = upload(sign_in(panitia), draft, b"Nama,Kelas\nMelati,8A\n", "daftar.csv")
    assert "tidak ada kolom NISN" in answer.content.decode()
    assert queries.voters_total(draft) == 1


def test_a_second_sheet_adds_corrects_and_can_replace(draft: Election, fill: Fill) -> None:
    fill(("0012345678", "Melati", "8A", "P"), ("0012345679", "Bayu", "8A", "L"))
    fill(("0012345678", "Melati Rahayu", "8B", "P"), ("0012345670", "Sekar", "8B", "P"))
    assert {(v.name, v.class_label) for v in queries.voters(draft)} == {
        ("Melati Rahayu", "8B"),
        ("Bayu", "8A"),
        ("Sekar", "8B"),
    }
    fill(("0012345670", "Sekar", "8B", "P"), mode=Mode.REPLACE)
    assert [v.name for v in queries.voters(draft)] == ["Sekar"]
    leaf = Leaf.objects.filter(act="registry.roll.imported").latest("index")
    assert b'"removed":2' in bytes(leaf.bytes)


def test_numbers_of_two_kinds_do_not_mix(draft: Election, fill: Fill) -> None:
    fill(("0012345678", "Melati", "8A", "P"))
    with pytest.raises(Refused) as refusal:
        fill(("A-1", "Bayu", "Ranting", "L"), head=("Nomor anggota", "Nama", "Cabang", "L/P"))
    assert refusal.value.code == "roll.numbers"


def test_what_nobody_confirms_is_forgotten(draft: Election, panitia: Officer, at: datetime) -> None:
    lines = [HEAD, ("0012345678", "Melati", "8A", "P")]
    number = usecases.read_upload(actor=panitia, uuid=draft.uuid, lines=lines, at=at)
    late = at + timedelta(hours=2)
    assert queries.upload(draft, number, at=at) is not None
    assert queries.upload(draft, number, at=late) is None
    with pytest.raises(Refused):
        usecases.confirm_upload(actor=panitia, uuid=draft.uuid, upload=number, mode=Mode.ADD, at=late)
    tasks.tick(at=late)
    assert Upload.objects.count() == 0


def test_an_upload_belongs_to_its_election(
    draft: Election, panitia: Officer, school: Organisation, at: datetime
) -> None:
    from luber.election.template import Template
    from luber_server.election import usecases as elections

    other = elections.create(
        actor=panitia, organisation=school, template=Template.PLAIN, title="Lain", zone_name="Asia/Jakarta",
        opens_at=None, closes_at=None, at=at,
    )  # fmt: skip
    lines = [HEAD, ("0012345678", "Melati", "8A", "P")]
    number = usecases.read_upload(actor=panitia, uuid=draft.uuid, lines=lines, at=at)
    with pytest.raises(Refused):
        usecases.confirm_upload(actor=panitia, uuid=other.uuid, upload=number, mode=Mode.ADD, at=at)


def test_twenty_thousand_voters_in_a_few_seconds(draft: Election, panitia: Officer, at: datetime) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for n in range(20_000):
        sheet.write_row(
            n + 1, 0, (f"{n + 1_000_000:010}", f"Siswa Nomor {n}", f"Kelas {n % 500}A", "LP"[n % 2])
        )
    book.close()
    started = time.process_time()
    lines = files.lines(stream.getvalue())
    number = usecases.read_upload(actor=panitia, uuid=draft.uuid, lines=lines, at=at)
    usecases.confirm_upload(actor=panitia, uuid=draft.uuid, upload=number, mode=Mode.ADD, at=at)
    took = time.process_time() - started
    assert queries.voters_total(draft) == 20_000
    assert took < 15, took  # seconds of one core, however busy the machine is


def test_calamine_numbers_rows_as_the_sheet_does(sheet_bytes: bytes) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(sheet_bytes)).get_sheet_by_index(0)
    assert str(sheet.to_python(skip_empty_area=False)[273][1]).startswith("=HYPERLINK")
