"""The clock, one of the few doors to the world. Rooms take `at` as an argument; pages and tasks ask here,
once."""

from __future__ import annotations

import os
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def now() -> datetime:
    """The present moment, aware. LUBER_CLOCK (an ISO moment) stops the clock, for rehearsals and
    screenshots."""
    if stopped := os.environ.get("LUBER_CLOCK"):
        moment = parse_datetime(stopped)
        if moment is None or moment.tzinfo is None:
            raise ValueError("LUBER_CLOCK harus seperti 2026-11-23T07:00:00+07:00")
        return moment
    return timezone.now()
