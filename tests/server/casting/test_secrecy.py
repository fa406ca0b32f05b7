"""From all that a server keeps, nobody can tell how a voter voted, nor which card a voter held.

A real server holds an election; its voters, who are on a roll with names and mail addresses, vote in an
order that we know. Then an adversary gets everything: the database file with its free pages and its journal
of pages, logs, mail folder, secrets, every file with its times, and (on top of what anyone could get) the
content of every single ballot, as if all trustees had betrayed. What is left to find is who cast which
ballot, and the adversary tries every order in which anything that names a voter stands anywhere: rows by
hidden and visible number and by every column, places in the raw bytes of every file, times of files. None
may lead from voters to choices better than chance; a control with a leak shows that the adversary would
have found one.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from tests.server.casting import house
from tests.server.casting.house import Seeded, Server

from luber.crypto import blind, credential, groups, proof
from luber.crypto.groups import ED25519
from luber_server.casting import permits
from luber_server.registry import sealed

pytestmark = pytest.mark.slow

VOTERS = 48
CHOICES = 3
# Of 48 guesses a third is right by chance (16 ± 3.3). Hundreds of orders are tried, so the best of them is
# allowed 4.5 of those steps; a true link gives 48.
STEPS = 4.5
CHANCE = VOTERS / CHOICES
BEST_BY_CHANCE = CHANCE + STEPS * (VOTERS * (1 / 3) * (2 / 3)) ** 0.5
FEW = 10  # an order of fewer voters says little
PAGE, FRAME = 4096, 24 + 4096  # bytes of SQLite's pages, and of one in its journal


@dataclass(frozen=True)
class Truth:
    """What only the test knows: who voted when, with which card, and what for. Voters are numbered by the
    roll.
    """

    order: tuple[int, ...]  # voters in the order of their casts
    card: Mapping[int, int]
    choice: Mapping[int, int]
    contacts: tuple[str, ...]
    seeded: Seeded


@dataclass(frozen=True)
class Dump:
    """Everything that the server left: its folder, where its database is, what it said."""

    folder: Path
    database: str | None
    environment: Mapping[str, str]
    truth: Truth
    with_a_code: bool
    names: Mapping[bytes, int]  # everything by which a file or a row could name a voter
    permits: Mapping[bytes, int]  # of these, what names the permit of a voter


Order = Sequence[int]  # voters, in some order found somewhere


# ---- an election is held


class Postbox:
    """The mail provider, which is none of the server: codes by address."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        text = envelope.content.decode()  # type: ignore[attr-defined]
        code = re.search(r": (\d{6})\b", text)
        assert code is not None
        self.codes[envelope.rcpt_tos[0]] = code.group(1)  # type: ignore[attr-defined]
        return "250 OK"

    def code(self, contact: str) -> str:
        until = time.monotonic() + 20
        while contact not in self.codes:
            assert time.monotonic() < until, "no mail came"
            time.sleep(0.01)
        return self.codes.pop(contact)


@pytest.fixture(scope="module", params=["", "mail"], ids=["card alone", "with a code"])
def dump(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dump]:
    """A server that held an election for a while, killed, with all it left."""
    folder = tmp_path_factory.mktemp("secrecy")
    dice = random.Random(20261123)
    order = list(range(VOTERS))
    cards = list(range(VOTERS))
    choices = [number % CHOICES for number in range(VOTERS)]
    for shuffled in (order, cards, choices):
        dice.shuffle(shuffled)
    contacts = tuple(f"pemilih{number:02}@contoh.id" for number in range(VOTERS))
    postbox = Postbox()
    port = house.free_port()
    mail = Controller(postbox, hostname="127.0.0.1", port=port)
    mail.start()
    for database in house.database(folder.name):
        environment = house.environment(
            folder,
            database=database,
            MAIL="smtp",
            MAIL_HOST="127.0.0.1",
            MAIL_PORT=str(port),
            LOG_LEVEL="INFO",
        )
        election = {
            "ballots": [cards[voter] for voter in order],
            "choices": [choices[voter] for voter in order],
            "contacts": contacts,
            "voters": VOTERS,
            "second_factor": request.param,
        }
        (seeded,) = house.seed(folder, environment=environment, elections=[election])
        (folder / "order.json").unlink()
        (folder / "seeded.json").unlink()
        truth = Truth(
            order=tuple(order),
            card=dict(enumerate(cards)),
            choice=dict(enumerate(choices)),
            contacts=contacts,
            seeded=seeded,
        )
        with (folder / "said.log").open("wb") as said, Server(environment=environment, output=said) as server:
            for place, voter in enumerate(order):
                vote(server, truth, place=place, voter=voter, code=postbox.code if request.param else None)
        # Taken as it lies there: whoever opens the database next tidies up after the server that was killed.
        seized = tmp_path_factory.mktemp("seized") / "all"
        shutil.copytree(folder, seized)
        names, of_permits = names_of(truth, environment)
        yield Dump(seized, database, environment, truth, bool(request.param), names, of_permits)
    mail.stop()


def vote(server: Server, truth: Truth, *, place: int, voter: int, code: Callable[[str], str] | None) -> None:
    """One voter's browser: the booth, the code where it is asked for, the cast."""
    uuid = truth.seeded.uuid
    browser = Browser(server)
    browser.get(f"/pilih/{uuid}/")
    headers = {}
    if code is not None:
        headers["X-Luber-Izin"] = permit(browser, truth, voter=voter, code=code)
    status, body = browser.post(f"/e/{uuid}/suara", truth.seeded.ballots[place], headers)
    assert status == 201, body
    browser.get(f"/e/{uuid}/kotak/?p={json.loads(body)['tracker'].replace('+', '%2B')}")


def permit(browser: Browser, truth: Truth, *, voter: int, code: Callable[[str], str]) -> str:
    uuid, contact = truth.seeded.uuid, truth.contacts[voter]
    address = f"/e/{uuid}/izin"
    status, body = browser.post(address, json.dumps({"step": "request", "contact": contact}).encode())
    assert status == 200, body
    secret = truth.seeded.secrets[truth.card[voter]]
    public = ED25519.text(credential.public(group=groups.by_name("Ed25519"), uuid=uuid, credential=secret))
    r = ED25519.random_secret(os.urandom)
    blinded = blind.blind(blind.hash_to_group(public.encode(), uuid=uuid), r)
    asked = {"step": "redeem", "contact": contact, "code": code(contact), "blinded": ED25519.text(blinded)}
    status, body = browser.post(address, json.dumps(asked).encode())
    assert status == 200, body
    said = json.loads(body)
    evaluation = blind.Evaluation(
        evaluated=ED25519.element(said["evaluated"], where="evaluated"),
        proof=proof.parse(said["proof"], group=ED25519, where="proof"),
    )
    key = ED25519.element(said["key"], where="key")
    return ED25519.text(blind.unblind(evaluation, blinded=blinded, r=r, key=key, uuid=uuid))


class Browser:
    """Keeps cookies, as a voter's browser does."""

    def __init__(self, server: Server) -> None:
        self.connection = server.connect()
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> tuple[int, bytes]:
        return self._exchange("GET", path, None, {})

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        token = self.cookies["csrftoken"].value
        return self._exchange("POST", path, body, {"X-CSRFToken": token, **(headers or {})})

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        sent = {"Content-Type": "application/json", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        self.connection.request(method, path, body=body, headers=sent)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(line)
        return answer.status, answer.read()


# ---- the adversary


def names_of(truth: Truth, environment: Mapping[str, str]) -> tuple[dict[bytes, int], dict[bytes, int]]:
    """Everything by which a file or a row could name a voter, computed with the server's own keys."""
    program = (
        "import json, sys, django; django.setup()\n"
        "from luber_server.ports import sealing\n"
        "from luber_server.registry.models import Voter\n"
        "uuid, contacts = json.loads(sys.argv[1])\n"
        "rows = dict(Voter.objects.values_list('contact_index', 'pk'))\n"
        "found = []\n"
        "for contact in contacts:\n"
        f"    index = sealing.index(contact, purpose={sealed.CONTACT!r}, election=uuid)\n"
        f"    permit = sealing.index(f'voter:{{rows[index]}}', purpose={permits.PURPOSE_VOTER!r}, election=uuid)\n"
        "    found.append([rows[index], index, permit])\n"
        "print(json.dumps(found))\n"
    )
    asked = json.dumps([truth.seeded.uuid, truth.contacts])
    done = subprocess.run(
        [sys.executable, "-c", program, asked], env=dict(environment), capture_output=True, check=True
    )
    names: dict[bytes, int] = {}
    of_permits: dict[bytes, int] = {}
    for voter, (_pk, *indexes) in enumerate(json.loads(done.stdout)):
        of_permits[indexes[1].encode()] = voter
        plain = [truth.contacts[voter], f"009{voter:07}", f"Pemilih Ke-{voter}"]
        for text in (*indexes, *plain):
            names[text.encode()] = voter
        names |= {bytes.fromhex(index): voter for index in indexes}
    return names, of_permits


def by_place_in_files(dump: Dump) -> Iterator[tuple[str, Order]]:
    """Voters in the order in which they first, and last, stand in the raw bytes of every file."""
    for path in files(dump):
        raw = path.read_bytes()
        for kind in {len(name) for name in dump.names}:
            first: dict[int, int] = {}
            last: dict[int, int] = {}
            for name, voter in dump.names.items():
                if len(name) == kind and name in raw:
                    first[voter] = min(raw.find(name), first.get(voter, len(raw)))
                    last[voter] = max(raw.rfind(name), last.get(voter, 0))
            yield f"{path.name}, first {kind} bytes", sorted(first, key=lambda voter: first[voter])
            yield f"{path.name}, last {kind} bytes", sorted(last, key=lambda voter: last[voter])


def by_pages(dump: Dump) -> Iterator[tuple[str, Order]]:
    """SQLite: within one page, what was written later stands nearer to its beginning."""
    if dump.database is None:
        raw = database_file(dump).read_bytes()
        for start in range(0, len(raw), PAGE):
            named = named_in(raw[start : start + PAGE], dump)
            yield f"page {start // PAGE}", sorted(named, key=lambda voter: -named[voter])


def by_frames(dump: Dump) -> Iterator[tuple[str, Order]]:
    """SQLite: its journal holds pages as they were after each commit; who is new in which one?

    Frames of an earlier round, which the present one has not overwritten yet, are older than all others.
    """
    journal = database_file(dump).with_name("luber.sqlite3-wal")
    raw = journal.read_bytes() if dump.database is None and journal.exists() else b""
    salt = raw[16:24]
    frames = [raw[at : at + FRAME] for at in range(32, len(raw), FRAME)]
    frames.sort(key=lambda frame: frame[8:16] == salt)
    seen: dict[int, int] = {}
    for number, frame in enumerate(frames):
        for voter in named_in(frame, dump):
            seen.setdefault(voter, number)
    yield "frames", sorted(seen, key=lambda voter: seen[voter])


def named_in(raw: bytes, dump: Dump) -> dict[int, int]:
    """Voters whose permits stand in these bytes, and where."""
    return {voter: raw.find(name) for name, voter in dump.permits.items() if name in raw}


def database_file(dump: Dump) -> Path:
    return dump.folder / "data" / "luber.sqlite3"


def by_times_of_files(dump: Dump) -> Iterator[tuple[str, Order]]:
    """Voters in the order of the times and numbers of the files that name exactly one of them."""
    places: dict[Path, int] = {}
    for path in files(dump):
        raw = path.read_bytes()
        named = {voter for name, voter in dump.names.items() if name in raw}
        if len(named) == 1:
            places[path] = named.pop()
    for attribute in ("st_mtime_ns", "st_ino"):
        ranked = sorted(places, key=lambda path: getattr(path.stat(), attribute))
        yield f"{attribute} of files", [places[path] for path in ranked]


def by_rows(dump: Dump) -> Iterator[tuple[str, Order]]:
    """Voters in the order of the rows that name them: by hidden number and by every column."""
    for table, columns, rows in tables(dump):
        named = [(voter, row) for row in rows if (voter := voter_of(row, dump.names)) is not None]
        for place, column in enumerate(columns):
            cells: list[tuple[str, Any, int]] = [
                (type(row[place]).__name__, row[place], voter) for voter, row in named
            ]
            ranked = sorted(cell for cell in cells if cell[1] is not None)
            yield f"{table}.{column}", list(dict.fromkeys(voter for *_cell, voter in ranked))


def voter_of(row: Sequence[object], names: Mapping[bytes, int]) -> int | None:
    for cell in row:
        said = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
        if said in names:
            return names[said]
    return None


def tables(dump: Dump) -> Iterator[tuple[str, list[str], list[tuple[object, ...]]]]:
    """Every table with its rows, as they lie in it, and their hidden numbers."""
    if dump.database is not None:
        with psycopg.connect(dump.database) as connection:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            for (table,) in connection.execute(query).fetchall():
                found = connection.execute(
                    f"SELECT (ctid::text::point)[0] * 100000 + (ctid::text::point)[1] AS ctid,"
                    f' xmin::text::bigint AS xmin, * FROM "{table}" ORDER BY 1'
                )
                yield table, [one.name for one in found.description or ()], found.fetchall()
        return
    opened = sqlite3.connect(f"file:{database_file(dump)}?mode=ro", uri=True)
    for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        try:
            cursor = opened.execute(f'SELECT rowid AS hidden, * FROM "{table}" ORDER BY rowid')
        except sqlite3.OperationalError:  # WITHOUT ROWID
            cursor = opened.execute(f'SELECT * FROM "{table}"')
        yield table, [one[0] for one in cursor.description], cursor.fetchall()
    opened.close()


def files(dump: Dump) -> list[Path]:
    return [path for path in dump.folder.rglob("*") if path.is_file()]


def right_guesses(order: Order, truth: Truth) -> int:
    """How many voters' choices come out when the k-th in `order` is taken for the k-th who cast, or for one
    near by.
    """
    best = 0
    for ranked in (list(order), list(reversed(order))):
        for shift in (-1, 0, 1):
            pairs = ((voter, place + shift) for place, voter in enumerate(ranked))
            guessed = (
                truth.choice[truth.order[place]] == truth.choice[voter]
                for voter, place in pairs
                if 0 <= place < len(truth.order)
            )
            best = max(best, sum(guessed))
    return best


def likeness(order: Order, truth: Truth) -> float:
    """How like `order` is to the order of casting, of all pairs (Kendall's tau), in steps of what chance
    does.
    """
    when = {voter: place for place, voter in enumerate(truth.order)}
    size = len(order)
    agree = sum(
        1 if when[one] < when[other] else -1
        for place, one in enumerate(order)
        for other in order[place + 1 :]
    )
    spread = math.sqrt(2 * (2 * size + 5) / (9 * size * (size - 1)))
    return abs(agree / (size * (size - 1) / 2)) / spread


# ---- what must hold


def orders(dump: Dump) -> list[tuple[str, Order]]:
    return [
        *by_pages(dump),  # before anything opens the database: that tidies it up
        *by_frames(dump),
        *by_place_in_files(dump),
        *by_times_of_files(dump),
        *by_rows(dump),
    ]


def test_no_order_leads_from_voters_to_choices(dump: Dump) -> None:
    tried = [(where, order) for where, order in orders(dump) if len(order) >= FEW]
    assert len(tried) > 10, "the adversary found voters named in many places"
    closest = max(tried, key=lambda one: likeness(one[1], dump.truth))
    assert likeness(closest[1], dump.truth) < STEPS, closest[0]
    best = max(tried, key=lambda one: right_guesses(one[1], dump.truth))
    assert right_guesses(best[1], dump.truth) <= BEST_BY_CHANCE, best[0]


def test_the_adversary_would_find_a_leak(dump: Dump) -> None:
    """The control: one log that names voters as they come, and the join is complete."""
    leak = dump.folder / "bocor.log"
    leak.write_text("\n".join(f"07:{voter:02} {dump.truth.contacts[voter]}" for voter in dump.truth.order))
    try:
        found = dict(by_place_in_files(dump))
    finally:
        leak.unlink()
    size = len(dump.truth.contacts[0])
    assert likeness(found[f"bocor.log, first {size} bytes"], dump.truth) > 2 * STEPS
    assert right_guesses(found[f"bocor.log, first {size} bytes"], dump.truth) == VOTERS


def test_a_code_leaves_a_row_for_its_voter_and_nothing_of_when(dump: Dump) -> None:
    named = {
        table: sum(voter_of(row, dump.names) is not None for row in rows)
        for table, _columns, rows in tables(dump)
    }
    said = {table: count for table, count in named.items() if count}
    assert said == {"registry_voter": VOTERS} | ({"casting_permit": VOTERS} if dump.with_a_code else {})


def test_no_row_and_no_file_but_the_box_knows_a_card_and_none_knows_a_voter_too(dump: Dump) -> None:
    truth, names = dump.truth, dump.names
    group = groups.by_name("Ed25519")
    public = [
        group.text(credential.public(group=group, uuid=truth.seeded.uuid, credential=secret)).encode()
        for secret in truth.seeded.secrets
    ]
    for table, _columns, rows in tables(dump):
        for row in rows:
            said = b"\x00".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row
            )
            knows_a_card = any(card in said for card in public)
            assert not (knows_a_card and any(name in said for name in names)), table
    logs = [path for path in files(dump) if "sqlite" not in path.name]
    for path in logs:
        raw = path.read_bytes()
        assert not any(card in raw for card in public), path
        assert not any(name in raw for name in names), path


def test_what_opens_a_card_or_a_permit_is_nowhere(dump: Dump) -> None:
    for path in files(dump):
        raw = path.read_bytes()
        for secret in dump.truth.seeded.secrets:
            assert secret.encode() not in raw
            assert secret.replace("-", "").encode() not in raw


def test_the_box_has_no_column_for_a_time_or_an_address(dump: Dump) -> None:
    columns = {table: set(names) for table, names, _rows in tables(dump) if table.startswith("casting_")}
    hidden = {"hidden", "ctid", "xmin"}
    assert columns["casting_ballot"] - hidden == {"election_id", "seq", "credential", "tracker", "payload"}
    assert columns["casting_inforce"] - hidden == {"election_id", "credential", "seq"}
    assert columns["casting_permit"] - hidden == {"election_id", "voter", "blinded", "settled"}


def test_voting_leaves_no_session_no_task_no_message_and_no_limit(dump: Dump) -> None:
    kept = {table: len(rows) for table, _columns, rows in tables(dump)}
    for table in ("django_session", "ports_delivery", "luber_cache", "casting_permitcode"):
        assert kept[table] == 0, table
    assert "127.0.0.1" not in (dump.folder / "said.log").read_text()


def test_a_sealed_ballot_looks_the_same_whatever_it_says(dump: Dump) -> None:
    """Lengths and every digit of it: guessing the choice from any of them is right a third of the time, or
    so.
    """
    truth = dump.truth
    chosen = [truth.choice[voter] for voter in truth.order]
    raws = truth.seeded.ballots
    features: dict[str, list[int]] = {"length": [len(raw) for raw in raws]}
    shortest = min(map(len, raws))
    features |= {f"byte {place}": [raw[place] for raw in raws] for place in range(0, shortest, 7)}
    for name, values in features.items():
        middle = sorted(values)[VOTERS // 2]
        for choice in range(CHOICES):
            high = [value > middle for value, said in zip(values, chosen, strict=True) if said == choice]
            share = sum(high) / len(high)
            overall = sum(value > middle for value in values) / VOTERS
            spread = (overall * (1 - overall) / len(high)) ** 0.5
            assert abs(share - overall) <= 5.5 * spread + 1e-9, name
