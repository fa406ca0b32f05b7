"""The journal: one writer a process, so that many casts share one wait for the disk (group commit).

A cast first takes one of the process's places (`room`), so that a crowd is told to come back before
anything is checked for it. A request puts its checked ballot into a bounded queue and waits. The writer
takes all that wait, enters them in one transaction (`entry.enter`), and only when that is on disk wakes the
requests with their places in the box. A full queue is said at once (`Busy`, with the seconds to wait). The
writer is started by the first cast of a process and again when it is found dead or the process was forked;
it has a database connection of its own.

When a batch fails as a whole, each of its casts is tried alone, so one that the database rejects takes no
other with it.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from contextlib import contextmanager
from datetime import datetime
from typing import Final, TypeAlias

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber_server.ports import clock

from .entry import Cast, Entered, enter, prepare_disk

BATCH = 256  # casts in one transaction
GATHER_SECONDS = 0.04  # how long the first of a batch waits for company; a commit is dear
PATIENCE_SECONDS = 30.0  # how long a request waits for its answer
TRIES_WHEN_LOCKED = 3  # each waits as long as the connection's own timeout

log = logging.getLogger(__name__)

Answer: TypeAlias = Entered | Refused
Enter: TypeAlias = Callable[[Sequence[Cast]], list[Answer]]
Waiting: TypeAlias = tuple[Cast, "Future[Answer]"]
STOP: Final = None


class Busy(Refused):
    """More casts wait than this process takes, or the disk did not answer. `retry_after` is in seconds."""

    def __init__(self, sentence: str, *, code: str, retry_after: int) -> None:
        super().__init__(sentence, code=code)
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[object, ...]:
        return _busy, (self.sentence, self.code, self.retry_after)


def _busy(sentence: str, code: str, retry_after: int) -> Busy:
    return Busy(sentence, code=code, retry_after=retry_after)


def queue_full() -> Busy:
    return Busy(
        _(
            "Banyak yang sedang mengirim suara. Suaramu belum terkirim; pilihanmu tetap ada di layar."
            " Kirim lagi sebentar lagi."
        ),
        code="casting.busy",
        retry_after=2,
    )


def not_certain() -> Busy:
    return Busy(
        _(
            "Kami belum dapat memastikan suaramu tercatat."
            " Kirim lagi: surat suara yang sama tidak dihitung dua kali."
        ),
        code="casting.not_certain",
        retry_after=5,
    )


class Journal:
    """The queue and its writer. `enter` stores a batch and answers for each cast, or raises for all of it."""

    def __init__(self, *, capacity: int, enter: Enter, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._waiting: queue.Queue[Waiting | None] = queue.Queue(maxsize=capacity)
        self._places = threading.BoundedSemaphore(capacity)
        # Checking a ballot is some sixty calls of libsodium, each of which hands the interpreter on. Many checks at
        # once in one process spend a quarter of their time on that (docs/benchmarks.md), so a process checks one
        # ballot after another; the other cores have processes of their own.
        self.checking = threading.Lock()
        self._enter = enter
        self._patience_seconds = patience_seconds
        self._starting = threading.Lock()
        self._writer: threading.Thread | None = None

    @contextmanager
    def room(self) -> Iterator[None]:
        """One of `capacity` casts under way in this process. Raises `Busy` where all places are taken."""
        if not self._places.acquire(blocking=False):
            raise queue_full()
        try:
            yield
        finally:
            self._places.release()

    @property
    def waiting(self) -> int:
        """How many casts the writer has not taken yet."""
        return self._waiting.qsize()

    def submit(self, cast: Cast) -> Entered:
        """Wait until the ballot is on disk. Raises `Refused` where a rule says no, `Busy` where it must be
        sent again.
        """
        future: Future[Answer] = Future()
        try:
            self._waiting.put_nowait((cast, future))
        except queue.Full:
            raise queue_full() from None
        self._see_that_the_writer_lives()
        try:
            answer = future.result(timeout=self._patience_seconds)
        except WaitedTooLong:
            # Either it is withdrawn before the writer took it, or it may yet be stored: "send again" is
            # right for both.
            future.cancel()
            raise not_certain() from None
        if isinstance(answer, Refused):
            raise answer
        return answer

    def _see_that_the_writer_lives(self) -> None:
        if self._writer is not None and self._writer.is_alive():
            return
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(
                    target=self._write_for_ever, name="casting-journal", daemon=True
                )
                self._writer.start()

    def stop(self) -> None:
        """Enter what waits, then let the writer and its connection go."""
        if self._writer is not None and self._writer.is_alive():
            self._waiting.put(STOP)
            self._writer.join()

    def _write_for_ever(self) -> None:
        try:
            going = True
            while going:
                taken = self._take_all_that_wait()
                going = STOP not in taken
                batch = [one for one in taken if one is not STOP and one[1].set_running_or_notify_cancel()]
                if batch:
                    self._commit(batch)
        finally:
            connection.close()

    def _take_all_that_wait(self) -> list[Waiting | None]:
        taken = [self._waiting.get()]
        if taken != [STOP]:
            time.sleep(GATHER_SECONDS)
        while len(taken) < BATCH:
            try:
                taken.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return taken

    def _commit(self, batch: list[Waiting]) -> None:
        try:
            try:
                answers = self._enter([cast for cast, _future in batch])
            except Exception:
                if len(batch) == 1:
                    raise
                log.exception("a batch of %d casts failed as a whole; each is tried alone", len(batch))
                for one in batch:
                    self._commit([one])
                return
            for (_cast, future), answer in zip(batch, answers, strict=True):
                future.set_result(answer)
        except Exception:
            log.exception("a cast could not be stored")
            for _cast, future in batch:
                if not future.done():
                    future.set_result(not_certain())


def enter_in_database(casts: Sequence[Cast], *, now: Callable[[], datetime] = clock.now) -> list[Answer]:
    """`entry.enter` on this thread's connection, mended where it broke and patient where the database is
    locked.
    """
    for left in reversed(range(TRIES_WHEN_LOCKED)):
        try:
            connection.close_if_unusable_or_obsolete()
            prepare_disk()
            return enter(casts, clock=now)
        except OperationalError:
            connection.close()
            if not left:
                raise
            time.sleep(0.05)
        except DatabaseError:
            connection.close()
            raise
    raise AssertionError("unreachable")


_own: Journal | None = None
_own_lock = threading.Lock()


def own() -> Journal:
    """This process's journal."""
    global _own
    if _own is None:
        with _own_lock:
            if _own is None:
                _own = Journal(capacity=settings.CASTING_QUEUE, enter=enter_in_database)
    return _own


def stop() -> None:
    """Stop this process's journal; the next cast starts another."""
    if _own is not None:
        _own.stop()
    forget()


def forget() -> None:
    """Let the next cast start a journal of its own: after a fork, where threads do not live on."""
    global _own, _own_lock
    _own, _own_lock = None, threading.Lock()


os.register_at_fork(after_in_child=forget)
