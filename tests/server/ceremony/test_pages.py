"""The committee's pages: who still has to do what, links shown once, and every form with what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.server.ceremony import drafts

from luber_server.ceremony import queries, tokens, usecases
from luber_server.ceremony.invitations import Person
from luber_server.ceremony.models import Authority, Trustee
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer

SignIn = Callable[[Officer], Client]
LINK = re.compile(r"/(kunci|kredensial)/#([1-9A-HJ-NP-Za-km-z]{22})")


@pytest.fixture
def election(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return drafts.draft(actor=panitia, organisation=school, at=at)


@pytest.fixture
def browser(panitia: Officer, sign_in: SignIn) -> Client:
    return sign_in(panitia)


def address(election: Election, rest: str = "") -> str:
    return f"/panitia/{election.uuid}/pemegang-kunci/{rest}"


def arrangement(*names: str, kind: str = "threshold", threshold: str = "2") -> dict[str, str]:
    rows = {f"orang-{place}-name": name for place, name in enumerate(names)}
    return {
        "kind": kind,
        "threshold": threshold,
        "orang-TOTAL_FORMS": "7",
        "orang-INITIAL_FORMS": "0",
        **rows,
    }


def test_two_of_three_is_proposed_in_four_sentences(election: Election, browser: Client) -> None:
    said = browser.get(address(election, "susunan/")).content.decode()
    explained = re.search(r"<p>(Suara dikunci .*?)</p>", said)
    assert explained is not None
    assert len(re.findall(r"[.](?:\s|$)", explained.group(1))) == 4
    assert re.search(r'name="kind" value="threshold"[^>]*checked', said)
    assert re.search(r'name="threshold" value="2"', said)


def test_naming_three_trustees_shows_each_link_once(election: Election, browser: Client) -> None:
    answer = browser.post(
        address(election, "susunan/"),
        arrangement("Bapak Surya", "Dewi", "Ibu Lestari") | {"orang-2-must": ""},
    )
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    found = set(LINK.findall(answer.content.decode()))
    assert len(found) == 3
    hashes = set(Trustee.objects.values_list("token_hash", flat=True))
    assert hashes == {tokens.digest(token) for _page, token in found}
    page = browser.get(address(election)).content.decode()
    assert not LINK.search(page)
    assert "Bapak Surya" in page
    assert "Belum membuka tautan" in page


def test_someone_who_must_be_there_besides(election: Election, browser: Client) -> None:
    rows = arrangement("Surya", "Dewi", "Lestari", "Harun") | {"orang-3-must": "on"}
    browser.post(address(election, "susunan/"), rows)
    progress = queries.progress(election)
    assert (progress.threshold, progress.shared, progress.needed) == (2, 3, 3)
    assert "1 orang lagi wajib hadir" in browser.get(address(election)).content.decode()


def test_everyone_must_be_there(election: Election, browser: Client) -> None:
    browser.post(address(election, "susunan/"), arrangement("Surya", "Dewi", kind="single"))
    progress = queries.progress(election)
    assert (progress.threshold, progress.needed) == (None, 2)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (arrangement(), "Tunjuk 1 sampai 20 pemegang kunci"),
        (arrangement("Surya"), "Misalnya 2 dari 3"),
        (arrangement("Surya", "Dewi", "Lestari", threshold="3"), "Misalnya 2 dari 3"),
        (arrangement("Surya", "Dewi", "Lestari") | {"orang-1-mail": "bukan surel"}, "bukan surel"),
        (arrangement("Surya", "Dewi", "Lestari", kind="lain"), "wrong"),
        (arrangement("S" * 121, "Dewi", "Lestari"), "error-summary"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    election: Election, browser: Client, rows: dict[str, str], said: str
) -> None:
    page = browser.post(address(election, "susunan/"), rows).content.decode()
    assert said in page
    assert "error-summary" in page
    for name in (rows[key] for key in rows if key.endswith("-name")):
        assert f'value="{name}"' in page
    assert not Trustee.objects.exists()


def test_mail_is_sent_and_kept_sealed(
    election: Election, browser: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    rows = arrangement("Surya", "Dewi", "Lestari") | {"orang-0-mail": "surya@contoh.id"}
    before = set(Path(settings.OUTBOX_DIR).glob("*.txt"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        page = browser.post(address(election, "susunan/"), rows).content.decode()
    (sent,) = set(Path(settings.OUTBOX_DIR).glob("*.txt")) - before
    letter = sent.read_text()
    assert "To: surya@contoh.id" in letter
    link = LINK.search(letter)
    assert link is not None
    assert link.group(0) in page
    row = Trustee.objects.get(owner=1)
    assert bytes(row.mail)
    assert b"surya" not in bytes(row.mail)


def test_resend_and_replace(election: Election, browser: Client, panitia: Officer, at: datetime) -> None:
    first, *_others = drafts.arranged(actor=panitia, election=election, at=at)
    first.enter()
    assert browser.get(address(election, "1/undang-ulang/")).status_code == 200
    answer = browser.post(address(election, "1/undang-ulang/"), {"mail": ""})
    assert LINK.search(answer.content.decode())
    assert first.client.get("/kunci/keadaan").status_code == 403
    assert browser.get(address(election, "9/undang-ulang/")).status_code == 404
    page = browser.post(address(election, "2/ganti/"), {"name": "", "mail": ""}).content.decode()
    assert "error-summary" in page
    page = browser.post(address(election, "2/ganti/"), {"name": "Bapak Harun", "mail": ""}).content.decode()
    assert LINK.search(page)
    assert queries.progress(election).trustees[1].name == "Bapak Harun"


def test_restart_and_discard(election: Election, browser: Client, panitia: Officer, at: datetime) -> None:
    trustees = drafts.arranged(actor=panitia, election=election, at=at)
    drafts.ceremony_held(trustees)
    drafts.cards_made(actor=panitia, election=election, at=at)
    assert "Semua kunci siap" in browser.get(address(election)).content.decode()
    assert browser.get(address(election, "ulangi/")).status_code == 200
    assert browser.post(address(election, "ulangi/")).status_code == 302
    assert not queries.progress(election).ready
    assert "6 kartu" in browser.get(address(election, "kartu/batalkan/")).content.decode()
    assert browser.post(address(election, "kartu/batalkan/")).status_code == 302
    assert queries.cards(election).total == 0


def test_the_authority_is_invited(election: Election, browser: Client) -> None:
    answer = browser.post(address(election, "otoritas/"), {"name": "Ibu Wulan", "mail": ""})
    found = LINK.search(answer.content.decode())
    assert found is not None
    assert found.group(1) == "kredensial"
    assert Authority.objects.get().token_hash == tokens.digest(found.group(2))
    again = browser.post(address(election, "otoritas/undang-ulang/"), {"mail": ""})
    assert LINK.search(again.content.decode())
    assert "Ibu Wulan" in browser.get(address(election)).content.decode()


def test_the_desk_says_who_must_act(
    election: Election, browser: Client, panitia: Officer, at: datetime
) -> None:
    first, *_others = drafts.arranged(actor=panitia, election=election, at=at)
    usecases.invite_authority(actor=panitia, uuid=election.uuid, person=Person(name="Ibu Wulan"), at=at)
    first.enter()
    first.act()
    page = browser.get(f"/panitia/{election.uuid}/").content.decode()
    assert "0 dari 3 siap" in page
    assert "Dewi, wakil siswa; Ibu Lestari, orang tua" in page
    assert "Ibu Wulan" in page


def test_after_the_freeze_the_page_offers_nothing_that_changes(
    election: Election, browser: Client, panitia: Officer, at: datetime
) -> None:
    trustees = drafts.arranged(actor=panitia, election=election, at=at)
    drafts.ceremony_held(trustees)
    drafts.cards_made(actor=panitia, election=election, at=at)
    elections.freeze(actor=panitia, uuid=election.uuid, at=at)
    page = browser.get(address(election)).content.decode()
    assert "undang-ulang" in page
    for gone in ("/ganti/", "/ulangi/", "/susunan/", "/kartu/batalkan/"):
        assert gone not in page
    assert browser.post(address(election, "ulangi/")).status_code == 409
    page = browser.post(address(election, "susunan/"), arrangement("A", "B", "C")).content.decode()
    assert "sudah dibekukan" in page


@pytest.mark.parametrize("rest", ["", "susunan/", "1/ganti/", "ulangi/", "otoritas/", "kartu/batalkan/"])
def test_only_the_committee_of_this_school(
    election: Election, sign_in: SignIn, other_panitia: Officer, pengamat: Officer, rest: str
) -> None:
    assert sign_in(other_panitia).get(address(election, rest)).status_code == 403
    assert sign_in(pengamat).get(address(election, rest)).status_code == (403 if rest else 200)  # may look
    assert sign_in(pengamat).post(address(election, rest)).status_code == 403
    assert Client().get(address(election, rest)).status_code == 302


def test_the_shells_speak_without_script_and_hold_the_token_for_posts() -> None:
    for path, root, script in (
        ("/kunci/", 'id="trustee"', "luber/js/trustee.js"),
        ("/kredensial/", 'id="credentials"', "luber/js/credentials.js"),
    ):
        page = Client().get(path).content.decode()
        assert root in page
        assert script in page
        assert '<meta name="csrf" content="' in page
        assert "<noscript>" in page
