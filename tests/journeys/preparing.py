"""The acts before the vote: committee, roll, paper, keys, cards, and the freeze."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from pypdf import PdfReader
from tests.journeys.people import Authority, Trustee, fill_template
from tests.journeys.story import TITLE, Story
from tests.journeys.town import Passerby

from luber_server.demo import school

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
