"""Many chunks over several processes, in order, a few in flight at a time, so that memory stays bounded."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from typing import TypeVar

Chunk = TypeVar("Chunk")
Found = TypeVar("Found")
Mapper = Callable[[Callable[[Chunk], Found], Iterable[Chunk]], Iterable[Found]]

AHEAD = 2  # chunks waiting for each process


@contextmanager
def mapper(jobs: int | None) -> Iterator[Callable[..., Iterable[object]]]:
    """A `map` over `jobs` processes (None: one a core); one job is this process itself."""
    wanted = jobs or os.cpu_count() or 1
    if wanted == 1:
        yield map
        return
    # fork where there is one: this command has no threads, and a worker need not load everything again.
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(wanted, mp_context=get_context(method)) as pool:

        def in_order(check: Callable[[Chunk], Found], chunks: Iterable[Chunk]) -> Iterator[Found]:
            waiting: deque[Future[Found]] = deque()
            for chunk in chunks:
                waiting.append(pool.submit(check, chunk))
                if len(waiting) >= wanted * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield in_order
