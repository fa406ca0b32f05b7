"""Task workers: what is enqueued in a transaction is run by the worker once it stands, and only then."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from luber_server.people import usecases
from luber_server.trail import queries


def _work() -> None:
    """One worker, until nothing is left: as `luber serve` runs it, but not for ever."""
    call_command(
        "db_worker", queue_name="*", batch=True, startup_delay=False, interval=0, reload=False, verbosity=0
    )


@pytest.mark.django_db(transaction=True)
def test_the_worker_publishes_the_log_after_an_act(at: datetime, settings: Settings, tmp_path: Path) -> None:
    settings.LOG_DIR = tmp_path / "log"
    usecases.create_account(username="melati", display_name="Melati", at=at)
    waiting = DBTaskResult.objects.get()
    assert waiting.task_path == "luber_server.trail.tasks.publish_log"
    _work()
    waiting.refresh_from_db()
    assert waiting.status == "SUCCESSFUL", waiting.traceback
    published = queries.published()
    assert published is not None
    assert published.checkpoint.size == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_leaves_no_task(at: datetime) -> None:
    try:
        with transaction.atomic():
            usecases.create_account(username="melati", display_name="Melati", at=at)
            raise RuntimeError("not after all")
    except RuntimeError:
        pass
    assert not DBTaskResult.objects.exists()
