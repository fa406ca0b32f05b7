"""`luber serve`: one command, one process tree. A thin door to `luber_server`, which is imported only when
called.

The order: say where the data are, bring the database up to date, start the web workers, the task worker and
the ticker as children, say the address once the door answers, and on Ctrl+C or SIGTERM stop them all. A
child that dies alone is started again; where the web server can not stay up, the whole tree ends with its
exit status.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from luber_tools.language import say as _

THREADS = 16  # of one web worker: each holds one request; libsodium and the disk let others go on
WAIT_FOR_DOOR_SECONDS = 60.0
WAIT_FOR_END_SECONDS = 15.0
LOOK_SECONDS = 0.2
RESTART_SECONDS = 2.0


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "serve",
        help=_(
            "jalankan server Luber di mesin ini (basis data, halaman, tugas, dan jam dalam satu perintah)"
        ),
        description=_("Jalankan server Luber di mesin ini. Hentikan dengan Ctrl+C."),
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("alamat yang didengar (0.0.0.0 untuk jaringan sekolah)")
    )
    parser.add_argument("--port", type=int, default=8000, help=_("pintu (bawaan: 8000)"))
    parser.add_argument(
        "--data", type=Path, help=_("map untuk basis data dan berkas (bawaan: LUBER_DATA atau data)")
    )
    parser.add_argument("--workers", type=int, default=2, help=_("proses web (bawaan: 2)"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; the exit status. Says in one sentence what is wrong where it cannot start."""
    if args.workers < 1:
        print(_("--workers harus 1 atau lebih."), file=sys.stderr)
        return 2
    if reason := _taken(args.host, args.port):
        print(reason, file=sys.stderr)
        return 2
    own = environment(host=args.host, port=args.port, data=args.data)
    os.environ.update(own)
    try:
        prepare()
    except ImportError as error:
        print(_("Server belum terpasang di sini (%s). Pasang dengan: make setup") % error, file=sys.stderr)
        return 2
    return Tree(host=args.host, port=args.port, workers=args.workers, environment=own).serve()


def prepare() -> None:
    """Bring database and static files up to date: tables, the table of the cache, compressed copies of scripts
    and styles. Safe to repeat."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    from django.db import connections

    connections.close_all()


@dataclass(slots=True)
class Child:
    """A process of the tree. `vital`: the tree ends with it; others are started again."""

    name: str
    command: Sequence[str]
    vital: bool
    process: subprocess.Popen[bytes] | None = None
    died_at: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        # A session of its own: Ctrl+C reaches the parent alone, which then ends the children in order.
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **environment}, start_new_session=True
        )

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Tree:
    """The web server, the task worker and the ticker, and the parent that minds them."""

    host: str
    port: int
    workers: int
    environment: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def serve(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.children = [
            Child("web", self._web(), vital=True),
            Child("tasks", _django("db_worker", "--queue-name", "*", "-v", "0"), vital=False),
            Child("ticker", _django("tick"), vital=False),
        ]
        status = 0
        try:
            for child in self.children:
                child.start(self.environment)
            if self._wait_for_door():
                address = self.environment["LUBER_BASE_URL"]
                print(_("Luber siap di %s  (berhenti: Ctrl+C)") % address, flush=True)
            status = self._mind()
        finally:
            self._end()
        return status

    def _web(self) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
            *("--host", self.host, "--port", str(self.port), "--workers", str(self.workers)),
            *("--blocking-threads", str(THREADS), "--backlog", "2048", "--log-level", "error"),
            *("--respawn-failed-workers", "--workers-kill-timeout", "10", "luber_server.wsgi:application"),
        ]

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _wait_for_door(self) -> bool:
        until = time.monotonic() + WAIT_FOR_DOOR_SECONDS
        while not self.stopping and self.children[0].alive() and time.monotonic() < until:
            with socket.socket() as door:
                door.settimeout(1)
                if door.connect_ex((_reachable(self.host), self.port)) == 0:
                    return True
            time.sleep(0.05)
        return False

    def _mind(self) -> int:
        while not self.stopping:
            for child in self.children:
                if child.alive():
                    child.died_at = 0.0
                elif child.vital:
                    assert child.process is not None
                    status = child.process.returncode
                    print(_("Server web berhenti sendiri (status %s).") % status, file=sys.stderr)
                    return 1
                elif not child.died_at:
                    child.died_at = time.monotonic()
                elif time.monotonic() - child.died_at > RESTART_SECONDS:
                    child.start(self.environment)
            time.sleep(LOOK_SECONDS)
        return 0

    def _end(self) -> None:
        for child in self.children:
            if child.alive() and child.process:
                child.process.terminate()
        until = time.monotonic() + WAIT_FOR_END_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def _django(*command: str) -> list[str]:
    return [sys.executable, "-m", "django", *command]


def environment(*, host: str, port: int, data: Path | None) -> dict[str, str]:
    """What the settings read, where the caller's environment does not say it already."""
    said = {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "luber_server.settings"),
        "LUBER_BASE_URL": os.environ.get("LUBER_BASE_URL", f"http://{_called(host)}:{port}"),
    }
    if data is not None:
        said["LUBER_DATA"] = str(data.resolve())
    return said


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104  (compared, not listened on)


def _called(host: str) -> str:
    """This machine by its name: browsers give passkeys to http://localhost, never to http://127.0.0.1."""
    return "localhost" if _reachable(host) == "127.0.0.1" else host


def _taken(host: str, port: int) -> str | None:
    """A sentence where nobody can listen at this door, else None."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            facts = {"port": port, "host": host, "why": error.strerror}
            return (
                _("Pintu %(port)s di %(host)s tidak dapat dipakai (%(why)s). Pilih yang lain dengan --port.")
                % facts
            )
    return None
