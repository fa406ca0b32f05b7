"""The ballot paper: pairs with photographs, plain questions, the empty box, the canonical bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from luber.canon.digest import sha256_hex
from luber.election.template import Shape, Template
from luber.errors import Malformed, Refused
from luber_server.ballot import photos, queries, usecases
from luber_server.ballot.models import Person, Question
from luber_server.ballot.usecases.answers import PairWritten, Standing
from luber_server.ballot.usecases.questions import Wording
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.ports import vault

SignIn = Callable[[Officer], Client]


def picture(width: int = 900, height: int = 1200, *, kind: str = "JPEG", exif: bool = False) -> bytes:
    image = Image.new("RGB", (width, height), "#334455")
    image.paste("#ffcc00", (0, 0, width, height // 4))  # a bright band at the top
    stream = io.BytesIO()
    options = {}
    if exif:
        data = Image.Exif()
        data[0x010E] = "RAHASIA di rumah"
        data[0x0112] = 6  # turned: the band is on the left until the tag is obeyed
        options["exif"] = data
    image.save(stream, kind, **options)
    return stream.getvalue()


def pair(name: str = "Melati", *, photo: bool = True) -> PairWritten:
    content = picture() if photo else None
    return PairWritten(
        chair=Standing(name=f" {name}  Ranting ", detail="Kelas 8A", photo=content),
        deputy=Standing(name="Bayu Samudra", detail="Kelas 7C", photo=content),
        vision="OSIS yang mendengar.",
        mission="- Kotak saran\n\n• Laporan bulanan\n",
        programme="Jumat Mendengar",
    )


@pytest.fixture
def draft(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return elections.create(
        actor=panitia, organisation=school, template=Template.PILKETOS, title="Pemilihan Ketua OSIS",
        zone_name="Asia/Jakarta", opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=2), at=at,
    )  # fmt: skip


@pytest.fixture
def first(draft: Election) -> int:
    return Question.objects.get(election=draft).pk


def plain(text: str = "Setuju?", shape: Shape = Shape.ONE, least: int = 1, most: int = 1) -> Wording:
    return Wording(text=text, shape=shape, least=least, most=most, blank=True)


def test_one_pair_stands_against_the_empty_box(
    draft: Election, first: int, panitia: Officer, at: datetime
) -> None:
    assert queries.missing(draft) == [
        "Belum ada pasangan calon untuk “Siapa Ketua dan Wakil Ketua OSIS pilihanmu?”."
    ]
    usecases.add_pair(actor=panitia, uuid=draft.uuid, question=first, pair=pair(), at=at)
    assert queries.missing(draft) == []
    [asked] = queries.questions(draft)
    assert asked.answers == ("Melati Ranting & Bayu Samudra", "Kotak kosong")
    assert (asked.minimum, asked.maximum, asked.blank) == (1, 1, True)
    usecases.add_pair(actor=panitia, uuid=draft.uuid, question=first, pair=pair("Togar"), at=at)
    assert queries.questions(draft)[0].answers == (
        "Melati Ranting & Bayu Samudra",
        "Togar Ranting & Bayu Samudra",
    )


def test_the_presentation_has_one_form_in_every_language(
    draft: Election, first: int, panitia: Officer, at: datetime
) -> None:
    usecases.add_pair(actor=panitia, uuid=draft.uuid, question=first, pair=pair(), at=at)
    with translation.override("en"):
        in_english = queries.presentation(draft)
    assert queries.presentation(draft) == in_english
    said = json.loads(in_english)
    digest = Person.objects.filter(place=1).get().photo_sha256
    assert said == {
        "questions": [
            {
                "kind": "paslon",
                "question": "Siapa Ketua dan Wakil Ketua OSIS pilihanmu?",
                "answers": [
                    {
                        "number": 1,
                        "names": ["Melati Ranting", "Bayu Samudra"],
                        "photos": [f"/foto/{digest}.webp"] * 2,
                        "photo_sha256": [digest] * 2,
                        "vision": "OSIS yang mendengar.",
                        "mission": ["Kotak saran", "Laporan bulanan"],
                        "programme": ["Jumat Mendengar"],
                        "detail": ["Kelas 8A", "Kelas 7C"],
                    },
                    {
                        "number": 2,
                        "names": ["Kotak kosong"],
                        "photos": [],
                        "photo_sha256": [],
                        "vision": "",
                        "mission": [],
                        "programme": [],
                        "detail": [],
                    },
                ],
                "empty_box": True,
            }
        ],
        "blank_label": "Tidak memilih siapa pun (golput)",
    }
    assert json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() == in_english


@pytest.mark.parametrize(
    ("shape", "least", "most", "bounds"),
    [(Shape.ONE, 5, 9, (1, 1)), (Shape.EXACTLY, 0, 13, (13, 13)), (Shape.RANGE, 1, 3, (1, 3))],
)
def test_plain_questions(
    draft: Election,
    panitia: Officer,
    at: datetime,
    shape: Any,
    least: int,
    most: int,
    bounds: tuple[int, int],
) -> None:
    wording = plain("Siapa tiga belas formatur?", shape, least, most)
    number = usecases.add_question(actor=panitia, uuid=draft.uuid, paslon=False, wording=wording, at=at)
    lines = "\n".join(f"{n}. Calon {n}; Ranting {n}" for n in range(1, 21))
    assert usecases.set_answers(actor=panitia, uuid=draft.uuid, question=number, lines=lines, at=at) == 20
    asked = queries.paper(draft)[1]
    assert asked.bounds == bounds
    assert (asked.choices[0].text, asked.choices[0].detail) == ("1. Calon 1", "Ranting 1")
    assert asked.counted().maximum == bounds[1]


def test_yes_and_no_come_by_themselves(draft: Election, panitia: Officer, at: datetime) -> None:
    number = usecases.add_question(
        actor=panitia, uuid=draft.uuid, paslon=False, wording=plain(shape=Shape.YES_NO), at=at
    )
    assert queries.paper(draft)[1].labels == ("Ya", "Tidak")
    with pytest.raises(Refused):
        usecases.set_answers(actor=panitia, uuid=draft.uuid, question=number, lines="Mungkin\nEntah", at=at)


def test_more_asked_than_there_is_keeps_from_sealing(draft: Election, panitia: Officer, at: datetime) -> None:
    number = usecases.add_question(
        actor=panitia, uuid=draft.uuid, paslon=False, wording=plain("Formatur?", Shape.EXACTLY, 13, 13), at=at
    )
    usecases.set_answers(actor=panitia, uuid=draft.uuid, question=number, lines="A\nB\nC", at=at)
    assert "“Formatur?” meminta 13 pilihan, padahal hanya ada 3." in queries.missing(draft)
    with pytest.raises(Malformed):
        queries.questions(draft)


@pytest.mark.parametrize("lines", ["A\na", "; tanpa nama", "A" * 161])
def test_lines_that_are_no_answers(draft: Election, panitia: Officer, at: datetime, lines: Any) -> None:
    number = usecases.add_question(actor=panitia, uuid=draft.uuid, paslon=False, wording=plain(), at=at)
    with pytest.raises(Malformed):
        usecases.set_answers(actor=panitia, uuid=draft.uuid, question=number, lines=lines, at=at)


def test_numbers_move_and_close_their_gaps(
    draft: Election, first: int, panitia: Officer, at: datetime
) -> None:
    a, b, c = (
        usecases.add_pair(actor=panitia, uuid=draft.uuid, question=first, pair=pair(name, photo=False), at=at)
        for name in ("Satu", "Dua", "Tiga")
    )
    usecases.move_answer(actor=panitia, uuid=draft.uuid, answer=c, up=True, at=at)
    usecases.move_answer(actor=panitia, uuid=draft.uuid, answer=a, up=True, at=at)  # already the first
    assert [choice.pk for choice in queries.paper(draft)[0].choices] == [a, c, b]
    usecases.remove_answer(actor=panitia, uuid=draft.uuid, answer=c, at=at)
    assert [(choice.pk, choice.number) for choice in queries.paper(draft)[0].choices] == [(a, 1), (b, 2)]


def test_questions_move_and_go(draft: Election, first: int, panitia: Officer, at: datetime) -> None:
    second = usecases.add_question(actor=panitia, uuid=draft.uuid, paslon=False, wording=plain(), at=at)
    usecases.move_question(actor=panitia, uuid=draft.uuid, question=second, up=True, at=at)
    assert [asked.pk for asked in queries.paper(draft)] == [second, first]
    usecases.remove_question(actor=panitia, uuid=draft.uuid, question=second, at=at)
    assert [(asked.pk, asked.position) for asked in queries.paper(draft)] == [(first, 1)]


def test_a_photograph_is_cut_turned_and_stripped() -> None:
    made = photos.portrait(picture(1600, 1200, exif=True))
    assert b"RAHASIA" not in made
    assert len(made) <= photos.AIM_BYTES
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size, dict(image.getexif()), image.info.get("exif")) == (
        "WEBP",
        (320, 400),
        {},
        None,
    )
    red = image.convert("RGB").getchannel("R").tobytes()  # 320 bytes a line
    assert red[200 * 320 + 310] > 200  # the band that stood on top stands right, as the camera's tag says
    assert red[200 * 320 + 10] < 100


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_of_pictures(kind: str) -> None:
    assert Image.open(io.BytesIO(photos.portrait(picture(kind=kind)))).size == (320, 400)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"bukan gambar", "photo.unreadable"),
        (picture()[:500], "photo.unreadable"),
        (b"GIF89a" + bytes(100), "photo.unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "photo.unreadable"),
        (picture(100, 120), "photo.small"),
        (b"\xff" * (8 * 1024 * 1024 + 1), "photo.large"),
    ],
)
def test_what_is_no_photograph(content: bytes, code: str | None) -> None:
    with pytest.raises(Malformed) as refusal:
        photos.portrait(content)
    assert refusal.value.code == code


def test_a_bomb_of_pixels_is_refused() -> None:
    stream = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(stream, "PNG")
    with pytest.raises(Malformed) as refusal:
        photos.portrait(stream.getvalue())
    assert refusal.value.code == "photo.large"


def test_the_form_of_a_pair_and_its_photographs(
    draft: Election, first: int, panitia: Officer, sign_in: SignIn, client: Client
) -> None:
    officer = sign_in(panitia)
    address = reverse("ballot_pair_new", args=[draft.uuid, first])
    data = {"chair_name": "Melati Ranting", "deputy_name": "Bayu Samudra", "vision": "V", "mission": "M"}
    bad = officer.post(address, {**data, "chair_photo": SimpleUploadedFile("a.jpg", b"bukan")})
    assert "bukan foto yang dapat dibaca" in bad.content.decode()
    assert Person.objects.count() == 0
    files = {f"{who}_photo": SimpleUploadedFile("a.jpg", picture(exif=True)) for who in ("chair", "deputy")}
    assert officer.post(address, {**data, **files}).status_code == 302
    digest = Person.objects.filter(place=1).get().photo_sha256
    answer = client.get(reverse("ballot_photo", args=[digest]))
    content = answer.getvalue()
    assert sha256_hex(content) == digest
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]
    kept = officer.post(
        reverse("ballot_pair", args=[draft.uuid, queries.paper(draft)[0].choices[0].pk]), data
    )
    assert kept.status_code == 302
    assert Person.objects.filter(place=1).get().photo_sha256 == digest


def test_nothing_else_of_the_vault_is_a_photograph(client: Client, db: None, at: datetime) -> None:
    digest = vault.put(b"berita acara")
    assert client.get(reverse("ballot_photo", args=[digest])).status_code == 404
    assert client.get("/foto/..%2f..%2fetc.webp").status_code == 404


def test_the_candidates_page_is_the_committee_s_until_the_freeze(
    draft: Election, first: int, panitia: Officer, sign_in: SignIn, client: Client, at: datetime
) -> None:
    usecases.add_pair(actor=panitia, uuid=draft.uuid, question=first, pair=pair("Kenanga"), at=at)
    address = reverse("ballot_candidates", args=[draft.uuid])
    bytes_of = reverse("ballot_presentation", args=[draft.uuid])
    assert client.get(address).status_code == client.get(bytes_of).status_code == 404
    page = sign_in(panitia).get(address).content.decode()
    assert "Kenanga Ranting" in page
    assert "Kotak kosong" in page
    from django.db import transaction

    with transaction.atomic():
        elections.mark_sealed(election=draft, actor=panitia, at=at, data={})
    assert "Kenanga Ranting" in client.get(address).content.decode()
    assert client.get(bytes_of).content == queries.presentation(draft)


def test_the_forms_of_a_plain_question(draft: Election, panitia: Officer, sign_in: SignIn) -> None:
    officer = sign_in(panitia)
    address = reverse("ballot_question_new", args=[draft.uuid, "biasa"])
    lacking = officer.post(address, {"text": "Formatur?", "how": "exactly", "lines": "A\nB"})
    assert "Isi berapa yang dipilih" in lacking.content.decode()
    sent = {
        "text": "Formatur?",
        "how": "exactly",
        "most": "2",
        "lines": "A; Ranting Satu\nB\nC",
        "blank": "on",
    }
    assert officer.post(address, sent).status_code == 302
    asked = queries.paper(draft)[1]
    assert (asked.bounds, asked.labels, asked.choices[0].detail) == ((2, 2), ("A", "B", "C"), "Ranting Satu")
    page = officer.get(reverse("ballot_question", args=[draft.uuid, asked.pk])).content.decode()
    assert "A; Ranting Satu" in page
    again = officer.post(
        reverse("ballot_question", args=[draft.uuid, asked.pk]), {**sent, "how": "yes_no", "text": "Setuju?"}
    )
    assert again.status_code == 302
    assert queries.paper(draft)[1].labels == ("Ya", "Tidak")
