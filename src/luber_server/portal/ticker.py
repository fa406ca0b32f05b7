"""What the clock asks for: each room with something to do by the hour says so in a function `tick` of its
`tasks`.

`tick(*, at: datetime) -> None` is called every few seconds by `manage.py tick` (one process is enough,
several do no harm: a room's tick locks what it changes). A tick that fails is logged and does not keep the
others from theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import close_old_connections

log = logging.getLogger("luber.ticker")

Tick = Callable[..., None]


def ticks() -> Iterator[tuple[str, Tick]]:
    """(room, its tick), from the lowest room to the highest: what a lower room changes, a higher one sees."""
    for config in reversed(list(apps.get_app_configs())):
        if config.name.startswith("luber_server.") and find_spec(f"{config.name}.tasks"):
            tick = getattr(import_module(f"{config.name}.tasks"), "tick", None)
            if tick is not None:
                yield config.label, tick


def tick_all(*, at: datetime) -> None:
    """Let every room do what is due at this moment."""
    for room, tick in ticks():
        close_old_connections()
        try:
            tick(at=at)
        except Exception:
            log.exception("the tick of %s failed; it is tried again with the next one", room)
