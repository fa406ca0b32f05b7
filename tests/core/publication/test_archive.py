"""The archive, byte for byte: what a writer gives is what belenios-tool wrote, and what a reader reads."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor

import pytest
from tests.core import belenios, making

from luber.errors import Malformed, Refused
from luber.publication import archive, ballots
from luber.publication.archive import Writer
from luber.publication.ballots import Chunk, Verdict
from luber.publication.events import BEGINNING, Chain, Event, EventType, State, parse
from luber.publication.report import Status
from luber.publication.verify import verify
from luber.tally import decryption, encrypted


@pytest.mark.parametrize("name", belenios.READABLE)
def test_belenios_tools_archive_is_written_again(name: str) -> None:
    vector = belenios.load(name)
    whole = vector.archive.read_bytes()
    records = list(archive.read(io.BytesIO(whole)))
    assert [record.body for record in records] == vector.records()
    writer = Writer(timestamp=archive.read_first(records[0]))
    written = writer.begin()
    waiting: list[bytes] = []
    for record in records[1:]:
        if record.name.endswith(archive.DATA):
            waiting.append(record.body)
            continue
        event = parse(record.body)
        assert event.to_bytes() == record.body
        written += _write(writer, event.type, waiting)
        waiting = []
    assert written == whole
    assert writer.chain.parent == vector.expected["last_event_hash"]
    assert writer.chain.state is State.FINISHED


def _write(writer: Writer, kind: EventType, bodies: list[bytes]) -> bytes:
    match kind:
        case EventType.SETUP:
            election, trustees, credentials, _sealed = bodies
            return writer.setup(election=election, trustees=trustees, credentials=credentials)
        case EventType.BALLOT:
            return writer.ballot(bodies[0])
        case EventType.END_BALLOTS:
            return writer.end_ballots()
        case EventType.ENCRYPTED_TALLY:
            return writer.encrypted_tally(bodies[0], companion=encrypted.parse_companion(bodies[1]))
        case EventType.PARTIAL_DECRYPTION:
            return writer.partial_decryption(bodies[0], companion=decryption.parse_companion(bodies[1]))
        case _:
            return writer.result(bodies[0])


def test_a_writer_goes_on_where_another_stopped() -> None:
    made = making.make()
    whole = made.archive()
    fixed = {
        "election": made.election.raw,
        "trustees": made.trustees.to_bytes(made.group),
        "credentials": made.credentials.to_bytes(),
    }
    writer = Writer(timestamp=making.TIMESTAMP)
    written = writer.begin() + writer.setup(**fixed)
    for raw in made.ballots:
        again = Writer(timestamp=making.TIMESTAMP, chain=writer.chain)
        piece = writer.ballot(raw)
        assert again.ballot(raw) == piece
        assert again.chain == writer.chain
        written += piece
    assert whole.startswith(written)


def test_a_writer_refuses_what_may_not_come_now_and_stays_where_it_is() -> None:
    writer = Writer(timestamp=making.TIMESTAMP)
    for act in (writer.end_ballots, lambda: writer.ballot(b"{}"), lambda: writer.result(b"{}")):
        with pytest.raises(Refused):
            act()
        assert writer.chain == BEGINNING


def test_any_tar_program_lists_the_records() -> None:
    made = making.make()
    with tarfile.open(fileobj=io.BytesIO(made.archive())) as opened:
        names = opened.getnames()
    assert names[0] == "BELENIOS"
    assert all(name.endswith((".data.json", ".event.json")) for name in names[1:])


def test_a_record_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Malformed):
        archive.header(name="x" * 100, size=1, timestamp=1)
    with pytest.raises(Malformed):
        archive.header(name="x", size=8**11, timestamp=1)


def test_an_event_is_read_as_it_is_printed() -> None:
    first = Event(parent=None, height=0, type=EventType.SETUP, payload="a" * 64)
    assert parse(first.to_bytes()) == first
    event, chain = Chain(height=3, parent="b" * 64, state=State.OPEN).link(
        EventType.END_BALLOTS, payload=None
    )
    assert event.to_bytes() == b'{"parent":"%s","height":3,"type":"EndBallots"}' % (b"b" * 64)
    assert parse(event.to_bytes()) == event
    assert chain.height == 4


def test_the_reader_reads_one_record_at_a_time() -> None:
    """A reader that stops early has asked for no more than it gave."""
    source = io.BytesIO(making.make().archive())
    reader = archive.read(source)
    first, second = next(reader), next(reader)
    assert (first.position, second.position) == (0, 1024)
    assert source.tell() == second.position + 512 + len(second.body) + len(second.padding)
    assert archive.read_body(source, position=1024) == second.body


@pytest.mark.slow
def test_ballots_may_be_checked_in_other_processes() -> None:
    """Chunks go out and verdicts come back by pickle; the report is the same to the last field."""
    for group in ("Ed25519", "BELENIOS-2048"):
        whole = making.make(group=group).archive()
        with ProcessPoolExecutor(max_workers=2) as pool:

            def mapped(
                function: Callable[[Chunk], tuple[Verdict, ...]], chunks: Iterable[Chunk]
            ) -> Iterable[tuple[Verdict, ...]]:
                return pool.map(function, chunks)

            there = verify(io.BytesIO(whole), map_chunks=mapped)
        here = verify(io.BytesIO(whole))
        assert there == here
        assert there.status is Status.HOLDS


def test_many_chunks_make_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Revotes and faults are found across chunk borders."""
    made = making.make()
    made.ballots.append(made.ballots[0].replace(b'"response":"', b'"response":"1', 1))
    whole = made.archive()
    reports = []
    for size in (1, 2, 3, 50):
        monkeypatch.setattr(ballots, "CHUNK", size)
        reports.append(verify(io.BytesIO(whole)))
    assert all(report == reports[0] for report in reports)
    assert reports[0].status is Status.FAILS
    assert reports[0].first_failure is not None
    assert reports[0].first_failure.where.split()[0] == "Ballot[4]"
