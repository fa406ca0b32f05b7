"""What only real processes show: a publisher may be killed at any moment, and the log stays whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import luber
from luber.crypto.signature import verify
from luber.translog.inspection import Outcome, inspect
from luber.translog.note import VerifierKey


def run(*, data: Path) -> dict[str, Any]:
    source = str(Path(luber.__file__).parents[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUBER_")}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("apart.py"))],
        env={**environment, "LUBER_DATA": str(data), "PYTHONPATH": source},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_publisher_killed_at_every_step_goes_on_and_the_log_stays_whole(tmp_path: Path) -> None:
    seen = run(data=tmp_path)
    assert seen["killed"] >= 10
    assert seen["compared"] == seen["sizes"][-1]
    folder = tmp_path / "log"
    key = VerifierKey.parse((folder / "vkey").read_text().strip())

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.exists() else None

    report = inspect(read=read, key=key, checks=verify)
    assert report.findings == ()
    assert report.outcome is Outcome.HOLDS
    assert report.leaves == seen["sizes"][-1]
    assert (tmp_path / "secrets" / "log.key").stat().st_mode & 0o777 == 0o600
