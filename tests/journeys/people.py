"""The people of a journey in their roles: committee, authority, trustee, voter. Each knows what they were told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Locator, expect
from tests.journeys.town import PHONE, Person, Town

from luber_server.demo import portrait
from luber_server.demo.school import Pair

PASSWORD = "sawah-kerbau-hujan-7"


class Committee(Person):
    """An officer of the committee at a desk."""

    def __init__(self, town: Town, name: str) -> None:
        super().__init__(town, name)
        self.desk = ""  # path of the election's own page

    @property
    def uuid(self) -> str:
        return self.desk.strip("/").split("/")[-1]

    def _signs_up(self, username: str) -> None:
        self.write("Nama Anda", self.name)
        self.write("Nama pengguna", username)
        self.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        self.page.get_by_label("Kata sandi sekali lagi").fill(PASSWORD)

    def founds(self, school: str, *, npsn: str, username: str) -> None:
        """Make an account and register the school."""
        self.go("/akun/daftar/")
        self._signs_up(username)
        self.write("Nama lengkap sekolah atau organisasi", school)
        self.write("NPSN", npsn)
        self.press("Buat akun")
        self.page.wait_for_url("**/panitia/")

    def invites_colleague(self, note: str) -> str:
        """The link for a second member."""
        self.go("/akun/")
        self.page.get_by_role("link", name="Anggota panitia dan undangan").click()
        self.write("Untuk siapa", note)
        self.press("Buat tautan undangan")
        return self.page.locator("#fresh-link").inner_text().strip()

    def joins(self, link: str, *, username: str) -> None:
        self.go(link)
        self.follow("Buat akun dan terima")
        self._signs_up(username)
        self.press("Buat akun")
        self.page.wait_for_url("**/panitia/")

    def creates(self, title: str) -> None:
        """A new draft from the template Pilketos, times still open."""
        self.go("/panitia/")
        self.follow("Buat pemilihan")
        self.write("Judul", title)
        self.press("Buat pemilihan")
        self.reads_heading(title)
        self.desk = self.page.url.removeprefix(self.town.site.url)

    def opens_desk(self, place: str = "") -> None:
        self.go(f"{self.desk}{place}")

    def finds_desk(self, title: str) -> None:
        """The way of who did not create it: by the list of the committee's elections."""
        self.go("/panitia/")
        self.page.get_by_role("link", name=title).click()
        self.reads_heading(title)
        self.desk = self.page.url.removeprefix(self.town.site.url)

    def task(self, title: str) -> Locator:
        return self.page.locator("ol.tasks > li", has_text=title)

    def takes_template(self, *, into: Path) -> Path:
        self.opens_desk("pemilih/unggah/")
        return self.saves("Unduh templat kosong (.xlsx)", into=into, link=True)

    def uploads(self, sheet: Path) -> None:
        self.opens_desk("pemilih/unggah/")
        self.page.get_by_label("Berkas daftar").set_input_files(sheet)
        self.press("Periksa berkas")
        self.reads_heading("Laporan berkas")

    def publishes_dps(self, *, until: datetime) -> str:
        """The DPS's public address, as the page gives it to hand on."""
        self.opens_desk("pemilih/dps/")
        self.fills_moment("Keberatan diterima sampai", until)
        self.press("Umumkan DPS")
        self.opens_desk("pemilih/dps/")
        return self.page.locator("main a[href$='/dps/']", has_text="/e/").inner_text().strip()

    def adds_voter(self, *, nisn: str, name: str, class_label: str, girl: bool, reason: str) -> None:
        self.opens_desk("pemilih/baru/")
        self.write("NISN", nisn)
        self.write("Nama", name)
        self.write("Kelas", class_label)
        self.page.get_by_label("Perempuan" if girl else "Laki-laki").check()
        self.write("Alasan", reason)
        self.press("Tambahkan pemilih")

    def opens_objection(self) -> None:
        self.opens_desk("pemilih/keberatan/")
        self.page.locator("ol.tasks a").first.click()

    def answers_objection(self, text: str, *, upheld: bool) -> None:
        self.page.get_by_label("Diterima" if upheld else "Ditolak").check()
        self.write("Jawaban", text)
        self.press("Kirim jawaban")

    def freezes_dpt(self) -> None:
        self.opens_desk("pemilih/dpt/")
        self.page.get_by_label("Saya mengerti").check()
        self.press("Bekukan daftar pemilih")

    def adds_pair(self, pair: Pair) -> None:
        """A pair of candidates with two drawn portraits."""
        self.opens_desk("calon/")
        self.follow("Tambahkan pasangan calon")
        for place, name, class_label, girl in (
            ("ketua", pair.chair, pair.chair_class, pair.chair_girl),
            ("wakil", pair.deputy, pair.deputy_class, pair.deputy_girl),
        ):
            self.write(f"Nama calon {place}", name)
            self.write(f"Kelas calon {place}", f"Kelas {class_label}")
            photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": portrait.draw(name, girl=girl)}
            self.page.get_by_label(f"Foto calon {place}").set_input_files(photo)  # type: ignore[arg-type]
        self.write("Visi", pair.vision)
        self.write("Misi", "\n".join(pair.mission))
        self.write("Program kerja", "\n".join(pair.programme))
        self.press("Simpan pasangan")

    def sets_times(self, *, opens: datetime, closes: datetime) -> None:
        self.opens_desk("waktu/")
        self.fills_moment("Dibuka", opens)
        self.fills_moment("Ditutup", closes)
        self.press("Simpan waktu")

    def invites_trustees(self, names: Sequence[str]) -> dict[str, str]:
        """Two of three, as the form proposes. Each one's link, shown once."""
        self.opens_desk("pemegang-kunci/")
        self.follow("Tunjuk pemegang kunci")
        for number, name in enumerate(names, start=1):
            seat = self.page.get_by_role("group", name=f"Pemegang kunci {number}")
            seat.get_by_label("Nama dan jabatan").fill(name)
        self.press("Undang pemegang kunci")
        return {name: self._link_of(name) for name in names}

    def invites_authority(self, name: str) -> str:
        self.opens_desk("pemegang-kunci/")
        self.follow("Tunjuk otoritas kredensial")
        self.write("Nama dan jabatan", name)
        self.press("Undang otoritas kredensial")
        return self._link_of(name)

    def invites_again(self, name: str) -> str:
        """A new link for a trustee who lost theirs; the old one is void."""
        self.opens_desk("pemegang-kunci/")
        self.page.get_by_role("link", name=f"Undang ulang {name}").click()
        self.press("Buat tautan baru")
        return self._link_of(name)

    def _link_of(self, name: str) -> str:
        part = self.page.locator("section.part", has=self.page.get_by_role("heading", name=name, exact=True))
        return part.locator("code").inner_text().strip()

    def freezes(self) -> None:
        self.opens_desk()
        self.follow("Periksa dan bekukan")
        self.page.get_by_label("Saya mengerti").check()
        self.press("Bekukan pemilihan")
        self.page.wait_for_url(f"**{self.desk}")

    def asks_later_closing(self, *, closes: datetime, reason: str) -> None:
        self.opens_desk("perpanjangan/")
        self.fills_moment("Ditutup menjadi", closes)
        self.write("Alasan", reason)
        self.press("Minta perpanjangan")

    def agrees_to_later_closing(self) -> None:
        self.opens_desk()
        self.press("Setujui perpanjangan")
        self.reads("Waktu tutup diundur. Semua orang dapat melihat alasannya.")

    def issues_act(self, *, number: str, town: str, chair: str, saksi: Sequence[str]) -> None:
        self.opens_desk("berita-acara/")
        self.write("Nomor berita acara", number)
        self.write("Tempat", town)
        self.write("Nama ketua panitia", chair)
        self.write("Nama saksi", "\n".join(saksi))
        self.press("Terbitkan berita acara")


class Invited(Person):
    """Somebody who comes by a link and keeps a file at home."""

    def __init__(self, town: Town, name: str, *, home: Path) -> None:
        super().__init__(town, name)
        self.home = home / re.sub(r"\W+", "-", name.lower())
        self.home.mkdir(parents=True)
        self.file: Path | None = None

    def opens(self, link: str) -> None:
        self.go(link)

    def saves_file(self, words: str) -> None:
        self.file = self.saves(words, into=self.home)
        self.page.locator("#tersimpan").check()

    def picks(self, file: Path | None = None) -> None:
        chosen = file or self.file
        assert chosen is not None
        self.page.locator("#berkas").set_input_files(chosen)


class Authority(Invited):
    """Makes the cards and prints them; the only one who ever holds every code."""

    def makes_cards(self, *, total: int) -> None:
        self.press(f"Buat {total} kode")
        self.saves_file("Simpan berkas kredensial")

    def uploads_halves(self) -> None:
        self.press("Unggah bagian umumnya")
        self.reads_heading("Cetak kartu")

    def prints(self) -> list[tuple[str, str]]:
        """(class, code) of each card in the order of the sheets."""
        self.press("Cetak kartu")
        cards = self.page.locator("#lembar .card-print")
        expect(cards.first).to_be_attached()
        found: list[tuple[str, str]] = cards.evaluate_all(
            """cards => cards.map((card) => {
                const lines = [...card.querySelectorAll("div")].map((line) => line.textContent.trim());
                const label = lines.find((line) => /^Kelas \\S+$/.test(line)).slice("Kelas ".length);
                return [label, card.querySelector(".code").textContent.trim()];
            })"""
        )
        return [(label, code) for label, code in found]


class Trustee(Invited):
    """Holds a part of the key, at home, on a desk."""

    def makes_key(self) -> None:
        self.press("Buat kunci saya")
        self.saves_file("Simpan berkas kunci")

    def hands_in(self) -> None:
        self.press("Daftarkan kunci saya")

    def waits_for_rehearsal(self) -> None:
        """The steps between run by themselves while the pages stay open."""
        self.reads_heading("Uji berkas kunci Anda")

    def rehearses(self) -> None:
        self.waits_for_rehearsal()
        self.picks()
        self.reads("Berkas terbaca")
        self.press("Uji sekarang")
        self.reads(re.compile("Angka uji .* terbaca"))

    def comes_back(self, link: str) -> None:
        """On another day, in another browser: only the file is left."""
        self.takes_new_browser()
        self.opens(link)

    def opens_result(self) -> None:
        self.reads_heading("Buka hasil bersama-sama")
        self.picks()
        self.reads("Berkas terbaca")
        self.press("Buka dengan kunci saya")
        self.reads_heading("Tugas Anda selesai")


class Voter(Person):
    """A pupil with a card and a phone."""

    width = PHONE

    def __init__(self, town: Town, name: str, *, booth: str, code: str) -> None:
        super().__init__(town, name)
        self.booth, self.code = booth, code
        self.words: tuple[str, ...] = ()
        self.tracker = ""

    def scans(self) -> None:
        """The card's QR opens the booth with the code in the fragment."""
        self.go(f"{self.booth}#{self.code}")
        self.waits_for_paper()

    def types(self, code: str | None = None) -> None:
        self.page.locator("#kode").fill(self.code if code is None else code)
        self.press("Lanjut: pilih")

    def waits_for_paper(self) -> None:
        expect(self.page.locator("label.paslon").first).to_be_visible()

    def chooses(self, answer: int | None) -> None:
        """A pair by its number, or blank (None), and on to the second look."""
        last = self.page.locator("label.paslon").last
        card = last if answer is None else self.page.locator("label.paslon").nth(answer - 1)
        card.click()
        expect(card.locator("input")).to_be_checked()
        self.press("Lanjut: periksa pilihan")
        self.reads_heading("Periksa pilihanmu")

    def casts(self) -> None:
        self.press("Kirim suara")
        self.gets_receipt()

    def gets_receipt(self) -> None:
        self.reads_heading("Suaramu sudah masuk kotak")
        receipt = self.page.locator(".receipt")
        self.words = tuple(receipt.locator(".words > span").all_inner_texts())
        self.tracker = receipt.locator(".fingerprint").inner_text().replace("\n", "").strip()
        assert len(self.words) == 4

    def votes(self, answer: int | None) -> None:
        self.scans()
        self.chooses(answer)
        self.casts()

    def finds_ballot(self) -> None:
        """One tap from the receipt."""
        self.follow("Lihat di kotak suara")
        self.reads("Ada di kotak.")


class KeyboardVoter(Voter):
    """Touches nothing but keys."""

    def _tab_to(self, target: Locator, *, most: int = 60) -> None:
        for _ in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {target}")

    def _press_by_key(self, words: str) -> None:
        self._tab_to(self.page.get_by_role("button", name=words, exact=True))
        self.page.keyboard.press("Enter")

    def votes(self, answer: int | None) -> None:
        self.go(self.booth)
        self._tab_to(self.page.locator("#kode"))
        self.page.keyboard.type(self.code)
        self.page.keyboard.press("Enter")
        self.waits_for_paper()
        radios = self.page.locator("label.paslon input")
        self._tab_to(radios.first)
        wanted = radios.count() if answer is None else answer
        self.page.keyboard.press("Space")
        for _ in range(wanted - 1):  # arrows go from card to card
            self.page.keyboard.press("ArrowDown")
            if not radios.nth(wanted - 1).is_checked():
                continue
        expect(radios.nth(wanted - 1)).to_be_checked()
        self._press_by_key("Lanjut: periksa pilihan")
        self.reads_heading("Periksa pilihanmu")
        self._press_by_key("Kirim suara")
        self.gets_receipt()


@contextmanager
def lost_answer(voter: Voter) -> Iterator[list[int]]:
    """The ballot reaches the house once, and the answer gets lost on the way back; what it was is listed."""
    answered: list[int] = []

    def swallow(route: Any) -> None:
        answered.append(route.fetch().status)
        route.abort("internetdisconnected")

    voter.page.route("**/suara", swallow)
    yield answered
    voter.page.unroute("**/suara", swallow)


def fill_template(template: Path, rows: Sequence[Sequence[str]], *, into: Path) -> Path:
    """The school's secretary writes the pupils into our template."""
    book = openpyxl.load_workbook(template)
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(into)
    return into
