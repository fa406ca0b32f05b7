"""A server of its own, as it runs for a school: `luber serve`'s web process (granian, two workers) over a
fresh database.

`python -m tests.server.casting.house FOLDER …` is run as a process to seed that database; `Server` starts
and kills the real thing. Used by tests that need real processes and by benches/casting.py.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What the seed left: the election, ballots ready to be cast in order, and the numbers of their cards.

    `secrets` are the private codes of all cards, which no server ever sees.
    """

    uuid: str
    ballots: tuple[bytes, ...]
    cards: tuple[int, ...]
    secrets: tuple[str, ...]


def seed(
    folder: Path, *, environment: Mapping[str, str], elections: Sequence[Mapping[str, Any]]
) -> list[Seeded]:
    """Make tables and open elections in a process of its own.

    Each of `elections` names in `ballots` the card of each ballot to make, and options of
    `made.sealed_election`.
    """
    order = [dict(one) | {"ballots": list(one["ballots"])} for one in elections]
    (folder / "order.json").write_text(json.dumps(order))
    subprocess.run(
        [sys.executable, "-m", "tests.server.casting.house", str(folder)],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    return [
        Seeded(
            uuid=one["uuid"],
            ballots=tuple(raw.encode() for raw in one["ballots"]),
            cards=tuple(one["cards"]),
            secrets=tuple(one["secrets"]),
        )
        for one in json.loads((folder / "seeded.json").read_text())
    ]


def environment(folder: Path, *, database: str | None = None, **settings: str) -> dict[str, str]:
    """The environment of a server whose data stand in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUBER_")}
    kept |= {
        "LUBER_DATA": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": os.environ.get("LUBER_TEST_SETTINGS", "luber_server.settings"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), kept.get("PYTHONPATH", "")]),
    }
    if database:
        kept["LUBER_DATABASE"] = database
    return kept | {f"LUBER_{name}": value for name, value in settings.items()}


@dataclass(slots=True)
class Server:
    """granian with the product's WSGI application, in a process group of its own so that all of it can be
    killed.
    """

    environment: Mapping[str, str]
    workers: int = 2
    threads: int = 16
    output: IO[bytes] | None = None  # where what it says goes; None: where the caller's goes
    port: int = field(default=0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        self.port = free_port()
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
            *("--port", str(self.port), "--workers", str(self.workers)),
            *("--blocking-threads", str(self.threads), "--backlog", "2048", "--log-level", "warning"),
            "luber_server.wsgi:application",
        ]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(self.environment),
            start_new_session=True,
            stdout=self.output,
            stderr=self.output,
        )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                if self.get("/rahasia/")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the server did not open its door")

    def kill(self) -> None:
        """SIGKILL to every process of it at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def get(self, path: str) -> tuple[int, bytes]:
        return exchange(self.connect(), "GET", path)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


def exchange(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None
) -> tuple[int, bytes]:
    """One request on a kept connection: status and body."""
    connection.request(method, path, body=body, headers={"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def database(name: str) -> Iterator[str | None]:
    """A fixture's body: None for SQLite; on PostgreSQL the address of a database of its own in the tests'
    cluster.
    """
    url = os.environ.get("LUBER_TEST_POSTGRES")
    if os.environ.get("LUBER_TEST_DB") != "postgres" or not url:
        yield None
        return
    import psycopg

    base, _slash, _old = url.rpartition("/")
    name = "rumah_" + "".join(letter if letter.isalnum() else "_" for letter in name.lower())[-40:]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{base}/{name}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


# ---- the process that seeds


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    order = json.loads((folder / "order.json").read_text())

    from luber_tools.serve import prepare

    prepare()
    from tests.server.casting.made import enrol, sealed_election

    from luber_server.people.models import Organisation, User

    school = Organisation.objects.create(name="SMP Negeri 3 Kunang-Kunang", npsn="99000003", wilayah="9971")
    user = User.objects.create_user(username="melati")
    seeded = []
    for options in order:
        cards, contacts = options.pop("ballots"), options.pop("contacts", [])
        choices = options.pop("choices", None) or [number % 3 for number in range(len(cards))]
        made = sealed_election(organisation=school, user=user, at=datetime.now(UTC), **options)
        enrol(made, contacts=contacts)
        work = [
            (made.sealed.raw, made.cards[card], choice) for card, choice in zip(cards, choices, strict=True)
        ]
        with ProcessPoolExecutor(2) as pool:
            ballots = [raw.decode() for raw in pool.map(_ballot, work, chunksize=32)]
        seeded.append({"uuid": made.election.uuid, "ballots": ballots, "cards": cards, "secrets": made.cards})
    (folder / "seeded.json").write_text(json.dumps(seeded))


def _ballot(work: tuple[bytes, str, int]) -> bytes:
    from luber.ballot import marks
    from luber.casting import ballot
    from luber.ceremony import election
    from luber.crypto import credential

    raw, card, choice = work
    sealed = election.parse(raw)
    secret = credential.secret(group=sealed.group, uuid=sealed.uuid, credential=card)
    vector = marks.vector(question=sealed.questions[0], chosen=[choice])
    return ballot.make(election=sealed, secret=secret, choices=[vector], entropy=os.urandom)


if __name__ == "__main__":
    main()
