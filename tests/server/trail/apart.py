"""Trail in a process of its own, on a real SQLite file with the house's settings: a publisher that is killed.

Run by test_apart.py, which sets LUBER_DATA. Only this room is installed, so that it starts at once. Prints
one JSON object of what it saw.
"""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.management import call_command

from luber_server import settings as house

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def kills() -> dict[str, object]:
    """Publish, and be killed by SIGKILL right before and right after each rename; each time publish again."""
    from django.db import connection, transaction

    from luber_server.trail import publishing, usecases

    def grow(leaves: int) -> None:
        with transaction.atomic():
            for number in range(leaves):
                usecases.record(actor="system", act="election.opened", subject=f"test:{number}", at=AT)

    def publish_killed_at(step: int, *, before: bool) -> bool:
        """True where the child was killed, False where it came to its end first."""
        connection.close()
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            return os.WIFSIGNALED(status)
        replace, count = os.replace, 0

        def deadly(source: str, target: str) -> None:
            nonlocal count
            count += 1
            if count == step and before:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(source, target)
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

        os.replace = deadly  # type: ignore[assignment]
        publishing.publish(at=AT)
        os._exit(0)

    sizes, killed = [], 0
    grow(250)
    for before in (True, False):
        step = 1
        while publish_killed_at(step, before=before):
            killed += 1
            step += 1
            grow(260)
        sizes.append(publishing.publish(at=AT).size)
        grow(300)
    sizes.append(publishing.publish(at=AT).size)
    return {"killed": killed, "sizes": sizes, "compared": publishing.compare()}


if __name__ == "__main__":
    named = {name: getattr(house, name) for name in dir(house) if name.isupper()}
    settings.configure(
        **{**named, "INSTALLED_APPS": ["luber_server.trail", "django_tasks", "django_tasks_db"]}
    )
    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(kills()))
