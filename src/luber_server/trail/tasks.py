"""What the workers do for trail: publish soon after a leaf was recorded, and compare all now and then."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks import task

from luber_server.ports import clock

from . import publishing, queries

COMPARE_EVERY = timedelta(days=1)
_compared_at: datetime | None = (
    None  # by this process; a new one compares at once, as after a restored backup
)


@task()
def publish_log() -> int:
    """Publish what is recorded; returns the size that stands there now."""
    return publishing.publish(at=clock.now()).size


def publish_soon(**_signal: object) -> None:
    """Ask a worker to publish (answers `usecases.publishing_wanted`); if this is lost, the timer does."""
    publish_log.enqueue()


@task()
def compare_log() -> int:
    """Compare every leaf of the database with the published log; returns how many."""
    return publishing.compare()


def tick(*, at: datetime) -> None:
    """What the clock asks for: publish what no task has published, and once a day compare everything."""
    global _compared_at
    now = queries.published()
    if now is None or now.checkpoint.size != queries.recorded():
        publishing.publish(at=at)
    if _compared_at is None or at - _compared_at >= COMPARE_EVERY:
        _compared_at = at
        publishing.compare()
