"""What the clock asks of people: forget what need not be remembered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from .models import Denial

DENIALS_KEPT = timedelta(days=180)
SESSIONS_KEPT = timedelta(days=1)  # beyond their end: swept together, once a day or so


def tick(*, at: datetime) -> None:
    """Drop refused requests after half a year, and sessions that have run out.

    Asked every few seconds, so it looks before it deletes: looking takes no lock from those who vote. Django
    ends a session by the machine's clock; in a rehearsal ours may be ahead of it, and everybody stays in.
    """
    for old in (
        Denial.objects.filter(denied_at__lt=at - DENIALS_KEPT),
        Session.objects.filter(expire_date__lt=timezone.now() - SESSIONS_KEPT),
    ):
        if old.exists():
            old.delete()
