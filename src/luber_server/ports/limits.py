"""So many requests in so much time, then "come back later": counted in the cache, by all workers together.

A window begins at a fixed multiple of its length. What is counted is kept under a keyed hash that changes
with the window: neither addresses nor contacts stand in the cache, and two windows cannot be joined.

Spend in the page, before the use case: what is spent inside a transaction that rolls back was not spent.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction

from luber.errors import Refused
from luber.errors import gettext_noop as _


class TooMany(Refused):
    """More than allowed in this window. `retry_after` is in seconds, at least 1."""

    status = 429  # as a page answers it

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            _("Terlalu banyak permintaan. Tunggu %(seconds)s detik, lalu coba lagi."),
            code="limits.too_many",
            facts={"seconds": retry_after},
        )
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[object, ...]:
        return _too_many, (self.retry_after,)


def _too_many(retry_after: int) -> TooMany:
    return TooMany(retry_after=retry_after)


def spend(*, what: str, who: str, allowed: int, per: timedelta, at: datetime, shared: bool = True) -> int:
    """Count one request of `who` for `what`; returns how many are left in this window.

    Raises `TooMany` beyond `allowed` in `per`. `shared=False` counts in this process alone, without
    touching the database: for paths where thousands come in a minute and the figure need not be exact.
    """
    length = int(per.total_seconds())
    window, into = divmod(int(at.timestamp()), length)
    key = _key(what, who, window)
    count = _count_together(key, length) if shared else _count_alone(key, length)
    if count > allowed:
        raise TooMany(retry_after=max(1, length - into))
    return allowed - count


def _key(what: str, who: str, window: int) -> str:
    said = f"{what}\x00{who}\x00{window}".encode()
    return "limit:" + hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:40]


def _count_alone(key: str, seconds: int) -> int:
    cache = caches["process"]
    cache.add(key, 0, seconds)
    return int(cache.incr(key))


def _count_together(key: str, seconds: int) -> int:
    cache = caches["default"]
    with transaction.atomic():
        # The database cache counts by reading and writing. SQLite's IMMEDIATE transaction is a lock;
        # PostgreSQL is asked for one by name, which it lets go at the end of the transaction.
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        cache.add(key, 0, seconds)
        try:
            return int(cache.incr(key))
        except ValueError:  # it ran out between the two lines
            cache.set(key, 1, seconds)
            return 1
