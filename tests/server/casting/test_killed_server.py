"""The real server, killed with SIGKILL under load: no ballot is lost for which a receipt was given."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.casting import house
from tests.server.casting.house import Seeded, Server

from luber.canon.digest import fingerprint

pytestmark = pytest.mark.slow

CLIENTS = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str | None]:
    """None for SQLite in the folder; with LUBER_TEST_DB=postgres a database of its own in the tests'
    cluster.
    """
    yield from house.database(tmp_path.name)


def cast_all(
    server: Server, seeded: Seeded, receipts: dict[int, dict[str, object]], stop: threading.Event
) -> None:
    """Cast the ballots with several clients until the server is gone; keep every receipt that arrived."""
    turn = iter(range(len(seeded.ballots)))
    lock = threading.Lock()

    def client() -> None:
        connection = server.connect()
        while not stop.is_set():
            with lock:
                number = next(turn, None)
            if number is None:
                return
            try:
                status, body = house.exchange(
                    connection, "POST", f"/e/{seeded.uuid}/suara", seeded.ballots[number]
                )
            except (OSError, http.client.HTTPException):
                return
            if status == 201:
                receipts[number] = json.loads(body)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_receipt_without_its_ballot(folder: Path, database: str | None) -> None:
    environment = house.environment(folder, database=database)
    seeded = house.seed(folder, environment=environment, ballots=range(600), voters=600)
    receipts: dict[int, dict[str, object]] = {}
    with Server(environment=environment) as server:
        stop = threading.Event()
        load = threading.Thread(target=cast_all, args=(server, seeded, receipts, stop))
        load.start()
        while len(receipts) < 80 and load.is_alive():
            time.sleep(0.01)
        server.kill()
        stop.set()
        load.join()
        assert 80 <= len(receipts) < 600, "it was to be killed in the middle"
        server.start()
        status, body = server.get(f"/e/{seeded.uuid}/data.json")
        assert status == 200
        in_box = json.loads(body)["ballots"]
        assert in_box >= len(receipts)
        connection = server.connect()
        for number, receipt in receipts.items():
            raw = seeded.ballots[number]
            # The same bytes again: the same receipt, so the ballot is there, at the place that was promised.
            status, body = house.exchange(connection, "POST", f"/e/{seeded.uuid}/suara", raw)
            assert (status, json.loads(body)) == (200, receipt)
            assert receipt["tracker"] == fingerprint(raw)
        assert json.loads(server.get(f"/e/{seeded.uuid}/data.json")[1])["ballots"] == in_box
        # And it goes on where it stood: those without a receipt are cast (again), each enters once.
        rest = [number for number in range(600) if number not in receipts][:40]
        for number in rest:
            status, _body = house.exchange(
                connection, "POST", f"/e/{seeded.uuid}/suara", seeded.ballots[number]
            )
            assert status in (200, 201)
        status, archive = server.get(f"/e/{seeded.uuid}/arsip")
        assert status == 200
        for number in (*receipts, *rest):
            assert seeded.ballots[number] in archive


@pytest.mark.parametrize("revote", [True, False])
def test_200_parallel_casts_of_one_card(folder: Path, database: str | None, revote: bool) -> None:
    environment = house.environment(folder, database=database)
    seeded = house.seed(folder, environment=environment, ballots=[0] * 200, voters=2, revote=revote)
    statuses: list[int] = []
    with Server(environment=environment) as server:
        start = threading.Barrier(50)

        def client(mine: range) -> None:
            connection = server.connect()
            start.wait()
            for number in mine:
                status, _body = house.exchange(
                    connection, "POST", f"/e/{seeded.uuid}/suara", seeded.ballots[number]
                )
                statuses.append(status)

        threads = [threading.Thread(target=client, args=(range(first, 200, 50),)) for first in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        said = json.loads(server.get(f"/e/{seeded.uuid}/data.json")[1])
    assert len(statuses) == 200
    assert said["voted"] == 1, "exactly one in force"
    accepted = 200 if revote else 1
    assert statuses.count(201) == accepted
    assert statuses.count(409) == 200 - accepted
    assert said["ballots"] == accepted
