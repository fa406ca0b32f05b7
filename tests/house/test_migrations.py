"""Models and migrations say the same: nothing is missing, one head a room, and each is named by what it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOMS = Path(__file__).resolve().parents[2] / "src" / "luber_server"


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_room_has_one_head() -> None:
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


def test_migrations_are_named_by_what_they_do() -> None:
    unnamed = [
        f"{file.parent.parent.name}/{file.stem}"
        for file in ROOMS.glob("*/migrations/[0-9]*.py")
        if re.search(r"_auto_|_[0-9]{8}_", file.stem)
    ]
    assert unnamed == []
