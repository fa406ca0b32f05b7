"""`manage.py reseal`: after LUBER_FIELD_KEY changed, rewrite every sealed value under the new key."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from luber_server.ports import resealing


class Command(BaseCommand):
    help = "Segel ulang semua data pribadi dengan LUBER_FIELD_KEY yang sekarang. Aman diulang."

    def handle(self, *args: object, **options: object) -> None:
        for column, count in resealing.reseal().items():
            self.stdout.write(f"{column}: {count}")
