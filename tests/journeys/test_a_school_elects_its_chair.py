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
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from tests.core import belenios
from tests.journeys import conftest as house
from tests.journeys import preparing, voting
from tests.journeys.conftest import Axe, Site
from tests.journeys.people import Committee
from tests.journeys.story import AFTER_ALL, BLANK, MEANT, Story
from tests.journeys.town import WIB, Passerby, Town

from luber_server.demo import school

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEETS = house.ROOT / "tests" / "vectors" / "sheets"


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
    preparing.the_committee_meets(story)
    preparing.the_roll_is_made(story)
    preparing.a_pupil_objects_and_is_heard(story)
    preparing.the_paper_is_written(story)
    preparing.others_are_invited(story)
    preparing.the_keys_are_made(story)
    preparing.the_cards_are_made(story)
    preparing.everything_is_fixed(story)
    voting.nobody_votes_too_early(story)
    voting.twelve_pupils_vote(story)
    voting.the_closing_is_moved(story)
    voting.the_box_closes(story)
    voting.the_result_is_opened(story)
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
