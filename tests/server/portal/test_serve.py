"""`luber serve`: one command starts everything, one signal ends everything."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.casting import house

pytestmark = pytest.mark.slow


def command(port: int, data: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "luber_tools", "serve", "--port", str(port), "--data", str(data), *more]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUBER_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"PYTHONPATH": str(house.ROOT / "src")}


def children(pid: int) -> set[int]:
    """All that descend from a process and still run."""
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) in {pid, *found} and fields[0] != "Z":
            found.add(int(path.parent.name))
    return found


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = house.free_port()
    process = subprocess.Popen(
        command(port, tmp_path / "data"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield process, port
    if process.poll() is None:
        for pid in (*children(process.pid), process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def test_it_serves_says_where_minds_its_children_and_ends_clean(
    serving: tuple[subprocess.Popen[str], int], tmp_path: Path
) -> None:
    process, port = serving
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said == f"Luber siap di http://localhost:{port}  (berhenti: Ctrl+C)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert b"Pemilihan yang dapat diperiksa" in page.read()
    assert (tmp_path / "data" / "luber.sqlite3").exists()
    assert oct((tmp_path / "data" / "secrets").stat().st_mode & 0o777) == "0o700"

    ticker = _running("tick", process.pid)
    os.kill(ticker, signal.SIGKILL)
    until = time.monotonic() + 20
    while (again := _running("tick", process.pid, wait=False)) in (0, ticker):
        assert time.monotonic() < until, "the ticker was not started again"
        time.sleep(0.1)

    tree = children(process.pid)
    assert len(tree) >= 5  # granian and its two workers, tasks, ticker
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert again not in _alive(tree)
    assert not _alive(tree)


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def _running(word: str, parent: int, *, wait: bool = True) -> int:
    """The child whose command ends with `word`; 0 where there is none."""
    until = time.monotonic() + (20 if wait else 0)
    while True:
        for pid in children(parent):
            try:
                said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if word.encode() in said:
                return pid
        if time.monotonic() >= until:
            return 0
        time.sleep(0.1)


def test_a_door_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        done = subprocess.run(
            command(door.getsockname()[1], tmp_path),
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "tidak dapat dipakai" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "luber.sqlite3").exists()


def test_a_worker_less_server_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        command(8000, tmp_path, "--workers", "0"),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "--workers harus 1 atau lebih.\n")
