"""Limits: so many in a window, counted by all workers together, forgotten afterwards."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection

from luber_server.ports import limits

NOON = datetime(2026, 11, 23, 5, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.django_db
def test_beyond_the_limit_one_is_told_when_to_come_back(shared: bool) -> None:
    left = [
        limits.spend(what="code", who="a", allowed=3, per=MINUTE, at=NOON, shared=shared) for _ in range(3)
    ]
    assert left == [2, 1, 0]
    with pytest.raises(limits.TooMany, match="40 detik") as refused:
        limits.spend(what="code", who="a", allowed=3, per=MINUTE, at=NOON, shared=shared)
    assert refused.value.retry_after == 40


@pytest.mark.django_db
def test_others_other_things_and_other_windows_are_counted_apart() -> None:
    limits.spend(what="code", who="a", allowed=1, per=MINUTE, at=NOON)
    limits.spend(what="code", who="b", allowed=1, per=MINUTE, at=NOON)
    limits.spend(what="cast", who="a", allowed=1, per=MINUTE, at=NOON)
    limits.spend(what="code", who="a", allowed=1, per=MINUTE, at=NOON + MINUTE)


@pytest.mark.django_db
def test_neither_who_nor_what_stands_in_the_cache() -> None:
    limits.spend(what="casting.code", who="melati@contoh.id", allowed=3, per=MINUTE, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM luber_cache")
        kept = str(cursor.fetchall())
    assert "limit:" in kept
    assert "melati" not in kept
    assert "casting" not in kept


@pytest.mark.django_db(transaction=True)
def test_workers_together_get_exactly_what_is_allowed() -> None:
    def ask(_: int) -> bool:
        try:
            limits.spend(what="code", who="a", allowed=10, per=MINUTE, at=NOON)
        except limits.TooMany:
            return False
        else:
            return True
        finally:
            connection.close()

    caches["default"].clear()
    with ThreadPoolExecutor(8) as pool:
        granted = sum(pool.map(ask, range(40)))
    assert granted == 10


def test_a_refusal_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(limits.TooMany(retry_after=7))).retry_after == 7
