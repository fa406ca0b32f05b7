"""A PostgreSQL of the tests' own: made in a temporary folder, on loopback, gone afterwards.

`LUBER_TEST_DB=postgres pytest tests/server` runs the server's tests on it. Durability is off: nothing here
outlives the run.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PLACES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin")


class Missing(Exception):  # noqa: N818  (as the errors of the core are named)
    """No PostgreSQL can be started here; the message says why and what to install."""


@dataclass(frozen=True, slots=True)
class Cluster:
    folder: Path
    programs: Path
    port: int
    owner: str | None  # the system user that runs it, where we are root

    @property
    def url(self) -> str:
        return f"postgresql://luber@127.0.0.1:{self.port}/luber"

    def stop(self) -> None:
        stop = [str(self.programs / "pg_ctl"), "-D", str(self.folder / "db"), "-m", "immediate", "-w", "stop"]
        subprocess.run(stop, user=self.owner, cwd="/", check=False, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Cluster:
    """A running cluster with the user `luber`. Raises `Missing` where that cannot be."""
    programs = _programs()
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="luber-postgres-"))
    if owner is not None:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, pwd.getpwnam(owner).pw_gid)
    port = _free_port()
    options = f"-F -p {port} -k {folder} -c listen_addresses=127.0.0.1 -c full_page_writes=off -c fsync=off"
    make = [
        "initdb",
        "-D",
        f"{folder}/db",
        "-U",
        "luber",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    run = ["pg_ctl", "-D", f"{folder}/db", "-l", f"{folder}/log", "-o", options, "-w", "-t", "60", "start"]
    for command in (make, run):
        # PostgreSQL keeps our standard output open while it lives, so it gets none.
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            user=owner,
            cwd="/",
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise Missing(f"{command[0]} gagal (kode {done.returncode})")
    return Cluster(folder, programs, port, owner)


def _programs() -> Path:
    for place in PLACES:
        if Path(place, "initdb").exists():
            return Path(place)
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise Missing("PostgreSQL tidak ada; pasang dengan: sudo apt install postgresql-15")


def _owner() -> str | None:
    """PostgreSQL does not run as root: then it is the system user `postgres` that Debian's package made."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise Missing(
            "pengguna sistem `postgres` tidak ada; pasang dengan: sudo apt install postgresql-15"
        ) from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
