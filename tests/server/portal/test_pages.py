"""The pages that everyone may see: what they say, and what they never say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation
from tests.server.casting.made import CLASSES, Made
from tests.server.portal.conftest import Step, cast

from luber.canon.digest import fingerprint
from luber.casting import receipt
from luber.certification.outcome import Choice, decide
from luber_server.election.models import Election, Extension
from luber_server.people.models import User
from luber_server.portal import result

Make = Callable[..., Made]


def get(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def pages(made: Made) -> tuple[str, ...]:
    own = f"/e/{made.election.uuid}/"
    return (
        "/",
        "/pilih/",
        "/cara-memeriksa/",
        "/rahasia/",
        own,
        f"{own}kotak/",
        f"{own}hasil/",
        f"{own}data.json",
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_in_both_languages(make: Make, at: datetime, decide: Step, language: str) -> None:
    made = make(voters=4)
    client = Client(headers={"Accept-Language": language})
    for path in pages(made):
        assert client.get(path).status_code == 200, path
    for card in range(4):
        cast(made, card=card, choice=card % 2, at=at)
    decide(made)
    for path in pages(made):
        assert client.get(path).status_code == 200, path


def test_home_says_what_is_open(make: Make, at: datetime) -> None:
    make()
    coming = make(opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=2))
    Election.objects.filter(pk=coming.election.pk).update(title="Pemilihan Ketua MPK")
    page = get("/")
    assert (
        page.index("Sedang dibuka")
        < page.index("Ketua OSIS")
        < page.index("Segera dibuka")
        < page.index("MPK")
    )


def test_a_draft_is_not_there(make: Make) -> None:
    made = make()
    Election.objects.filter(pk=made.election.pk).update(state=Election.State.DRAFT)
    for path in pages(made)[4:]:
        assert Client().get(path).status_code == 404
    assert Client().get(f"/pilih/{made.election.uuid}/").status_code == 404


def test_the_election_page_says_what_is_fixed(make: Make) -> None:
    made = make()
    page = re.sub(r"<[^>]+>|\s", "", get(f"/e/{made.election.uuid}/"))
    assert made.sealed.fingerprint in page
    assert f"/pilih/{made.election.uuid}/" in get(f"/e/{made.election.uuid}/")


# ---- the box


def test_a_later_closing_is_told_with_its_reason_once_two_agreed(make: Make, at: datetime) -> None:
    made = make()
    first, second = (User.objects.create(username=name) for name in ("pertama", "kedua"))
    asked = Extension.objects.create(
        election=made.election,
        closes_at=at + timedelta(days=1),
        reason="Listrik padam satu jam.",
        asked_by=first,
        asked_at=at,
    )
    own = f"/e/{made.election.uuid}/"
    assert "Listrik padam" not in get(own)
    Extension.objects.filter(pk=asked.pk).update(agreed_by=second, agreed_at=at)
    assert "Alasan: Listrik padam satu jam." in get(own)


def test_the_box_finds_a_ballot_by_its_number_and_by_its_words(make: Make, at: datetime) -> None:
    made = make(voters=3)
    numbers = [cast(made, card=card, choice=0, at=at) for card in range(3)]
    page = f"/e/{made.election.uuid}/kotak/"
    for asked in (
        numbers[1],
        numbers[1].replace("+", " "),
        f" {numbers[1][:10]} {numbers[1][10:]} ",
        " ".join(receipt.words(numbers[1])),
        "-".join(receipt.words(numbers[1])).upper(),
    ):
        found = Client().get(page, {"p": asked}).content.decode()
        assert "Ada di kotak." in found, asked
        assert "ke-2 di kotak" in found
    assert "Tidak ada di kotak ini" in Client().get(page, {"p": fingerprint(b"lain")}).content.decode()
    assert "empat" in Client().get(page, {"p": "dua kata"}).content.decode()
    assert "bukan salah satu kata" in Client().get(page, {"p": "sawah xyzzy hujan tujuh"}).content.decode()


def test_a_replaced_ballot_says_so(make: Make, at: datetime) -> None:
    made = make(voters=2)
    first = cast(made, card=0, choice=0, at=at)
    cast(made, card=0, choice=1, at=at)
    found = Client().get(f"/e/{made.election.uuid}/kotak/", {"p": first}).content.decode()
    assert "sudah diganti" in found
    assert get(f"/e/{made.election.uuid}/kotak/").count(">diganti<") == 1


def test_the_box_is_paged_newest_first(make: Make, at: datetime) -> None:
    made = make(voters=60)
    numbers = [cast(made, card=card, choice=0, at=at) for card in range(60)]
    page = f"/e/{made.election.uuid}/kotak/"
    first, second = get(page), get(f"{page}?h=2")
    assert [number in first for number in numbers] == [False] * 10 + [True] * 50
    assert [number in second for number in numbers] == [True] * 10 + [False] * 50
    assert first.index(numbers[59]) < first.index(numbers[10])
    assert Client().get(f"{page}?h=999").status_code == 200


# ---- what is never said


def test_no_total_of_a_candidate_before_the_result(make: Make, at: datetime, close: Step) -> None:
    made = make(voters=7)
    for card in range(7):
        cast(made, card=card, choice=1, at=at)
    for closed in (False, True):
        if closed:
            close(made)
        own = f"/e/{made.election.uuid}/"
        assert "Belum ada hasil" in get(f"{own}hasil/")
        assert json.loads(get(f"{own}data.json"))["result"] is None
        for path in pages(made):
            assert "7 suara" not in get(path)


def test_the_box_never_says_a_time(make: Make, at: datetime) -> None:
    made = make(voters=3)
    for card in range(3):
        cast(made, card=card, choice=0, at=at)
    page = get(f"/e/{made.election.uuid}/kotak/")
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"\d{1,2}[.:]\d{2}\b", main)
    assert "WIB" not in main
    for header in Client().get(f"/e/{made.election.uuid}/kotak/").headers:
        assert header not in ("Last-Modified", "Age")


def test_turnout_of_a_class_moves_in_tens_and_small_classes_are_one(
    make: Make, at: datetime, close: Step
) -> None:
    made = make(voters=36, classes=CLASSES)  # 12 a class
    own = f"/e/{made.election.uuid}/data.json"
    by_class = [[card for card in range(36) if made.classes[card] == label] for label in CLASSES]
    order = by_class[0] + by_class[1][:3]
    seen = []
    for card in order:
        cast(made, card=card, choice=0, at=at)
        said = json.loads(get(own))
        seen.append((said["voted"], [one["cast"] for one in said["turnout"]]))
    assert seen[8] == (9, [None, None, None])
    assert seen[9] == (10, [10, None, None])
    assert seen[14] == (15, [10, None, None])  # the eleventh and twelfth of 7A are not told apart yet
    close(made)
    said = json.loads(get(own))
    # 7B and 8A are below ten; and so is their sum, so 7A joins them: no class can be read off.
    assert said["turnout"] == [{"class": "", "cast": 15, "voters": 36}]


# ---- the result


def test_the_result_is_one_sentence_and_its_proof(make: Make, at: datetime, decide: Step) -> None:
    made = make(voters=12)
    for card, choice in enumerate((1, 1, 1, 1, 1, 1, 0, 0, 2, None)):
        cast(made, card=card, choice=choice, at=at)
    decide(made)
    page = get(f"/e/{made.election.uuid}/hasil/")
    assert "Cempaka &amp; Surya terpilih dengan 6 dari 9 suara sah (66,7" in page
    assert "(suara kosong): 1." in page
    assert "10 dari 12 pemilih" in page
    assert "luber verify" in page
    said = json.loads(get(f"/e/{made.election.uuid}/data.json"))
    assert said["result"] == [[1, 2, 6, 1]]
    assert said["phase"] == "decided"


def test_the_empty_box_may_win() -> None:
    votes, names = (3, 8), ("Melati & Bayu", "Kotak kosong")
    outcome = decide(
        question="Setuju dengan pasangan ini?",
        choices=[
            Choice(number=number, name=name, empty_box=number == 2)
            for number, name in enumerate(names, start=1)
        ],
        votes=votes,
        blank=None,
        in_force=11,
        method="plurality",
        seats=1,
    )
    with translation.override("id"):
        sentence = result.sentence(outcome)
    assert sentence.startswith("Kotak kosong menang dengan 8 dari 11 suara sah (72,7")
    assert sentence.endswith("jadi tidak ada pasangan yang terpilih.")


def test_a_tie_is_named_and_left_open(make: Make, at: datetime, decide: Step) -> None:
    made = make(voters=4)
    for card, choice in enumerate((0, 0, 2, 2)):
        cast(made, card=card, choice=choice, at=at)
    decide(made)
    page = get(f"/e/{made.election.uuid}/hasil/")
    assert "Seri: Melati &amp; Bayu dan Kenanga &amp; Guntur sama-sama mendapat 2 suara" in page


def test_a_mock_election_is_watermarked_everywhere(make: Make) -> None:
    made = make()
    Election.objects.filter(pk=made.election.pk).update(mock=True, mock_of=None)
    for path in pages(made)[4:7]:
        assert "Pemilihan percobaan" in get(path)


# ---- the booth's shell


def test_the_booth_knows_what_it_needs_and_explains_itself_without_script(make: Make) -> None:
    made = make(revote=False)
    with translation.override("id"):
        page = get(f"/pilih/{made.election.uuid}/")
    block = re.search(r'<script id="booth-data" type="application/json">(.*?)</script>', page)
    assert block is not None
    data = json.loads(block.group(1))
    assert data["state"] == "open"
    assert data["revote"] is False
    assert data["secondFactor"] is None
    assert data["castUrl"] == f"/e/{made.election.uuid}/suara"
    assert Client().get(data["electionUrl"]).content == made.sealed.raw
    assert '<main id="booth">' in page
    assert "<noscript>" in page
    assert 'name="csrf"' in page


def test_who_has_no_address_finds_the_booth(make: Make) -> None:
    made = make()
    assert f"/pilih/{made.election.uuid}/" in get("/pilih/")
    assert Client().get("/pilih/", {"p": made.election.uuid})["Location"] == f"/pilih/{made.election.uuid}/"
    assert "tidak ditemukan" in Client().get("/pilih/", {"p": "xyz"}).content.decode()
