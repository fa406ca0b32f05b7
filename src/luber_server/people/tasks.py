"""What the clock asks of people: forget what need not be remembered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from .models import Denial

DENIALS_KEPT = timedelta(days=180)


def tick(*, at: datetime) -> None:
    """Drop refused requests after half a year, and sessions that have run out."""
    Denial.objects.filter(denied_at__lt=at - DENIALS_KEPT).delete()
    Session.objects.filter(expire_date__lt=at).delete()
