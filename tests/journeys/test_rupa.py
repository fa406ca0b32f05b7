"""`/rupa/` in a real browser: every component in every state, on a phone and on a desk, in both languages.

axe-core looks for barriers; we look that nothing spills over 360 px, that what is touched is big enough, that
keys reach it and show where they are, and that the page works without script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

TOUCHED = (
    "button, .btn, label.paslon, summary, select, textarea, a.quiet, .back a, .pages a, .foot a, .top nav a,"
    " .mark, .choice, .summary .act a, .date input, .tasks li:has(a)"
)


class Site(Protocol):
    url: str


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """`visit(path, width=…, language=…)`: a fresh reader; what the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    told: list[str] = []

    def enter(path: str, *, width: int = 360, language: str = "id", **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 780}, locale=language, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(site.url + path)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not [words for words in told if "status of 404" not in words]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_barrier(
    visit: Visit, axe: Callable[[Page], list[str]], width: int, language: str, scheme: str
) -> None:
    page = visit(
        "/rupa/",
        width=width,
        language=language,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert not axe(page)


@pytest.mark.parametrize("address", ["/rupa/", "/rupa/?percobaan", "/rupa/layar/", "/tidak/ada/"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_spills_over_the_edge(visit: Visit, address: str, width: int) -> None:
    page = visit(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_touched_is_big_enough(visit: Visit) -> None:
    page = visit("/rupa/")
    small = page.evaluate(
        """touched => [...document.querySelectorAll(touched)]
            .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, box]) => box.height && box.height < 47.5)""",
        TOUCHED,
    )
    assert not small


def test_keys_go_everywhere_and_show_where_they_are(visit: Visit) -> None:
    page = visit("/rupa/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#isi")
    assert page.locator(":focus").bounding_box()["height"] >= 48  # type: ignore[index]
    card = page.locator("label.paslon").nth(1)
    card.locator("input").focus()
    page.keyboard.press("ArrowDown")
    third = page.locator("label.paslon").nth(2)
    expect(third.locator("input")).to_be_checked()
    assert third.evaluate("e => getComputedStyle(e).outlineWidth") == "4px"
    assert third.evaluate("e => getComputedStyle(e).outlineColor") == "rgb(255, 191, 63)"


def test_candidates_have_equal_space(visit: Visit) -> None:
    for width in (360, 1280):
        page = visit("/rupa/", width=width)
        heights = page.locator("fieldset.ballot label.paslon:not(.line)").evaluate_all(
            "cards => cards.map((e) => Math.round(e.getBoundingClientRect().height))"
        )
        assert len(set(heights)) == 1


def test_problems_lead_to_their_input(visit: Visit) -> None:
    page = visit("/rupa/")
    page.locator(".error-summary a", has_text="NPSN").click()
    expect(page.locator("#id_npsn")).to_be_focused()
    page.locator(".error-summary a", has_text="Cara memilih").click()
    expect(page.locator("#id_kind_0")).to_be_focused()


def test_small_comforts_come_with_script_and_are_not_missed_without(visit: Visit) -> None:
    page = visit("/rupa/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".receipt button[data-copy]").click()
    expect(page.locator(".receipt button[data-copy]")).to_have_text("Tersalin")
    tracker = page.locator(".receipt code").get_attribute("data-text")
    assert page.evaluate("navigator.clipboard.readText()") == tracker
    page.locator("button[data-show='id_password']").click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")

    plain = visit("/rupa/", java_script_enabled=False)
    expect(plain.locator("button[data-copy]").first).to_be_hidden()
    plain.locator("summary").nth(1).click()
    expect(plain.locator("details").nth(1)).to_have_attribute("open", "")
    plain.locator(".lang button").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain).to_have_url(re.compile(r"/rupa/$"))


def test_paper_gets_black_ink_and_ten_cards_a_sheet(visit: Visit) -> None:
    page = visit("/rupa/cetak/", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 2
    assert sheets[0].extract_text().count("KNG7-Q4XW") == 10


def test_stillness_is_kept_for_who_asks(visit: Visit) -> None:
    page = visit("/rupa/", reduced_motion="reduce")
    assert page.locator(".busy").evaluate("e => getComputedStyle(e, '::before').animationName") == "none"
