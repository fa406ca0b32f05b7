"""What a journey needs: a real server in a process tree of its own, and Debian's Chromium as its visitors.

`site` is `luber serve` on a free port with a data folder of its own, for the whole run; `phone` and
`desktop` are browser contexts in which nobody is signed in; `axe(page)` says what of WCAG 2.2 AA a page
breaks. Without Chromium these tests are skipped, and the reason stands at the end of the run.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright tidak terpasang: make setup-dev")
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("LUBER_TEST_CHROMIUM", "/usr/bin/chromium")
AXE = ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90.0
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Axe = Callable[[Page], list[str]]


@dataclass(slots=True)
class Site:
    """A running Luber: where it is, where its data lies, and a way to act as whoever sits at the server."""

    url: str
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path = field(default_factory=Path)

    def python(self, code: str) -> str:
        """Run code beside the server, with Django set up and the same database; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(*, data: Path, **settings: str) -> Site:
    """`luber serve` with its data there; `settings` are LUBER_ variables without the prefix."""
    port = _free_port()
    url = f"http://localhost:{port}"  # a name: passkeys belong to names
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUBER_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "luber_server.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "LUBER_DATA": str(data),
        "LUBER_BASE_URL": url,
        **{f"LUBER_{name}": value for name, value in settings.items()},
    }
    data.mkdir(parents=True, exist_ok=True)
    log = data / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "luber_tools", "serve", "--port", str(port), "--workers", "1"],
            env=environment,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    site = Site(url=url, data=data, environment=environment, process=process, log=log)
    _wait(site)
    return site


def _wait(site: Site) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if site.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{site.url}/akun/masuk/", timeout=5).read()
        except urllib.error.HTTPError as error:
            site.stop()
            raise RuntimeError(
                f"the sign-in page answers {error.code}:\n{site.log.read_text()[-4000:]}"
            ) from None
        except OSError:
            time.sleep(0.2)
        else:
            return
    site.stop()
    raise RuntimeError(f"luber serve did not come up:\n{site.log.read_text()[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = start(data=tmp_path_factory.mktemp("site"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        pytest.skip("Chromium tidak ada: sudo apt install chromium")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def _context(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", **options)
    context.set_default_timeout(20_000)
    return context


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone, the width this house is designed for."""
    context = _context(
        browser, viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    yield context
    context.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    context = _context(browser, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)`: what the page breaks of WCAG 2.2 AA, one line a rule; empty where it breaks nothing."""
    if not AXE.exists():
        pytest.skip("axe-core tidak ada: npm ci di folder client")
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(source)  # through the debugger, so the page's CSP stays as strict as it is
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations)", WCAG
        )
        return [
            f"{one['id']}: {one['help']} ({', '.join(n['html'][:120] for n in one['nodes'][:3])})"
            for one in found
        ]

    return check
