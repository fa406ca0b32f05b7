"""What every test stands on: a data folder of its own, one database or the other, and an honest last word.

Django's settings read the environment when they are first asked, so the environment is put in order here,
before. `LUBER_TEST_DB=postgres` runs the server's tests on PostgreSQL; without it on SQLite in a file, so
that threads share it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import django
import pytest
from tests import postgres

KEEP = ("LUBER_TEST_", "LUBER_BELENIOS_", "LUBER_BENCH_")
_data = Path(tempfile.mkdtemp(prefix="luber-test-"))
_owner_process = os.getpid()
_cluster: postgres.Cluster | None = None
_no_postgres = ""


def _settle_environment() -> None:
    global _cluster, _no_postgres
    for name in list(os.environ):
        if name.startswith("LUBER_") and not name.startswith(KEEP):
            del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "luber_server.settings"
    os.environ["LUBER_DATA"] = str(_data)
    (_data / "static").mkdir()
    os.environ["LUBER_TEST_SQLITE"] = str(_data / "test.sqlite3")
    if os.environ.get("LUBER_TEST_DB") == "postgres":
        # Workers of pytest-xdist use the cluster of the process that started them.
        if url := os.environ.get("LUBER_TEST_POSTGRES"):
            os.environ["LUBER_DATABASE"] = url
            return
        try:
            _cluster = postgres.start()
        except postgres.Missing as missing:
            _no_postgres = str(missing)
        else:
            os.environ["LUBER_DATABASE"] = os.environ["LUBER_TEST_POSTGRES"] = _cluster.url


def _leave() -> None:
    if os.getpid() != _owner_process:  # a forked child of a test is not the one to tidy up
        return
    if _cluster is not None:
        _cluster.stop()
    shutil.rmtree(_data, ignore_errors=True)


_settle_environment()
django.setup()  # the conftests below import models before pytest-django would set Django up
atexit.register(_leave)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """LUBER_DATA of this run."""
    return _data


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not _no_postgres:
        return
    for item in items:
        if "tests/server/" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason=f"LUBER_TEST_DB=postgres: {_no_postgres}"))


def pytest_report_header() -> str:
    if os.environ.get("LUBER_TEST_DB") != "postgres":
        return "database: SQLite"
    return f"database: {_no_postgres or 'PostgreSQL, a cluster of our own'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name at the end which tests could not run, and why, grouped by the reason."""
    reasons: Counter[str] = Counter()
    where: dict[str, set[str]] = {}
    for report in terminalreporter.getreports("skipped"):
        told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = told.removeprefix("Skipped: ")
        reasons[reason] += 1
        where.setdefault(reason, set()).add(report.nodeid.split("::")[0])
    if not reasons:
        return
    terminalreporter.section("Tes yang tidak dapat dijalankan di mesin ini", sep="-", yellow=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:4d} × {reason}")
        for place in sorted(where[reason]):
            terminalreporter.write_line(f"       {place}")
