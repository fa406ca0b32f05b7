"""The vectors that belenios-tool made, and the tool itself where this machine has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors" / "belenios"

THRESHOLD_ED25519 = "a-threshold-blank-ed25519"
THRESHOLD_2048 = "a-threshold-blank-belenios2048"
THRESHOLD_OLD = "a-threshold-blank-belenios2048-tool2.0"
WEIGHTED_ED25519 = "b-weighted-ed25519"
WEIGHTED_2048 = "b-weighted-belenios2048"
READABLE = (THRESHOLD_ED25519, THRESHOLD_2048, THRESHOLD_OLD, WEIGHTED_ED25519, WEIGHTED_2048)
OTHER_KINDS = ("c-ranked-ed25519", "e-lists-ed25519")


@dataclass(frozen=True, slots=True)
class Vector:
    """One folder of `tests/vectors/belenios`."""

    name: str
    archive: Path
    election: bytes
    trustees: bytes
    credentials: bytes
    secrets: Any
    expected: Any

    def records(self) -> list[bytes]:
        """Bodies of all records, read with no code of ours."""
        import tarfile

        with tarfile.open(self.archive) as opened:
            return [opened.extractfile(member).read() for member in opened.getmembers()]  # type: ignore[union-attr]

    def ballots(self) -> list[bytes]:
        return [body for body in self.records() if body.startswith(b'{"election_uuid"')]


def load(name: str) -> Vector:
    """The vector of this folder name."""
    folder = VECTORS / name
    return Vector(
        name=name,
        archive=next(folder.glob("*.bel")),
        election=(folder / "election.json").read_bytes(),
        trustees=(folder / "trustees.json").read_bytes(),
        credentials=(folder / "public_creds.json").read_bytes(),
        secrets=json.loads((folder / "secrets.json").read_text()),
        expected=json.loads((folder / "expected.json").read_text()),
    )


def tool(generation: str) -> str:
    """The path of belenios-tool `2.0` or `3.3`; skips the test, visibly, where it is not here."""
    if generation == "2.0":
        found = shutil.which("belenios-tool")
    else:
        named = os.environ.get("LUBER_BELENIOS_TOOL") or str(
            ROOT / ".cache" / "belenios-tool" / "belenios-tool"
        )
        found = named if Path(named).exists() else None
    if found is None:
        pytest.skip(f"belenios-tool {generation} tidak ada di mesin ini")
    return found


def run(
    generation: str, *arguments: str, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run belenios-tool, its checks one after another."""
    return subprocess.run(
        [tool(generation), *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "LWT_ASYNC_METHOD": "none"},
        timeout=300,
        check=False,
    )


def accepts(generation: str, archive: bytes, *, uuid: str, folder: Path) -> tuple[bool, str]:
    """Does belenios-tool's `election verify` accept this archive? And what does it say?"""
    (folder / f"{uuid}.bel").write_bytes(archive)
    done = run(generation, "election", "verify", "--dir", str(folder))
    return done.returncode == 0, (done.stdout + done.stderr).decode()
