"""A sheet as the school brings it: exactly its oddities are reported, only what is needed comes out."""

import csv
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from luber.errors import Malformed
from luber.registry import sheet
from luber.registry.cells import Column, Weight
from luber.registry.sheet import Contact

SHEETS = Path(__file__).parents[2] / "vectors" / "sheets"


@pytest.fixture(scope="module")
def dapodik() -> list[list[object]]:
    book = CalamineWorkbook.from_path(str(SHEETS / "daftar_pd-SMP-NEGERI-3-KUNANG-KUNANG.xlsx"))
    return [list(line) for line in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


@pytest.fixture(scope="module")
def oddities() -> dict[int, str]:
    with (SHEETS / "daftar_pd-oddities.csv").open(encoding="utf-8") as file:
        return {int(line["sheet_row"]): line["what"] for line in csv.DictReader(file)}


def test_exactly_the_known_oddities_are_reported(dapodik: list[list[Any]], oddities: dict[int, str]) -> None:
    reading = sheet.read(dapodik)
    expected = {row for row, what in oddities.items() if "bukan kesalahan" not in what}
    assert [f.row for f in reading.findings] == sorted(expected)  # one finding each, none besides


def test_each_oddity_is_treated_as_it_deserves(dapodik: list[list[Any]], oddities: dict[int, str]) -> None:
    found = {f.row: f for f in sheet.read(dapodik).findings}
    treatment = {
        "JK ditulis lain": (Weight.REPAIR, "sex.spelling"),
        "NISN tersimpan sebagai bilangan": (Weight.REPAIR, "nisn.zeros"),
        "nama, tanggal lahir": (Weight.QUESTION, "person.twice"),
        "NISN kosong": (Weight.FAULT, "nisn.missing"),
        "huruf O": (Weight.REPAIR, "nisn.letter"),
        "NISN 9 angka": (Weight.FAULT, "nisn.length"),
        "rombel ditulis lain": (Weight.REPAIR, "class.spelling"),
        "NISN sama": (Weight.FAULT, "ident.double"),
        "rumus": (Weight.FAULT, "name.formula"),
        "rombel kosong": (Weight.FAULT, "class.missing"),
    }
    for row, what in oddities.items():
        if "bukan kesalahan" in what:
            assert row not in found
            continue
        [expected] = [outcome for start, outcome in treatment.items() if what.startswith(start)]
        assert (found[row].weight, found[row].code) == expected, what


def test_voters_and_counts(dapodik: list[list[Any]]) -> None:
    reading = sheet.read(dapodik)
    assert (reading.rows, reading.foot, reading.by_nisn) == (393, 393, True)
    assert len(reading.voters) == 393 - len(reading.faulty_rows) == 383
    assert sorted({voter.class_label for voter in reading.voters}) == [
        f"{g}{c}" for g in (7, 8, 9) for c in "ABCD"
    ]
    by_row = {voter.row: voter for voter in reading.voters}
    assert by_row[16].name == "Muslimin Rambu Lia"  # spaces in a name are no fault
    assert by_row[28].ident == "0013054411"
    assert by_row[74].ident == "0013223500"
    assert by_row[161].class_label == "8A"
    assert (by_row[107].sex, by_row[253].sex, by_row[27].sex) == ("L", "L", "P")


def test_doubles_name_the_true_rows(dapodik: list[list[Any]]) -> None:
    found = {f.row: f for f in sheet.read(dapodik).findings}
    assert "baris 261, 349" in found[223].said(str)
    assert "baris 223, 261" in found[349].said(str)
    assert "baris 297" in found[51].said(str)
    assert found[274].found.startswith("=HYPERLINK(")  # quoted as text, never run


def test_nothing_else_of_the_sheet_comes_out(dapodik: list[list[Any]]) -> None:
    said = repr(sheet.read(dapodik))
    for line in dapodik[6:]:
        for column in (6, 7, 9, 29, 35):  # birth date, NIK, address, the parents' NIK
            value = str(line[column]).strip()
            if len(value) > 7:
                assert f"'{value}'" not in said


def rows(
    *body: tuple[object, ...], head: tuple[str, ...] = ("NISN", "Nama", "Kelas", "L/P")
) -> list[tuple[object, ...]]:
    return [head, *body]


def test_our_own_template() -> None:
    reading = sheet.read(rows(("0012345678", "Melati Rahayu", "8A", "P"), ("0012345679", "Bayu", "8A", "L")))
    assert [(v.row, v.ident, v.name, v.class_label, v.sex) for v in reading.voters] == [
        (2, "0012345678", "Melati Rahayu", "8A", "P"),
        (3, "0012345679", "Bayu", "8A", "L"),
    ]
    assert reading.findings == ()


@pytest.mark.parametrize(
    "head",
    [
        ("Nomor NISN", "Nama Lengkap", "Rombongan Belajar", "Jenis Kelamin"),
        ("nisn", "NAMA SISWA", "kelas", "l / p"),
        ("NISN ", "Nama Peserta Didik", "Rombel Saat Ini", "J.K."),
    ],
)
def test_other_wordings_of_the_header(head: tuple[str, ...]) -> None:
    reading = sheet.read(rows(("0012345678", "Melati", "8A", "P"), head=head))
    assert (reading.voters[0].ident, reading.voters[0].class_label) == ("0012345678", "8A")


def test_columns_of_parents_never_count() -> None:
    lines = [
        ("Data Ayah", "", "Data Siswa", "", "", ""),
        ("Nama", "NIK", "Nama", "NISN", "JK", "Kelas"),
        ("BAPAK", "9900000000000000", "Melati", "0012345678", "P", "8A"),
    ]
    assert sheet.read(lines).voters[0].name == "Melati"


def test_member_numbers_where_there_is_no_nisn() -> None:
    reading = sheet.read(
        [("NIM", "Nama", "Prodi"), ("f1d020.7", "Sekar", "Ilmu Tanah"), (12345.0, "Bayu", "Ilmu Tanah")]
    )
    assert [(v.ident, v.sex) for v in reading.voters] == [("F1D020.7", ""), ("12345", "")]
    assert not reading.by_nisn


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "sheet.header"),
        ([("Nama", "Kelas"), ("Melati", "8A")], "sheet.header"),
        ([("NISN", "Nama"), ("0012345678", "Melati")], "sheet.header"),
        ([("NISN", "Nama", "Kelas")], "sheet.empty"),
        ([("NISN", "Nama", "Kelas"), ("", "", ""), ("Jumlah", "", "")], "sheet.empty"),
    ],
)
def test_sheets_that_are_no_list(lines: Any, code: str | None) -> None:
    with pytest.raises(Malformed) as refusal:
        sheet.read(lines)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("0012345678", "0012345678", None),
        (" 0012345678 ", "0012345678", None),
        ("'0012345678", "0012345678", None),
        (12345678.0, "0012345678", "nisn.zeros"),
        (12345678, "0012345678", "nisn.zeros"),
        ("12345678", "0012345678", "nisn.zeros"),  # a CSV saved by a spreadsheet
        ("OO12345678", "0012345678", "nisn.letter"),
        ("", "", "nisn.missing"),
        (None, "", "nisn.missing"),
        ("001234567", "", "nisn.length"),
        ("00123456789", "", "nisn.length"),
        ("0000000000", "", "nisn.length"),
        ("12345", "", "nisn.length"),
        ("1.23E+09", "", "nisn.form"),
        (12345678.5, "", "nisn.form"),
        ("٠٠١٢٣٤٥٦٧٨", "", "nisn.form"),
        ("=1+1", "", "nisn.form"),
    ],
)
def test_nisn(cell: Any, value: str, code: str | None) -> None:
    reading = sheet.read(rows((cell, "Melati", "8A", "P"), ("0099999999", "Bayu", "8A", "L")))
    assert [v.ident for v in reading.voters if v.row == 2] == ([value] if value else [])
    assert [f.code for f in reading.findings if f.column is Column.IDENT] == ([code] if code else [])


@pytest.mark.parametrize(
    "name", ["=1+1", "+62", "-Melati", "@SUM(A1)", "  =cmd|' /C calc'!A0", "", "12345", "A" * 121]
)
def test_what_is_no_name(name: str) -> None:
    reading = sheet.read(rows(("0012345678", name, "8A", "P")))
    assert reading.voters == ()
    assert reading.findings[0].column is Column.NAME


def test_control_characters_never_reach_a_page() -> None:
    reading = sheet.read(
        rows(("0012345678", "Mela\u202eti\x00\r\nRahayu", "8A", "P"), ("x\u202e\x07", "B", "8A", "L"))
    )
    assert reading.voters[0].name == "Mela ti Rahayu"
    assert reading.findings[0].found == "x  "


def test_classes_take_the_spelling_that_most_use() -> None:
    body = [
        (f"00123456{n:02}", "Siswa", spelled, "P")
        for n, spelled in enumerate(["VIII-A", "VIII-A", "8a", "kelas VIII A"])
    ]
    reading = sheet.read(rows(*body))
    assert {v.class_label for v in reading.voters} == {"VIII-A"}
    assert [(f.row, f.code) for f in reading.findings] == [(4, "class.spelling"), (5, "class.spelling")]


def test_the_contact_is_read_only_when_asked() -> None:
    lines = [("NISN", "Nama", "Kelas", "Surel"), ("0012345678", "Melati", "8A", "Melati@Contoh.invalid")]
    assert sheet.read(lines).voters[0].contact == ""
    assert sheet.read(lines, contact=Contact.MAIL).voters[0].contact == "melati@contoh.invalid"
    with pytest.raises(Malformed):
        sheet.read(lines, contact=Contact.PHONE)


@pytest.mark.parametrize("written", ["0812 3456 7890", "+62 812-3456-7890", "6281234567890", 81234567890.0])
def test_phones_have_one_form(written: Any) -> None:
    lines = [("NISN", "Nama", "Kelas", "HP"), ("0012345678", "Melati", "8A", written)]
    assert sheet.read(lines, contact=Contact.PHONE).voters[0].contact == "+6281234567890"


def test_one_address_for_two_voters_is_a_fault() -> None:
    lines = [
        ("NISN", "Nama", "Kelas", "Surel"),
        *((f"001234567{n}", "Melati", "8A", "a@b.invalid") for n in range(2)),
    ]
    assert {f.code for f in sheet.read(lines, contact=Contact.MAIL).findings} == {"contact.double"}


def test_a_repeated_header_and_a_total_in_the_name_column_are_no_voters() -> None:
    head = ("NISN", "Nama", "Kelas", "L/P")
    reading = sheet.read([head, ("0012345678", "Melati", "8A", "P"), head, ("", "Jumlah: 1", "", "")])
    assert (len(reading.voters), reading.findings, reading.foot) == (1, (), 1)


def test_one_voter_by_hand_is_held_to_the_same_rules() -> None:
    voter, findings = sheet.check_one(
        ident="0012345678", name=" Melati  R ", class_label="Kelas 8A", sex="P", by_nisn=True
    )
    assert voter is not None
    assert (voter.name, voter.class_label, findings) == ("Melati R", "8A", ())
    voter, findings = sheet.check_one(ident="1", name="=1", class_label="", sex="", by_nisn=True)
    assert voter is None
    assert {f.column for f in findings} == {Column.IDENT, Column.NAME, Column.CLASS, Column.SEX}


def test_twenty_thousand_rows_take_a_few_seconds() -> None:
    body = [
        (f"{n:010}", f"Siswa Nomor {n}", f"Kelas {n % 600}A", "LP"[n % 2])
        for n in range(1_000_000, 1_020_000)
    ]
    started = time.perf_counter()
    assert len(sheet.read(rows(*body)).voters) == 20_000
    assert time.perf_counter() - started < 5


@given(
    st.lists(
        st.tuples(
            *[st.one_of(st.none(), st.text(max_size=20), st.floats(), st.integers(), st.booleans())] * 4
        ),
        max_size=8,
    )
)
def test_whatever_stands_in_the_rows_each_is_a_voter_or_has_its_fault(body: list[tuple[Any, ...]]) -> None:
    try:
        reading = sheet.read(rows(*body))
    except Malformed:
        return
    assert len(reading.voters) + len(reading.faulty_rows) == reading.rows
    assert len({v.ident for v in reading.voters}) == len(reading.voters)
