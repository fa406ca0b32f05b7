"""The frame of every page: both languages, errors in the voice, nothing inline, no cookie for a reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from luber.errors import Malformed, Refused, Unverified
from luber_server.desk.answers import stop
from luber_server.desk.refusals import InPlainWords
from luber_server.people.offices import Officer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("luber_server.desk.urls")]

PAGES = ("/rupa/", "/rupa/?percobaan", "/rupa/cetak/", "/rupa/layar/")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source"}
DRAWN = {"path", "rect", "circle"}


class Outline(HTMLParser):
    """Checks that tags close in order, and gathers ids and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.update(name for name, _value in attrs)
        self.ids.extend(value or "" for name, value in attrs if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.update(name for name, _value in attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} at {self.getpos()}")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_and_carries_nothing_inline(client: Client, address: str, language: str) -> None:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    html = response.content.decode()
    outline = Outline()
    outline.feed(html)
    assert not outline.faults
    assert not outline.open
    assert len(outline.ids) == len(set(outline.ids)), "an id twice"
    assert "style" not in outline.attributes
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert not response.cookies


def test_the_reader_changes_the_language_and_stays_on_the_page(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/bahasa/", {"language": "en", "next": "/rupa/?page=3"})
    assert response.status_code == 302
    assert response["Location"] == "/rupa/?page=3"
    assert '<html lang="en">' in strict.get("/rupa/").content.decode()


def test_the_language_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post("/bahasa/", {"language": "en", "next": "https://example.invalid/"})
    assert response["Location"] == "/"


def test_a_mock_election_says_so_on_every_page(client: Client) -> None:
    html = client.get("/rupa/?percobaan").content.decode()
    assert "Pemilihan percobaan. Suara di sini tidak dihitung." in html
    assert 'class="watermark"' in html
    assert 'class="watermark"' not in client.get("/rupa/").content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_stand_without_a_request(name: str) -> None:
    with translation.override("id"):
        html = render_to_string(name)
    assert "<h1>" in html
    assert "</html>" in html
    assert not re.search(r"invalid|error|maaf", html, re.IGNORECASE)


def test_an_unknown_address_is_answered_in_the_voice(client: Client) -> None:
    response = client.get("/tidak/ada/")
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in response.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [(Malformed, 400), (Refused, 409), (Unverified, 422)],
    ids=lambda v: getattr(v, "__name__", v),
)
def test_a_refusal_of_the_core_becomes_a_page(error: type[Refused], status: int) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise AssertionError("not asked here")

    request = RequestFactory().get("/")
    sentence = "Daftar pemilih sudah dibekukan pada <%(day)s>."
    with translation.override("id"):
        response = InPlainWords(view).process_exception(request, error(sentence, facts={"day": "Senin"}))
    assert response is not None
    assert response.status_code == status
    assert "dibekukan pada &lt;Senin&gt;." in response.content.decode()


def test_a_bug_is_not_dressed_as_a_refusal() -> None:
    middleware = InPlainWords(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


def test_a_page_that_stops_says_when_to_come_back() -> None:
    response = stop(
        RequestFactory().get("/"),
        status=503,
        what="Kotak sedang ramai",
        meaning="Suaramu belum masuk.",
        now="Coba lagi sebentar lagi.",
        links=[("/rupa/", "Coba lagi")],
        retry_after=5,
    )
    html = response.content.decode()
    assert response["Retry-After"] == "5"
    for said in ("Kotak sedang ramai", "Suaramu belum masuk.", "Coba lagi sebentar lagi.", 'href="/rupa/"'):
        assert said in html


@pytest.mark.urls("luber_server.urls")
def test_an_officer_sees_who_is_signed_in_and_can_leave(
    panitia: Officer, sign_in: Callable[[Officer], Client]
) -> None:
    html = sign_in(panitia).get("/rupa/").content.decode()
    assert "Melati" in html
    assert 'action="/akun/keluar/"' in html
    assert "csrfmiddlewaretoken" in html
    assert "/akun/keluar/" not in Client().get("/rupa/").content.decode()
