"""`/rupa/` in a real browser: every component in every state, on a phone and on a desk, in both languages.

axe-core looks for barriers; we look that nothing spills over 360 px, that what is touched is big enough, that
keys reach it and show where they are, and that the page works without script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
TOUCHED = (
    "button, .btn, label.paslon, summary, select, textarea, a.quiet, .back a, .pages a, .foot a, .top nav a,"
    " .mark, .choice, .summary .act a, .date input, .tasks li:has(a)"
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium tidak ada (apt install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield running
        running.close()


def visit(browser: Browser, address: str, *, width: int = 360, language: str = "id", **more: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 780}, locale=language, **more)
    page = context.new_page()
    page.on("console", lambda message: _told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: _told.append(str(error)))
    page.goto(address)
    return page


_told: list[str] = []


@pytest.fixture(autouse=True)
def _browser_complains_of_nothing() -> Iterator[None]:
    _told.clear()
    yield
    assert not _told


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_barrier(
    browser: Browser, live_server: LiveServer, width: int, language: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core tidak ada (npm ci di client/)")
    # The policy of the page forbids foreign scripts, and axe is one.
    page = visit(
        browser,
        f"{live_server.url}/rupa/",
        width=width,
        language=language,
        color_scheme=scheme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run({runOnly: tags})", WCAG)
    barriers = [
        (fault["id"], node["html"][:160], node["failureSummary"])
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]
    assert not barriers
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("address", ["/rupa/", "/rupa/?percobaan", "/rupa/layar/", "/tidak/ada/"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_spills_over_the_edge(
    browser: Browser, live_server: LiveServer, address: str, width: int
) -> None:
    page = visit(browser, live_server.url + address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _told.clear()  # an unknown address is told on the console too


def test_what_is_touched_is_big_enough(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, f"{live_server.url}/rupa/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .btn, label.paslon, summary, select, textarea,
        a.quiet, "
              + ".back a, .pages a, .foot a, .top nav a, .mark, .choice, .summary .act a, .date input,
              .tasks li:has(a)")]
            .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, box]) => box.height && box.height < 47.5)"""
    )
    assert not small


def test_keys_go_everywhere_and_show_where_they_are(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, f"{live_server.url}/rupa/")
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


def test_candidates_have_equal_space(browser: Browser, live_server: LiveServer) -> None:
    for width in (360, 1280):
        page = visit(browser, f"{live_server.url}/rupa/", width=width)
        heights = page.locator("fieldset.ballot label.paslon").evaluate_all(
            "cards => cards.map((e) => Math.round(e.getBoundingClientRect().height))"
        )
        assert len(set(heights)) == 1


def test_problems_lead_to_their_input(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, f"{live_server.url}/rupa/")
    page.locator(".error-summary a", has_text="NPSN").click()
    expect(page.locator("#id_npsn")).to_be_focused()
    page.locator(".error-summary a", has_text="Cara memilih").click()
    expect(page.locator("#id_kind_0")).to_be_focused()


def test_small_comforts_come_with_script_and_are_not_missed_without(
    browser: Browser, live_server: LiveServer
) -> None:
    page = visit(browser, f"{live_server.url}/rupa/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".receipt button[data-copy]").click()
    expect(page.locator(".receipt button[data-copy]")).to_have_text("Tersalin")
    tracker = page.locator(".receipt code").get_attribute("data-text")
    assert page.evaluate("navigator.clipboard.readText()") == tracker
    page.locator("button[data-show='id_password']").click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")

    plain = visit(browser, f"{live_server.url}/rupa/", java_script_enabled=False)
    expect(plain.locator("button[data-copy]").first).to_be_hidden()
    plain.locator("summary").nth(1).click()
    expect(plain.locator("details").nth(1)).to_have_attribute("open", "")
    plain.locator(".lang button").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain).to_have_url(re.compile(r"/rupa/$"))


def test_paper_gets_black_ink_and_ten_cards_a_sheet(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, f"{live_server.url}/rupa/cetak/", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    from io import BytesIO

    from pypdf import PdfReader

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 2
    assert sheets[0].extract_text().count("KNG-7Q4") == 10


def test_stillness_is_kept_for_who_asks(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, f"{live_server.url}/rupa/", reduced_motion="reduce")
    assert page.locator(".busy").evaluate("e => getComputedStyle(e, '::before').animationName") == "none"
