"""What the portal does besides showing: put an archive where it can be taken from as a file."""

from __future__ import annotations

import os
from pathlib import Path

from luber_server.election.models import Election

from . import archive


def export_archive(*, election: Election, folder: Path) -> Path:
    """Write `folder`/UUID.bel, whole or not at all (write, fsync, rename); returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / archive.name(election)
    unfinished = target.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        for piece in archive.stream(election):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    return target
