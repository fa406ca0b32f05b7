"""What the workers do for trail: publish soon after a leaf was recorded, and compare all now and then."""

from __future__ import annotations

from django_tasks import task

from luber_server.ports import clock

from . import publishing


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
