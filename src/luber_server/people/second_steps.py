"""Secrets of authenticator apps and recovery codes lie sealed inside a JSON column of allauth's: rewrite
them too."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from luber_server.ports import sealing

from .adapters import PURPOSE

SECRETS = ("secret", "seed")  # of an app, of recovery codes


@transaction.atomic
def reseal() -> int:
    """Bring every secret of a second step under the present field key; returns how many were not yet."""
    changed = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        old = {name: row.data[name] for name in SECRETS if name in row.data}
        due = {name: hexed for name, hexed in old.items() if not sealing.is_current(bytes.fromhex(hexed))}
        if not due:
            continue
        for name, hexed in due.items():
            text = sealing.open(bytes.fromhex(hexed), purpose=PURPOSE)
            row.data[name] = sealing.seal(text, purpose=PURPOSE).hex()
        row.save(update_fields=["data"])
        changed += 1
    return changed
