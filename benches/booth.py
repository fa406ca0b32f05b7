"""The booth on a slow phone: how long encrypting and proving takes, how long the page stands still, what it weighs.

    python benches/booth.py [--slower 6] [--rounds 5]

Three figures in Debian's Chromium with its CPU slowed `--slower` times:
- *encrypt*: the worker's own bundle makes a ballot of 1 of 5 (Ed25519), run on the slowed main thread of an empty page,
  since only that thread can be slowed for certain; the tables are made before, as the booth does while the voter reads;
- *longest pause*: the longest task of the page's main thread while a real voter's ballot is made and sent (the
  encryption is in the worker);
- *weight*: every byte that the booth page loads over the wire until a ballot can be chosen, compressed as served.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
import archives

ROOT = Path(__file__).resolve().parents[1]
LUBER = str(ROOT / ".venv" / "bin" / "luber")
WORKER = ROOT / "src" / "luber_server" / "static" / "luber" / "js" / "booth-worker.js"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
PORT = 8793


def encrypt(browser: Browser, *, slower: int, rounds: int) -> list[float]:
    """Seconds to make one ballot of 1 of 5, each round with a new ballot."""
    page = browser.new_page()
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.evaluate("() => { window.answers = []; window.postMessage = (m) => window.answers.push(m); }")
    page.add_script_tag(content=WORKER.read_text("utf-8"))
    election = list(archives.election_of(answers=5))
    page.evaluate(
        "(bytes) => self.onmessage({data: {id: 1, act: 'load', given: [new Uint8Array(bytes)]}})", election
    )
    taken: list[float] = page.evaluate(
        """(rounds) => Array.from({length: rounds}, (_, i) => {
             const begun = performance.now();
             self.onmessage({data: {id: 10 + i, act: 'make', given: ['2nBjX-rFmjVd-RFiYN-Zbyt3V', [CHOICE]]}});
             const last = window.answers.at(-1);
             if (!last.done) throw new Error(JSON.stringify(last));
             return (performance.now() - begun) / 1000;
           })""".replace("CHOICE", json.dumps(CHOICE)),
        rounds,
    )
    page.close()
    return taken


CHOICE = [0, 0, 1, 0, 0]


def vote(browser: Browser, *, address: str, slower: int) -> tuple[float, int, dict[str, int]]:
    """One real voter: the longest pause in seconds, and the bytes over the wire until a choice can be made."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))

    def finished(event: dict[str, object]) -> None:
        name = addresses.get(str(event["requestId"]), "?").split("//", 1)[-1].split("/", 1)[-1]
        weights[name] = weights.get(name, 0) + int(str(event["encodedDataLength"]).split(".")[0])

    session.on("Network.loadingFinished", finished)
    page.goto(address)
    page.locator("label.paslon").first.wait_for()
    page.wait_for_load_state("networkidle")
    weight = dict(weights)
    slow(session, slower)
    page.evaluate(
        """() => { window.pauses = [0]; new PerformanceObserver((list) => {
             for (const entry of list.getEntries()) window.pauses.push(entry.duration);
           }).observe({type: 'longtask', buffered: false}); }"""
    )
    page.locator("label.paslon").nth(1).click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Kirim suara").click()
    page.locator(".words").first.wait_for(timeout=60_000)
    longest = float(page.evaluate("() => Math.max(...window.pauses)")) / 1000
    context.close()
    return longest, sum(weight.values()), weight


def slow(session: CDPSession, rate: int) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--slower", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    if not Path(CHROMIUM).exists():
        print("booth: dilewati, Chromium tidak ada (apt install chromium)")
        return 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        taken = encrypt(browser, slower=args.slower, rounds=args.rounds)
        print(
            f"booth encrypt 1 dari 5, CPU {args.slower}× lebih lambat: median {statistics.median(taken):.3f} s,"
            f" terlama {max(taken):.3f} s (palang ≤ 0,5)"
        )
        environment = {**os.environ, "LUBER_BASE_URL": f"http://127.0.0.1:{PORT}"}
        command = [LUBER, "demo", "--data", folder, "--port", str(PORT)]
        subprocess.run([*command, "--no-serve"], check=True, capture_output=True, env=environment)
        told = json.loads((Path(folder) / "demo.json").read_text("utf-8"))
        server = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        try:
            _wait(f"http://127.0.0.1:{PORT}/")
            card = told["samples"][0]["code"]
            address = f"http://127.0.0.1:{PORT}/pilih/{told['open']}/#{card}"
            longest, weight, parts = vote(browser, address=address, slower=args.slower)
            # A worker's script is fetched in a session of its own, which the page's does not see: as it lies served.
            served = Path(folder) / "static" / "luber" / "js" / "booth-worker.js.gz"
            parts["static/luber/js/booth-worker.js"] = served.stat().st_size
            weight += served.stat().st_size
        finally:
            server.terminate()
            server.wait(30)
            browser.close()
        print(f"booth jeda terlama halaman saat menyandikan dan mengirim: {longest:.3f} s")
        print(f"booth berat halaman sampai dapat memilih: {weight / 1000:.1f} kB (palang ≤ 200)")
        for name, size in sorted(parts.items(), key=lambda part: -part[1]):
            print(f"    {size / 1000:8.1f} kB  {name[:70]}")
    return 0


def _wait(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main())
