"""The journal by itself: what waits together is entered together, and no failure reaches a neighbour."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from luber.errors import Refused
from luber_server.casting import journal
from luber_server.casting.entry import Cast, Entered
from luber_server.casting.journal import Answer, Busy, Journal
from luber_server.election.models import Election


def cast(name: str) -> Cast:
    return Cast(election=Election(pk=1), credential=name, tracker=name, payload=name.encode())


class Box:
    """Enters casts in memory; remembers the batches, and can be told to hold, to break or to refuse."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.taken = threading.Event()
        self.hold = threading.Event()
        self.hold.set()
        self.broken: set[str] = set()
        self.refused: set[str] = set()
        self.kill_writer = False

    def enter(self, casts: Sequence[Cast]) -> list[Answer]:
        self.taken.set()
        self.hold.wait()
        if self.kill_writer:
            self.kill_writer = False
            raise SystemExit
        names = [one.tracker for one in casts]
        if self.broken & set(names):
            raise RuntimeError("the database rejects this one")
        self.batches.append(names)
        return [
            Refused("tidak", code="no") if name in self.refused else Entered(seq=number, new=True)
            for number, name in enumerate(names, start=1)
        ]


def submit_together(journal: Journal, names: Sequence[str]) -> dict[str, Entered | Refused]:
    answers: dict[str, Entered | Refused] = {}

    def one(name: str) -> None:
        try:
            answers[name] = journal.submit(cast(name))
        except Refused as refused:
            answers[name] = refused

    threads = [threading.Thread(target=one, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return answers


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_what_waits_together_is_entered_together() -> None:
    box = Box()
    own = Journal(capacity=100, enter=box.enter)
    box.hold.clear()
    first = threading.Thread(target=own.submit, args=(cast("first"),))
    first.start()
    assert box.taken.wait(5)
    names = [f"c{number}" for number in range(20)]
    rest = threading.Thread(target=submit_together, args=(own, names))
    rest.start()
    wait_until(lambda: own.waiting == 20)
    box.hold.set()
    first.join(5)
    rest.join(5)
    assert box.batches[0] == ["first"]
    assert len(box.batches) == 2
    assert sorted(box.batches[1]) == sorted(names)


def test_a_refusal_touches_no_other() -> None:
    box = Box()
    box.refused = {"c3"}
    answers = submit_together(Journal(capacity=100, enter=box.enter), [f"c{number}" for number in range(8)])
    assert isinstance(answers.pop("c3"), Refused)
    assert all(isinstance(answer, Entered) for answer in answers.values())


def test_one_that_breaks_its_batch_takes_no_other_with_it() -> None:
    box = Box()
    box.broken = {"c3"}
    answers = submit_together(Journal(capacity=100, enter=box.enter), [f"c{number}" for number in range(8)])
    broken = answers.pop("c3")
    assert isinstance(broken, Busy)
    assert broken.code == "casting.not_certain"
    assert all(isinstance(answer, Entered) for answer in answers.values())


def test_a_full_queue_says_so_at_once() -> None:
    box = Box()
    box.hold.clear()
    own = Journal(capacity=3, enter=box.enter)
    threads = [threading.Thread(target=own.submit, args=(cast(f"w{number}"),)) for number in range(1)]
    threads[0].start()
    assert box.taken.wait(5)
    threads += [threading.Thread(target=own.submit, args=(cast(f"q{number}"),)) for number in range(3)]
    for thread in threads[1:]:
        thread.start()
    wait_until(lambda: own.waiting == 3)
    with pytest.raises(Busy) as full:
        own.submit(cast("too many"))
    assert full.value.code == "casting.busy"
    assert full.value.retry_after > 0
    box.hold.set()
    for thread in threads:
        thread.join(5)
    assert sum(len(batch) for batch in box.batches) == 4


def test_who_waits_too_long_is_told_to_send_again_and_a_withdrawn_cast_is_not_entered() -> None:
    box = Box()
    box.hold.clear()
    own = Journal(capacity=10, enter=box.enter, patience_seconds=0.2)
    first = threading.Thread(target=submit_together, args=(own, ["taken"]))
    first.start()
    assert box.taken.wait(5)
    with pytest.raises(Busy, match="Kirim lagi"):
        own.submit(cast("withdrawn"))
    first.join(5)
    box.hold.set()
    submit_together(own, ["last"])
    assert [name for batch in box.batches for name in batch] == ["taken", "last"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_writer_is_replaced() -> None:
    box = Box()
    own = Journal(capacity=10, enter=box.enter, patience_seconds=0.2)
    assert isinstance(own.submit(cast("before")), Entered)
    box.kill_writer = True
    with pytest.raises(Busy):
        own.submit(cast("lost"))
    assert isinstance(own.submit(cast("after")), Entered)


def test_a_forked_process_starts_a_journal_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box()
    monkeypatch.setattr(journal, "enter_in_database", box.enter)
    journal.forget()
    assert isinstance(journal.own().submit(cast("parent")), Entered)
    child = os.fork()
    if child == 0:  # the writer's thread did not come along
        try:
            stored = journal.own().submit(cast("child"))
            os._exit(0 if stored.new and box.batches[-1] == ["child"] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    journal.forget()
