"""The acts of the vote: too early, in every way, too late; and the opening by two of three."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect
from tests.journeys.people import KeyboardVoter, Voter, lost_answer
from tests.journeys.story import AFTER_ALL, MEANT, TITLE, Story
from tests.journeys.town import Passerby


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
