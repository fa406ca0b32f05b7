"""The clock, one of the few doors to the world. Rooms take `at` as an argument; pages and tasks ask here,
once."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def now() -> datetime:
    """The present moment, aware.

    For rehearsals and screenshots LUBER_CLOCK (an ISO moment) stops the clock, and LUBER_CLOCK_AHEAD names a
    file with the whole seconds by which it runs ahead: a running house is moved to the next day by writing
    that file.
    """
    if stopped := os.environ.get("LUBER_CLOCK"):
        moment = parse_datetime(stopped)
        if moment is None or moment.tzinfo is None:
            raise ValueError("LUBER_CLOCK harus seperti 2026-11-23T07:00:00+07:00")
        return moment
    if ahead := os.environ.get("LUBER_CLOCK_AHEAD"):
        return timezone.now() + timedelta(seconds=int(Path(ahead).read_text("ascii")))
    return timezone.now()
