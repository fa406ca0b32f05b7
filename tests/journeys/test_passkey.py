"""Bu Melati founds a committee, makes a passkey, and comes back with it: in Chromium, under the strict CSP.

Chromium has a virtual authenticator for this (DevTools protocol), so the whole way is real but for the
finger.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.journeys.conftest import Axe, Site

pytestmark = pytest.mark.browser
PASSWORD = "sawah-kerbau-hujan-7"


def _watch(page: Page) -> list[str]:
    """Collects what the browser's console complains about, CSP above all."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def _authenticator(page: Page) -> None:
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable", {"enableUI": False})
    debugger.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def _sign_up(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/akun/daftar/")
    page.get_by_label("Nama Anda").fill(name.title())
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Kata sandi sekali lagi").fill(PASSWORD)
    page.get_by_label("Nama lengkap sekolah atau organisasi").fill("SMP Negeri 3 Kunang-Kunang")
    page.get_by_role("button", name="Buat akun").click()
    page.wait_for_url("**/panitia/")


def test_a_passkey_is_made_and_opens_the_account(site: Site, phone: BrowserContext, axe: Axe) -> None:
    page = phone.new_page()
    complaints = _watch(page)
    _authenticator(page)
    _sign_up(page, site, "melati")

    page.goto(f"{site.url}/akun/pengaman/")
    assert axe(page) == []
    page.get_by_role("link", name="Buat kunci sandi").click()
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)  # what guards the account asks who is there
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama kunci ini").fill("Ponsel Bu Melati")
    expect(page.get_by_label("Masuk cukup dengan kunci ini")).to_be_checked()
    assert axe(page) == []
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/akun/pengaman/cadangan/**")  # allauth offers recovery codes with the first key

    page.goto(f"{site.url}/akun/pengaman/kunci/")
    expect(page.get_by_text("Ponsel Bu Melati").first).to_be_visible()

    page.goto(f"{site.url}/akun/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.goto(f"{site.url}/akun/masuk/")
    assert axe(page) == []
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/panitia/")
    page.goto(f"{site.url}/akun/")
    expect(page.get_by_role("heading", name="Melati")).to_be_visible()
    assert complaints == []


def test_the_pages_of_an_account_are_for_everyone(site: Site, phone: BrowserContext, axe: Axe) -> None:
    """WCAG 2.2 AA, and nothing to push sideways on a small phone."""
    page = phone.new_page()
    page.goto(f"{site.url}/akun/daftar/")
    page.get_by_role("button", name="Buat akun").click()
    assert axe(page) == []  # with its errors shown
    _sign_up(page, site, "cempaka")
    page.goto(f"{site.url}/akun/")
    committee = page.get_by_role("link", name="Anggota panitia dan undangan").get_attribute("href")
    for address in (
        "/akun/",
        committee,
        "/akun/bacaan/",
        "/akun/surel/",
        "/akun/sandi/",
        "/akun/keluar/",
        "/pengelola/",
    ):
        page.goto(f"{site.url}{address}")
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    page.goto(f"{site.url}{committee}")
    page.get_by_role("button", name="Buat tautan undangan").click()
    assert axe(page) == []
    link = page.locator("#fresh-link").inner_text()

    stranger = phone.browser.new_context(locale="id-ID").new_page() if phone.browser else page
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="Anda diundang menjadi panitia")).to_be_visible()
    assert axe(stranger) == []
    stranger.context.close()


def test_without_the_key_the_page_says_what_to_do(site: Site, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    _authenticator(page)  # an authenticator that holds no key for this house
    page.goto(f"{site.url}/akun/masuk/")
    problem = page.locator("#passkey-problem")
    expect(problem).to_be_hidden()
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(problem).to_be_visible()
    expect(problem).to_contain_text("Tidak ada yang berubah")


def test_by_number_the_page_says_where_passkeys_work(site: Site, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(f"{site.url}/akun/masuk/".replace("localhost", "127.0.0.1"))
    expect(page.locator("#passkey-place")).to_be_visible()
