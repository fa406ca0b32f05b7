"""Where a journey happens, and a person in it: somebody with a browser of their own, on a desk or a phone.

They do what people do, by the words they read on the page. What a journey wants to look at closely it hands to
`look`: barriers (axe), what spills over the edge, and, where LUBER_TEST_SCREENSHOTS names a folder, a picture
at both widths.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect
from tests.journeys.conftest import Axe, Site

WIB = ZoneInfo("Asia/Jakarta")
PHONE, DESK = 360, 1280
EXPECTED = re.compile(r"status of (?:403|404|409)|ERR_INTERNET_DISCONNECTED|ERR_FAILED")
PATIENCE_MS = 30_000  # a machine of two cores, with others on it
expect.set_options(timeout=PATIENCE_MS)


@dataclass(slots=True)
class Town:
    """Where a journey happens: the running house, the browser everybody has, what is looked at closely."""

    site: Site
    browser: Browser
    axe: Axe
    ahead: Path
    seen: int = 0
    barriers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def move_clock(self, *, to: datetime) -> None:
        """Let it be `to` in the house; its clock goes on from there."""
        self.ahead.write_text(str(round((to - datetime.now(WIB)).total_seconds()) + 1))

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


class Person:
    """Somebody with a browser of their own."""

    width: ClassVar[int] = DESK

    def __init__(self, town: Town, name: str) -> None:
        self.town, self.name = town, name
        self.takes_new_browser()

    def takes_new_browser(self) -> None:
        """Another device, or another day: nothing of the one before is left in it."""
        narrow = self.width == PHONE
        self.context = self.town.browser.new_context(
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": self.width, "height": 740 if narrow else 900},
            device_scale_factor=2 if narrow else 1,
            is_mobile=narrow,
            has_touch=narrow,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.town.contexts.append(self.context)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def leaves(self) -> None:
        self.context.close()
        self.town.contexts.remove(self.context)

    def _note(self, said: str) -> None:
        if not EXPECTED.search(said):
            self.town.complaints.append(f"{self.name}, {self.page.url}: {said}")

    def go(self, address: str) -> None:
        self.page.goto(address if address.startswith("http") else self.town.site.url + address)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).click()

    def write(self, label: str, text: str) -> None:
        """Into the box with exactly this label; a password's box has no role to ask for."""
        self.page.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( \(boleh kosong\))?$")).fill(
            text
        )

    def reads(self, words: str | re.Pattern[str]) -> Locator:
        """Wait until it stands on the page."""
        found = self.page.get_by_text(words).first
        expect(found).to_be_visible()
        return found

    def reads_heading(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1, name=words)).to_be_visible()

    def seeks(self, proof: str, *, box: str) -> None:
        """A ballot in the box, by its number or its four words."""
        self.go(box)
        self.write("Nomor bukti, atau empat kata dari tanda terima", proof)
        self.press("Cari di kotak")

    def saves(self, words: str, *, into: Path, link: bool = False) -> Path:
        """Press what downloads a file, and keep the file."""
        with self.page.expect_download() as coming:
            if link:
                self.follow(words)
            else:
                self.press(words)
        download: Download = coming.value
        kept = into / download.suggested_filename
        download.save_as(kept)
        return kept

    def fills_moment(self, label: str, at: datetime) -> None:
        local = at.astimezone(WIB)
        group = self.page.get_by_role("group", name=label)
        for box, text in (
            ("Tanggal", str(local.day)),
            ("Bulan", str(local.month)),
            ("Tahun", str(local.year)),
            ("Pukul", local.strftime("%H.%M")),
        ):
            group.get_by_label(box).fill(text)

    def look(self, name: str) -> None:
        """Look closely at the page as it stands, on a phone and at a desk."""
        town, page = self.town, self.page
        town.seen += 1
        size = page.viewport_size
        assert size is not None
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 740 if width == PHONE else 900})
            _draw(town.seen, name, width, page)
            spill = page.evaluate("document.documentElement.scrollWidth")
            if spill > width:
                town.barriers.append(f"{name} at {width}: {spill} px wide")
            town.barriers += [f"{name} at {width}: {one}" for one in town.axe(page)]
        page.set_viewport_size(size)


def _draw(number: int, name: str, width: int, page: Page) -> None:
    if folder := os.environ.get("LUBER_TEST_SCREENSHOTS"):
        file = f"{number:02d}-{re.sub('[^a-z0-9]+', '-', name.lower())}-{width}.png"
        page.screenshot(path=str(Path(folder) / file), full_page=True)


class Passerby(Person):
    """Anybody with a phone and a question."""

    width = PHONE
