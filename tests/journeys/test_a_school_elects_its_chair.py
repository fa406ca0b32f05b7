"""A school elects its chair: the whole way from an empty house to a result that a stranger's tool confirms.

Everybody comes with a browser of their own to a running `luber serve`: two officers of the committee, the
head of administration as credential authority, three trustees, fourteen pupils, passers-by. What the voters
chose is known to this test alone. The house's clock is put forward between the acts (LUBER_CLOCK_AHEAD); it
opens and closes the box by itself.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from tests.core import belenios
from tests.journeys import conftest as house
from tests.journeys.conftest import Axe, Site
from tests.journeys.people import (
    WIB,
    Authority,
    Committee,
    KeyboardVoter,
    Passerby,
    Town,
    Trustee,
    Voter,
    fill_template,
    lost_answer,
)

from luber_server.demo import school

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Pemilihan Ketua OSIS 2026/2027"
SHEETS = house.ROOT / "tests" / "vectors" / "sheets"
PATIENCE_MS = 30_000  # a machine of two cores, with others on it
BLANK = None
# What pupils mean to vote, in the order in which they come; the fourth changes her mind later.
MEANT = (2, 1, 2, 1, 3, 2, BLANK, 1, 2, 3, 2, 3)
AFTER_ALL = 2


@dataclass(slots=True)
class Story:
    """What the acts hand on to each other."""

    town: Town
    home: Path
    today: datetime
    chair: Committee
    second: Committee
    links: dict[str, str] = field(default_factory=dict)
    trustees: list[Trustee] = field(default_factory=list)
    cards: list[tuple[str, str]] = field(default_factory=list)
    voters: list[Voter] = field(default_factory=list)
    early_archive: bytes = b""  # as a passer-by saved it while the box was open

    @property
    def pupils(self) -> list[school.Pupil]:
        """Seven of each of two classes."""
        found = [[one for one in school.pupils() if one.class_label == label][:7] for label in ("8A", "8B")]
        return [*found[0], *found[1]]

    @property
    def opens(self) -> datetime:
        return self.today + timedelta(days=2)

    @property
    def closes(self) -> datetime:
        return self.opens + timedelta(hours=6)

    @property
    def closes_after_all(self) -> datetime:
        return self.closes + timedelta(hours=1)

    @property
    def public(self) -> str:
        return f"/e/{self.chair.uuid}/"

    @property
    def booth(self) -> str:
        return f"/pilih/{self.chair.uuid}/"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the journey leaves its archive for the stranger."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def town(browser: Browser, axe: Axe, tmp_path: Path) -> Iterator[Town]:
    """A house of its own for this story, with a clock that can be put forward."""
    ahead = tmp_path / "ahead"
    ahead.write_text("0")
    site = house.start(data=tmp_path / "data", CLOCK_AHEAD=str(ahead))
    town = Town(site=site, browser=browser, axe=axe, ahead=ahead)
    expect.set_options(timeout=PATIENCE_MS)
    yield town
    town.leave()
    site.stop()
    print(site.log.read_text()[-4000:])  # shown where something failed


@pytest.fixture
def story(town: Town, tmp_path: Path) -> Story:
    return Story(
        town=town,
        home=tmp_path,
        today=datetime.now(WIB).replace(second=0, microsecond=0),
        chair=Committee(town, "Bu Rinai Kelana"),
        second=Committee(town, "Pak Damar Zamrud"),
    )


def test_a_school_elects_its_chair(story: Story, shelf: Path) -> None:
    the_committee_meets(story)
    the_roll_is_made(story)
    a_pupil_objects_and_is_heard(story)
    the_paper_is_written(story)
    others_are_invited(story)
    the_keys_are_made(story)
    the_cards_are_made(story)
    everything_is_fixed(story)
    nobody_votes_too_early(story)
    twelve_pupils_vote(story)
    the_closing_is_moved(story)
    the_box_closes(story)
    the_result_is_opened(story)
    everybody_reads_it(story)
    strangers_check_it(story, shelf)
    assert not story.town.barriers, "\n".join(story.town.barriers)
    assert not story.town.complaints, "\n".join(story.town.complaints)


@pytest.mark.peer
def test_a_strangers_program_accepts_it(shelf: Path, tmp_path: Path) -> None:
    """belenios-tool, which we did not write, counts the archive of the journey anew and agrees."""
    belenios.tool("3.3")
    archives = list(shelf.glob("*.bel"))
    if not archives:
        pytest.skip("butuh arsip dari test_a_school_elects_its_chair")
    (archive,) = archives
    accepted, said = belenios.accepts("3.3", archive.read_bytes(), uuid=archive.stem, folder=tmp_path)
    assert accepted, said


def test_the_school_hands_in_its_list_as_it_comes(
    site: Site, browser: Browser, axe: Axe, tmp_path: Path
) -> None:
    """The real shape of a Dapodik export: every odd row is named, and nothing that is not needed is shown."""
    town = Town(site=site, browser=browser, axe=axe, ahead=tmp_path / "ahead")
    secretary = Committee(town, "Pak Banyu Segara")
    secretary.founds("SMP Negeri 4 Kunang-Kunang", npsn="99200304", username="banyu")
    secretary.creates("Pemilihan Ketua OSIS")
    export = SHEETS / "daftar_pd-SMP-NEGERI-3-KUNANG-KUNANG.xlsx"
    secretary.uploads(export)
    secretary.reads(
        re.compile(r"^393 baris dibaca: \d+ dapat disimpan, \d+ dilewati. Belum ada yang disimpan.")
    )
    named = {int(row) for row in re.findall(r"Baris (\d+)", secretary.page.inner_text("main"))}
    with (SHEETS / "daftar_pd-oddities.csv").open(encoding="utf-8") as file:
        odd = {int(row["sheet_row"]) for row in csv.DictReader(file) if "bukan kesalahan" not in row["what"]}
    assert named >= odd
    niks = set(re.findall(r"\b99\d{14}\b", " ".join(_cells(export))))
    assert len(niks) > 300
    assert not niks & set(re.findall(r"\d{16}", secretary.page.content()))
    secretary.look("laporan Dapodik")
    secretary.press("Buang berkas ini")
    secretary.opens_desk("pemilih/")
    secretary.reads("Belum ada pemilih")
    town.leave()
    assert not town.barriers, "\n".join(town.barriers)
    assert not town.complaints, "\n".join(town.complaints)


def _cells(sheet: Path) -> Iterator[str]:
    for line in openpyxl.load_workbook(sheet, read_only=True).worksheets[0].iter_rows(values_only=True):
        yield from (str(cell) for cell in line if cell is not None)


# ---- the committee ----


def the_committee_meets(story: Story) -> None:
    chair, second = story.chair, story.second
    chair.go("/")
    chair.look("beranda")
    chair.founds(school.NAME, npsn=school.NPSN, username="rinai")
    chair.look("panitia kosong")
    link = chair.invites_colleague("Pak Damar")
    chair.look("undangan anggota")
    second.joins(link, username="damar")
    chair.creates(TITLE)
    chair.look("meja panitia baru")
    second.finds_desk(TITLE)


def the_roll_is_made(story: Story) -> None:
    """Fifteen rows: one has no NISN, two share one. The secretary mends the file; one pupil is nowhere in it."""
    chair = story.chair
    _missing, *listed = story.pupils
    rows = [(p.nisn, p.name, p.class_label, "P" if p.girl else "L") for p in listed]
    rows.append(("", "Surya Tanpa Nomor", "8A", "L"))
    rows.append((listed[0].nisn, "Mega Nomor Kembar", "8B", "P"))
    template = chair.takes_template(into=story.home)
    chair.look("unggah daftar")
    chair.uploads(fill_template(template, rows, into=story.home / "daftar.xlsx"))
    chair.reads("NISN kosong. Lengkapi NISN-nya.")
    chair.reads("NISN ini juga ada di baris 16. Perbaiki yang keliru, lalu unggah lagi.")
    chair.look("laporan berkas")
    chair.press("Simpan 12 pemilih, lewati 3 baris")

    chair.uploads(fill_template(template, rows[:-2], into=story.home / "daftar-diperbaiki.xlsx"))
    chair.reads("1 baru, 0 berubah, 12 sama, 0 tidak ada di berkas ini")
    chair.press("Simpan 13 pemilih, lewati 0 baris")
    chair.look("daftar pemilih")


def a_pupil_objects_and_is_heard(story: Story) -> None:
    chair, (missing, *_listed) = story.chair, story.pupils
    address = chair.publishes_dps(until=story.today + timedelta(hours=20))
    chair.look("DPS panitia")

    pupil = Passerby(story.town, missing.name)
    pupil.go(address)
    pupil.page.get_by_label("Kelas", exact=True).select_option(missing.class_label)
    pupil.press("Tampilkan kelas")
    assert not any(p.name in pupil.page.content() or p.nisn in pupil.page.content() for p in story.pupils)
    pupil.look("DPS umum")
    pupil.follow("Sampaikan keberatan")
    pupil.look("keberatan kosong")
    pupil.page.get_by_label("Belum tercantum").check()
    pupil.write("Nama yang dimaksud", missing.name)
    pupil.write("Kelas", missing.class_label)
    pupil.write("Penjelasan", "Aku pindahan bulan lalu, belum ada di daftar.")
    pupil.press("Kirim keberatan")
    pupil.reads_heading("Keberatan sudah tercatat")
    pupil.look("keberatan diterima")
    code = pupil.page.locator("strong.code").inner_text()

    chair.opens_desk("pemilih/dpt/")
    chair.reads("1 keberatan belum dijawab.")
    chair.adds_voter(
        nisn=missing.nisn,
        name=missing.name,
        class_label=missing.class_label,
        girl=missing.girl,
        reason="Pindahan, surat pindah diperiksa",
    )
    chair.opens_objection()
    chair.look("jawab keberatan")
    chair.answers_objection("Benar, kamu sudah kami tambahkan.", upheld=True)

    pupil.go(f"{story.public}dps/lacak/")
    pupil.write("Kode lacak", code.lower())
    pupil.press("Lihat jawaban")
    pupil.reads("Benar, kamu sudah kami tambahkan.")
    pupil.look("jawaban keberatan")

    story.town.move_clock(to=story.today + timedelta(hours=21))
    chair.freezes_dpt()
    chair.reads(re.compile("^14 pemilih, sejak"))
    chair.look("DPT")
    pupil.go(address)
    pupil.reads("jadi daftar ini tidak tampil lagi")


def the_paper_is_written(story: Story) -> None:
    chair = story.chair
    chair.opens_desk("calon/")
    chair.follow("Tambahkan pasangan calon")
    chair.look("pasangan kosong")
    for pair in school.PAIRS:
        chair.adds_pair(pair)
    chair.look("surat suara")
    chair.sets_times(opens=story.opens, closes=story.closes)
    chair.opens_desk("aturan/")
    chair.look("aturan")


def others_are_invited(story: Story) -> None:
    chair = story.chair
    chair.opens_desk("pemegang-kunci/susunan/")
    chair.look("tunjuk pemegang kunci")
    story.links = chair.invites_trustees(school.TRUSTEES)
    chair.look("tautan pemegang kunci")
    story.links["otoritas"] = chair.invites_authority("Bu Senja Lazuardi (TU)")
    chair.opens_desk("pemegang-kunci/")
    chair.look("pemegang kunci dan kartu")
    chair.opens_desk()
    chair.look("meja panitia menunggu")


# ---- keys and cards, each in the hands of others ----


def the_keys_are_made(story: Story) -> None:
    """Two of three, and each with a file that was opened again before it counts."""
    chair, links = story.chair, story.links
    story.trustees = [Trustee(story.town, name, home=story.home) for name in school.TRUSTEES]
    first, second, third = story.trustees

    third.opens(links["otoritas"].replace("/kredensial/", "/kunci/"))  # somebody else's link
    third.reads_heading("Buka lewat tautan undangan")
    third.look("tautan orang lain")
    old, links[third.name] = links[third.name], chair.invites_again(third.name)
    third.opens(old)
    third.reads("Tautan ini tidak berlaku lagi. Minta panitia mengirim undangan baru.")

    for trustee in story.trustees:
        trustee.opens(links[trustee.name])
        trustee.reads_heading("Buat kunci Anda")
    first.look("buat kunci")
    for trustee in story.trustees:
        trustee.makes_key()
    first.look("simpan berkas kunci")
    for trustee in story.trustees:
        trustee.hands_in()
    first.waits_for_rehearsal()
    first.look("uji berkas kunci")

    assert second.file is not None
    first.picks(second.file)
    first.press("Uji sekarang")
    first.reads("Berkas kunci ini milik pemegang kunci lain. Pilih berkas Anda sendiri.")
    for trustee in story.trustees:
        trustee.rehearses()
    first.reads_heading("Semua kunci siap")
    first.look("kunci siap")
    for trustee in story.trustees:
        trustee.leaves()  # they go home with their files


def the_cards_are_made(story: Story) -> None:
    authority = Authority(story.town, "Bu Senja Lazuardi", home=story.home)
    authority.opens(story.links["otoritas"])
    authority.reads_heading("Buat kode untuk 14 pemilih")
    authority.look("buat kode")
    authority.makes_cards(total=14)
    authority.look("simpan berkas kredensial")
    authority.uploads_halves()
    authority.look("cetak kartu")
    story.cards = authority.prints()
    assert Counter(label for label, _code in story.cards) == Counter(p.class_label for p in story.pupils)
    assert [label for label, _code in story.cards] == sorted(label for label, _code in story.cards)
    assert len({code for _label, code in story.cards}) == 14
    paper = authority.page.pdf(prefer_css_page_size=True)
    (story.home / "kartu.pdf").write_bytes(paper)
    printed = [page.extract_text() for page in PdfReader(story.home / "kartu.pdf").pages]
    assert len(printed) == 2  # seven cards a class, ten at most a sheet, a class begins a sheet
    for text in printed:
        assert TITLE in text
    assert all(any(code in text for text in printed) for _label, code in story.cards)
    assert not any(pupil.name in text for pupil in story.pupils for text in printed)
    authority.reads("Sudah dicetak: 14 dari 14 kartu.")
    authority.leaves()


def everything_is_fixed(story: Story) -> None:
    """The second officer looks at it once more and freezes; what is fixed stands on a public page."""
    second = story.second
    second.opens_desk("bekukan/")
    second.look("bekukan")
    second.freezes()
    second.look("meja panitia dibekukan")
    second.opens_desk("waktu/")
    second.reads("Pemilihan ini sudah dibekukan.")

    anyone = Passerby(story.town, "Seorang wali murid")
    anyone.go(story.public)
    anyone.reads_heading(TITLE)
    anyone.reads("Belum dibuka")
    prints = anyone.page.locator("code.fingerprint")
    assert prints.count() >= 4
    anyone.look("halaman umum dibekukan")
    anyone.go(f"{story.public}calon/")
    anyone.look("calon")


# ---- the vote ----


def nobody_votes_too_early(story: Story) -> None:
    early = Voter(story.town, "Pemilih kepagian", booth=story.booth, code=story.cards[0][1])
    early.go(f"{early.booth}#{early.code}")
    early.reads_heading("Pemilihan belum dibuka")
    early.look("bilik belum dibuka")
    early.leaves()


def twelve_pupils_vote(story: Story) -> None:
    """Each in the own way. Nobody but this function knows what they chose."""
    town = story.town
    town.move_clock(to=story.opens + timedelta(minutes=5))

    def pupil(number: int, kind: type[Voter] = Voter) -> Voter:
        voter = kind(town, f"Pemilih {number + 1}", booth=story.booth, code=story.cards[number][1])
        story.voters.append(voter)
        return voter

    by_qr = pupil(0)
    by_qr.scans()
    by_qr.look("bilik pilih")
    by_qr.chooses(MEANT[0])
    by_qr.look("bilik periksa")
    by_qr.casts()
    by_qr.look("tanda terima")
    by_qr.finds_ballot()
    by_qr.look("kotak suara")

    by_hand = pupil(1)
    by_hand.go("/")
    by_hand.follow("Saya punya kartu pemilih")
    by_hand.look("memilih dengan kartu")
    by_hand.follow(TITLE)
    by_hand.look("bilik kartu")
    _mistype(by_hand, somebody_elses=story.cards[0][1])
    by_hand.types()
    by_hand.waits_for_paper()
    by_hand.chooses(MEANT[1])
    by_hand.casts()

    by_key = pupil(2, KeyboardVoter)
    by_key.votes(MEANT[2])

    again = pupil(3)
    again.votes(MEANT[3])
    first_tracker = again.tracker
    again.takes_new_browser()
    again.votes(AFTER_ALL)
    anyone = Passerby(town, "Pengamat")
    anyone.seeks(first_tracker, box=f"{story.public}kotak/")
    anyone.reads("Ada di kotak, tetapi sudah diganti.")
    anyone.look("kotak suara diganti")

    offline = pupil(4)
    offline.scans()
    offline.chooses(MEANT[4])
    offline.context.set_offline(True)
    offline.press("Kirim suara")
    offline.reads_heading("Belum ada jawaban dari server")
    offline.look("belum ada jawaban")
    offline.context.set_offline(False)
    offline.gets_receipt()

    unanswered = pupil(5)
    unanswered.scans()
    unanswered.chooses(MEANT[5])
    with lost_answer(unanswered) as answered:
        unanswered.press("Kirim suara")
        unanswered.reads_heading("Belum ada jawaban dari server")
    assert answered == [201]  # it is in the box, and nobody told the phone
    unanswered.press("Coba kirim lagi")
    unanswered.gets_receipt()

    for number in range(6, 12):
        pupil(number).votes(MEANT[number])

    by_words = story.voters[6]
    by_words.seeks(" ".join(by_words.words), box=f"{story.public}kotak/")
    by_words.reads("Ada di kotak.")

    anyone.go(f"{story.public}kotak/")
    anyone.reads("Ada 13 surat suara di kotak ini, semuanya terkunci.")
    anyone.go(story.public)
    anyone.reads("12 dari 14 (85,7 %)")
    anyone.look("halaman umum dibuka")
    anyone.go(f"{story.public}hasil/")
    anyone.reads_heading("Belum ada hasil")
    anyone.look("belum ada hasil")
    story.chair.opens_desk()
    story.chair.look("meja panitia dibuka")


def _mistype(voter: Voter, *, somebody_elses: str) -> None:
    """Each wrong code gets a sentence that helps, and nothing typed is lost."""
    voter.types(voter.code[:-1])
    voter.reads("Cocokkan lagi dengan kartumu.")
    voter.types("0" + voter.code[1:])
    voter.reads("Angka nol tidak dipakai di kartu. Mungkin itu huruf o kecil?")
    voter.look("bilik kode keliru")
    voter.types(f"{voter.code[:11]}{somebody_elses[11:]}")
    voter.reads("Kode ini tidak ada di")
    expect(voter.page.locator("#kode")).not_to_have_value("")


def the_closing_is_moved(story: Story) -> None:
    """Later, with a reason, and only when a second person agrees."""
    chair, second = story.chair, story.second
    chair.asks_later_closing(closes=story.closes_after_all, reason="Listrik padam satu jam di kelas 8B.")
    chair.reads("Anda yang memintanya. Anggota panitia lain yang menyetujui, dari akunnya sendiri.")
    chair.look("perpanjangan diminta")
    assert not chair.page.get_by_role("button", name="Setujui perpanjangan").count()
    second.agrees_to_later_closing()
    second.look("perpanjangan disetujui")
    anyone = Passerby(story.town, "Pengamat")
    anyone.go(story.public)
    anyone.reads(re.compile(rf"Kotak terbuka sampai .* pukul\s{story.closes_after_all:%H.%M}\sWIB"))
    anyone.reads("Alasan: Listrik padam satu jam di kelas 8B.")
    anyone.look("halaman umum diundur")
    story.early_archive = anyone.saves(
        f"Unduh arsip {story.chair.uuid}.bel", into=story.home, link=True
    ).read_bytes()


def the_box_closes(story: Story) -> None:
    """By the clock alone, also for who stood in the booth."""
    late = Voter(story.town, "Pemilih terlambat", booth=story.booth, code=story.cards[12][1])
    late.scans()
    late.chooses(1)
    story.town.move_clock(to=story.closes_after_all + timedelta(minutes=1))
    late.press("Kirim suara")
    late.reads_heading("Suara ini tidak diterima")
    late.look("suara terlambat")
    late.go(story.booth)
    late.reads_heading("Pemilihan sudah ditutup")
    late.look("bilik ditutup")
    late.leaves()

    chair = story.chair
    for _look in range(30):
        chair.opens_desk("penghitungan/")
        if chair.page.get_by_text("Hasil belum dapat dibuka siapa pun.").is_visible():
            break
        chair.page.wait_for_timeout(1000)
    chair.look("penghitungan menunggu")


def the_result_is_opened(story: Story) -> None:
    """Two of three come back, on other devices; each has only the link and the file."""
    first, second, third = story.trustees
    first.comes_back(story.links[first.name])
    first.reads_heading("Buka hasil bersama-sama")
    first.look("buka hasil")
    assert third.file is not None
    first.picks(third.file)
    first.press("Buka dengan kunci saya")
    first.reads("Berkas kunci ini milik pemegang kunci lain. Pilih berkas Anda sendiri.")
    first.opens_result()
    first.look("tugas selesai")
    story.chair.opens_desk("penghitungan/")
    story.chair.look("penghitungan satu dari dua")
    third.comes_back(story.links[third.name])
    third.opens_result()
    second.comes_back(story.links[second.name])
    second.reads_heading("Tugas Anda selesai")


# ---- what everybody can read and check ----


def everybody_reads_it(story: Story) -> None:
    expected = Counter(MEANT)
    expected[MEANT[3]] -= 1
    expected[AFTER_ALL] += 1
    anyone = Passerby(story.town, "Seorang wali murid")
    anyone.go(f"{story.public}hasil/")
    anyone.look("hasil")
    anyone.reads_heading("Togar Nuansa & Sekar Lintang terpilih dengan 6 dari 11 suara sah")
    shown = anyone.page.locator("figure.bars tbody td:nth-child(2)").all_inner_texts()
    assert [int(count) for count in shown] == [expected[1], expected[2], expected[3]]
    anyone.reads(f"Tidak memilih siapa pun (suara kosong): {expected[BLANK]}.")
    anyone.go(story.public)
    anyone.look("halaman umum selesai")

    chair = story.chair
    chair.opens_desk("berita-acara/")
    chair.look("terbitkan berita acara")
    chair.issues_act(
        number="01/OSIS/2026", town=school.CITY, chair="Rinai Kelana", saksi=("Mega Dirgantara", "Panji Wana")
    )
    chair.look("berita acara terbit")
    chair.opens_desk()
    chair.look("meja panitia selesai")


def strangers_check_it(story: Story, shelf: Path) -> None:
    """What was downloaded is enough: the archive, the paper, the open book."""
    anyone = Passerby(story.town, "Seorang pengamat dari jauh")
    anyone.go(story.public)
    archive = anyone.saves(f"Unduh arsip {story.chair.uuid}.bel", into=story.home, link=True)
    assert archive.name == f"{story.chair.uuid}.bel"
    shutil.copy(archive, shelf)
    assert archive.read_bytes().startswith(story.early_archive)  # it only ever grew
    said = _luber("verify", str(archive))
    assert "12" in said.splitlines()[0]

    act = anyone.context.request.get(f"{story.town.site.url}{story.public}berita-acara.pdf")
    assert act.headers["content-type"] == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(act.body())).pages).split())
    for words in (
        "01/OSIS/2026",
        school.NAME,
        "12 (dua belas)",
        "14 (empat belas)",
        "Rinai Kelana",
        "Panji Wana",
    ):
        assert words in text, words

    site = story.town.site
    anyone.go("/log/")
    anyone.look("buku terbuka")
    assert _luber("log", "verify", f"{site.url}/log")


def _luber(*arguments: str) -> str:
    """The command as anybody runs it at home; it must agree."""
    done = subprocess.run(
        [sys.executable, "-m", "luber_tools", *arguments],
        cwd=house.ROOT,
        env={**os.environ, "PYTHONPATH": str(house.ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
