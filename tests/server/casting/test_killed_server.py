"""The real server, killed with SIGKILL under load: no ballot is lost for which a receipt was given."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.server.casting import house
from tests.server.casting.house import Seeded, Server

from luber.canon.digest import fingerprint

pytestmark = pytest.mark.slow

CLIENTS = 8
MANY = 400
ENOUGH = 60


@dataclass(frozen=True)
class Standing:
    """A running server with three open elections."""

    server: Server
    many: Seeded
    again: Seeded
    once: Seeded


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """On SQLite, or with LUBER_TEST_DB=postgres in a database of its own in the tests' cluster."""
    folder = tmp_path_factory.mktemp("server")
    for database in house.database(folder.name):
        environment = house.environment(folder, database=database)
        elections = [
            {"ballots": range(MANY), "voters": MANY},
            {"ballots": [0] * 200, "voters": 2, "revote": True},
            {"ballots": [0] * 200, "voters": 2, "revote": False},
        ]
        many, again, once = house.seed(folder, environment=environment, elections=elections)
        with Server(environment=environment) as server:
            yield Standing(server, many, again, once)


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


def box(server: Server, seeded: Seeded) -> dict[str, int]:
    """What data.json says of the box."""
    status, body = server.get(f"/e/{seeded.uuid}/data.json")
    assert status == 200
    said = json.loads(body)
    return {"ballots": said["ballots"], "voted": said["voted"]}


@pytest.mark.parametrize("revote", [True, False])
def test_200_parallel_casts_of_one_card(standing: Standing, revote: bool) -> None:
    server, seeded = standing.server, standing.again if revote else standing.once
    statuses: list[int] = []
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
    accepted = 200 if revote else 1
    assert statuses.count(201) == accepted
    assert statuses.count(409) == 200 - accepted
    assert box(server, seeded) == {"ballots": accepted, "voted": 1}


def test_no_receipt_without_its_ballot(standing: Standing) -> None:
    server, seeded = standing.server, standing.many
    receipts: dict[int, dict[str, object]] = {}
    stop = threading.Event()
    load = threading.Thread(target=cast_all, args=(server, seeded, receipts, stop))
    load.start()
    while len(receipts) < ENOUGH and load.is_alive():
        time.sleep(0.005)
    server.kill()
    stop.set()
    load.join()
    assert ENOUGH <= len(receipts) < MANY, "it was to be killed in the middle"
    server.start()
    in_box = box(server, seeded)["ballots"]
    assert in_box >= len(receipts)
    connection = server.connect()
    for number, receipt in receipts.items():
        raw = seeded.ballots[number]
        # The same bytes again: the same receipt, so the ballot is there, at the place that was promised.
        status, body = house.exchange(connection, "POST", f"/e/{seeded.uuid}/suara", raw)
        assert (status, json.loads(body)) == (200, receipt)
        assert receipt["tracker"] == fingerprint(raw)
    assert box(server, seeded)["ballots"] == in_box
    # And it goes on where it stood: those without a receipt are cast (again), and each enters once.
    rest = [number for number in range(MANY) if number not in receipts][:20]
    for number in rest:
        status, _body = house.exchange(connection, "POST", f"/e/{seeded.uuid}/suara", seeded.ballots[number])
        assert status in (200, 201)
    status, archive = server.get(f"/e/{seeded.uuid}/arsip")
    assert status == 200
    assert all(archive.count(seeded.ballots[number]) == 1 for number in (*receipts, *rest))
