"""The berita acara: right figures in right words, worthy of a signature, and the same bytes for the same facts."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader
from tests.server.tally.elections import Held, SetClock, held

from luber.certification.outcome import Choice, Outcome, decide
from luber.errors import Refused
from luber_server.casting.queries import Turnout
from luber_server.certification import paper, queries, usecases
from luber_server.certification.facts import Details, Extended, Facts, Opener
from luber_server.certification.models import BeritaAcara
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.ports import vault
from luber_server.tally import queries as tally
from luber_server.trail.models import Leaf

ZONE = ZoneInfo("Asia/Makassar")
OPENS = datetime(2026, 11, 23, 7, 0, tzinfo=ZONE)
PAIRS = ("Melati & Bayu", "Cempaka & Surya", "Kenanga & Guntur")
SignIn = Callable[[Officer], Client]


def outcome(
    votes: tuple[int, ...] = (21, 40, 20), blank: int | None = 4, *, empty_box: bool = False, seats: int = 1
) -> Outcome:
    names = (*PAIRS[: len(votes) - 1], "Kotak kosong") if empty_box else PAIRS[: len(votes)]
    return decide(
        question="Siapa Ketua OSIS pilihanmu?",
        choices=[
            Choice(number=place, name=name, empty_box=empty_box and place == len(votes))
            for place, name in enumerate(names, start=1)
        ],
        votes=votes,
        blank=blank,
        in_force=sum(votes) + (blank or 0) if seats == 1 else 85,
        method="plurality",
        seats=seats,
    )


FACTS = Facts(
    uuid="Cu8hTz3pQwXyZa",
    title="Pemilihan Ketua OSIS 2026/2027",
    organisation="SMP Negeri 3 Kunang-Kunang",
    mock=False,
    zone=ZONE,
    version=1,
    issued_at=OPENS + timedelta(hours=7, minutes=5),
    details=Details(number="04/PAN-OSIS/XI/2026", town="Kota Kunang-Kunang", chair="Ibu Ratna"),
    opens_at=OPENS,
    closes_at=OPENS + timedelta(hours=6),
    sealed_at=OPENS - timedelta(days=2),
    closed_at=OPENS + timedelta(hours=6),
    published_at=OPENS + timedelta(hours=6, minutes=40),
    extensions=(Extended(closes_at=OPENS + timedelta(hours=6), reason="Listrik padam satu jam"),),
    voters=96,
    turnout=(Turnout("7A", 28, 32), Turnout("8A", 30, 32), Turnout("9A", 27, 32)),
    ballots=89,
    in_force=85,
    outcomes=(outcome(),),
    needed=2,
    openers=(
        Opener(owner=1, name="Bapak Surya, pembina", opened_at=OPENS + timedelta(hours=6, minutes=20)),
        Opener(owner=2, name="Dewi, wakil siswa", opened_at=None),
        Opener(owner=3, name="Ibu Lestari, orang tua", opened_at=OPENS + timedelta(hours=6, minutes=40)),
    ),
    fingerprint="3vPsQm1o0XcX0kq1Yp6m2Fh0J6cQe3E0bK0n9b1l2Zk",
    dpt_sha256="9f86d081" * 8,
    last_event="deffcfb0" * 8,
    page_url="https://pemilu.example/e/Cu8hTz3pQwXyZa/",
    archive_url="https://pemilu.example/e/Cu8hTz3pQwXyZa/arsip",
)


def text(pdf: bytes) -> str:
    """All words of a paper, blanks and lines evened out."""
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_figures_stand_there_in_digits_and_in_words() -> None:
    said = text(paper.pdf(FACTS))
    for expected in (
        "BERITA ACARA PENGHITUNGAN SUARA",
        "Nomor: 04/PAN-OSIS/XI/2026",
        "Senin, tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)",
        "14.05 WITA",
        "bertempat di Kota Kunang-Kunang",
        "96 (sembilan puluh enam) pemilih",
        "Listrik padam satu jam",
        "Surat suara di kotak : 89 (delapan puluh sembilan)",
        "Suara kosong (golput) : 4 (empat)",
        "empat puluh 49,4 %",
        "nomor urut 2, Cempaka & Surya, dengan 40 (empat puluh) suara",
        "2 (dua) dari 3 (tiga) pemegang kunci",
        "Ibu Lestari, orang tua",
        "https://pemilu.example/e/Cu8hTz3pQwXyZa/arsip",
        "deffcfb0 deffcfb0",
    ):
        assert expected in said, expected
    assert "SIMULASI" not in said


def test_it_is_indonesian_whatever_the_reader_speaks() -> None:
    with translation.override("en"):
        assert paper.pdf(FACTS) == paper.pdf(FACTS)
        assert "Senin, 23 November 2026 pukul 07.00 WITA" in text(paper.pdf(FACTS)).replace("\u00a0", " ")


def test_the_same_facts_give_the_same_bytes() -> None:
    first, second = paper.pdf(FACTS), paper.pdf(FACTS)
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert paper.pdf(replace(FACTS, in_force=84)) != first


def test_it_is_tagged_titled_and_spoken_for() -> None:
    """PDF/UA-1: language, title in the title bar, a structure tree, and words for the drawn code."""
    pdf = paper.pdf(FACTS)
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "id-ID"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    alternatives = [
        node["/Alt"] for node in _structure(root["/StructTreeRoot"]) if node.get("/S") == "/Figure"
    ]
    assert alternatives == ["Kode QR ke arsip pemilihan: https://pemilu.example/e/Cu8hTz3pQwXyZa/arsip"]
    assert any(node.get("/S") == "/TH" for node in _structure(root["/StructTreeRoot"]))


def _structure(node: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    waiting = [node]
    while waiting:
        one = getattr(waiting[-1], "get_object", lambda one=waiting[-1]: one)()
        waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            if "/K" in one:
                waiting.append(one["/K"])
        elif isinstance(one, list):
            waiting.extend(one)
    return found


def test_a_mock_says_so_on_every_page() -> None:
    pages = PdfReader(io.BytesIO(paper.pdf(replace(FACTS, mock=True)))).pages
    assert len(pages) >= 2
    for page in pages:
        assert "SIMULASI" in page.extract_text().replace(" ", "").replace("\n", "")


def test_names_are_text_and_never_markup() -> None:
    evil = '#pagebreak() *tebal* $x^2$ <label> @ref "kutip" \\ // komentar'
    named = replace(FACTS, title=evil, details=Details(chair=evil, number="#eval(1)"))
    said = text(paper.pdf(named))
    assert "#pagebreak() *tebal* $x^2$ <label> @ref" in said
    assert "#eval(1)" in said


def test_a_long_ballot_of_many_classes_still_sets() -> None:
    classes = tuple(Turnout(f"{year}{letter}", 28, 32) for year in (7, 8, 9) for letter in "ABCDEFGHIJ")
    many = decide(
        question="Tiga belas formatur",
        choices=[Choice(number=place, name=f"Calon {place} dari ranting {place}") for place in range(1, 41)],
        votes=[100 - place for place in range(40)],
        blank=None,
        in_force=120,
        method="plurality",
        seats=13,
    )
    said = text(paper.pdf(replace(FACTS, turnout=(*classes, Turnout("", 7, 9)), outcomes=(many, outcome()))))
    assert "nomor urut 13, Calon 13 dari ranting 13" in said
    assert "Kelas lain (digabung)" in said
    assert "digabung, supaya pilihan seseorang tidak dapat ditebak" in said


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (outcome((9, 3, 9)), "nomor urut 1, Melati & Bayu; dan nomor urut 3, Kenanga & Guntur sama-sama"),
        (outcome((9, 3, 9)), "bukan oleh berita acara ini"),
        (outcome((9, 12), empty_box=True), "Kotak kosong memperoleh suara terbanyak"),
        (
            outcome((12, 9), empty_box=True),
            "terpilih: nomor urut 1, Melati & Bayu, dengan 12 (dua belas) suara",
        ),
        (outcome((0, 0, 0)), "Tidak ada suara sah"),
        (
            outcome((9, 8, 2), None, seats=2),
            "nomor urut 1, Melati & Bayu; dan nomor urut 2, Cempaka & Surya.",
        ),
    ],
)
def test_who_is_elected_is_said_properly(decided: Outcome, expected: str) -> None:
    assert expected in paper.verdict(decided)
    assert expected.replace("  ", " ") in text(paper.pdf(replace(FACTS, outcomes=(decided,))))


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm tidak ada di mesin ini")
def test_it_prints_in_black_on_white(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("paper")
    (folder / "paper.pdf").write_bytes(paper.pdf(FACTS))
    subprocess.run(["pdftoppm", "-r", "30", str(folder / "paper.pdf"), str(folder / "page")], check=True)
    for page in folder.glob("*.ppm"):
        pixels = page.read_bytes().split(b"\n", 3)[3]
        assert all(pixels[at] == pixels[at + 1] == pixels[at + 2] for at in range(0, len(pixels) - 2, 3)), (
            page.name
        )


# ---- issued by a committee


@pytest.fixture
def decided(panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock) -> Held:
    one = held(actor=panitia, organisation=school, at=at, set_clock=set_clock)
    for card, choice in enumerate((0, 1, 1, 2, 1, None, 0, 1, 2, 1, 1)):
        one.cast(card, choice)
    one.after_the_end()
    for trustee in one.trustees[:2]:
        trustee.state()
        trustee.act()
    one.election.refresh_from_db()
    return one


def test_it_is_issued_from_the_result_and_served(decided: Held, panitia: Officer, sign_in: SignIn) -> None:
    uuid = decided.election.uuid
    public = Client()
    assert public.get(f"/e/{uuid}/berita-acara.pdf").status_code == 404
    answer = sign_in(panitia).post(
        f"/panitia/{uuid}/berita-acara/",
        {
            "number": "04/X",
            "town": "",
            "chair": "Ibu Ratna",
            "secretary": "",
            "saksi": "Saksi Satu\nSaksi Dua",
        },
    )
    assert answer.status_code == 302
    row = BeritaAcara.objects.get()
    served = public.get(f"/e/{uuid}/berita-acara.pdf")
    assert served["Content-Type"] == "application/pdf"
    pdf = b"".join(served.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(pdf).hexdigest() == row.sha256
    said = text(pdf)
    for expected in (
        "nomor urut 2, Cempaka & Surya, dengan 6 (enam) suara",
        "Jumlah suara sah 10 sepuluh",
        "Suara kosong (golput) : 1 (satu)",
        "Saksi Dua",
        "Pengguna hak pilih: 11 (sebelas) orang",
    ):
        assert expected in said, expected
    leaf = json.loads(bytes(Leaf.objects.get(act="certification.berita_acara.issued").bytes))
    assert leaf["data"]["sha256"] == row.sha256
    assert leaf["data"]["last_event"] == tally.last_event(decided.election)
    assert "Ratna" not in json.dumps(leaf)


def test_a_corrected_version_leaves_the_first_readable(decided: Held, panitia: Officer) -> None:
    uuid, at = decided.election.uuid, decided.late
    first = usecases.issue(actor=panitia, uuid=uuid, details=Details(), at=at)
    second = usecases.issue(actor=panitia, uuid=uuid, details=Details(town="Kunang-Kunang"), at=at)
    assert (first.version, second.version) == (1, 2)
    assert [one.version for one in queries.issued(decided.election)] == [2, 1]
    old = b"".join(Client().get(f"/e/{uuid}/berita-acara-1.pdf").streaming_content)  # type: ignore[attr-defined]
    new = b"".join(Client().get(f"/e/{uuid}/berita-acara.pdf").streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(old).hexdigest() == first.sha256
    assert hashlib.sha256(new).hexdigest() == second.sha256
    assert vault.holds(first.sha256)


def test_a_new_version_begins_with_what_the_last_one_says(
    decided: Held, panitia: Officer, sign_in: SignIn
) -> None:
    page, client = f"/panitia/{decided.election.uuid}/berita-acara/", sign_in(panitia)
    assert client.get(page).context["form"].initial == {}
    said = {
        "number": "04/X",
        "town": "Kunang-Kunang",
        "chair": 'Ibu "Ratna" <Melati>',
        "secretary": "Bapak Surya",
        "saksi": "Saksi Satu\r\nSaksi Dua",
    }
    client.post(page, said)
    shown = client.get(page)
    assert shown.context["form"].initial == {**said, "saksi": "Saksi Satu\nSaksi Dua"}
    html = shown.content.decode()
    assert 'value="04/X"' in html
    assert "Ibu &quot;Ratna&quot; &lt;Melati&gt;" in html
    assert "Saksi Satu\nSaksi Dua</textarea>" in html
    client.post(page, {**said, "number": "05/X", "secretary": ""})
    again = client.get(page).context["form"].initial
    assert (again["number"], again["chair"], again["secretary"]) == ("05/X", said["chair"], "")


def test_who_is_elected_comes_from_the_sealed_rules(decided: Held) -> None:
    found = queries.outcome(decided.election)
    assert found is not None
    assert [one.choice.name for one in found[0].elected] == ["Cempaka & Surya"]
    assert (found[0].valid, found[0].blank, found[0].seats) == (10, 1, 1)


def test_before_the_result_there_is_none(
    panitia: Officer, other_panitia: Officer, school: Organisation, at: datetime, set_clock: SetClock
) -> None:
    one = held(actor=panitia, organisation=school, at=at, set_clock=set_clock, voters=3, shared=0, single=1)
    assert queries.outcome(one.election) is None
    with pytest.raises(Refused, match="setelah hasil dibuka"):
        usecases.issue(actor=panitia, uuid=one.election.uuid, details=Details(), at=one.voting)
    with pytest.raises(Refused, match="Jabatan"):
        usecases.issue(actor=other_panitia, uuid=one.election.uuid, details=Details(), at=one.voting)
    assert not BeritaAcara.objects.exists()
