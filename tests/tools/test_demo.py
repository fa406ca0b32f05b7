"""`luber demo --no-serve`: what it leaves behind holds, also before the outside verifier."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luber.publication.report import Status
from luber.publication.verify import verify

ROOT = Path(__file__).resolve().parents[2]
TOOL = Path(os.environ.get("LUBER_BELENIOS_TOOL", ROOT / ".cache" / "belenios-tool" / "belenios-tool"))


def demo(folder: Path) -> str:
    """Run the command as its user does, in an environment that names nothing of Luber's."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LUBER_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "luber_tools", "demo", "--no-serve", "--data", str(folder)],
        capture_output=True,
        text=True,
        env={**bare, "PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, demo(folder)


def summary(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "demo.json").read_text("utf-8"))
    return read


def test_it_says_what_to_try(told: tuple[Path, str]) -> None:
    folder, said = told
    facts = summary(folder)
    assert "terverifikasi: 66 surat suara berlaku dari 75 pemilih" in said
    for fact in (facts["finished"], facts["open"], *facts["accounts"].values(), facts["samples"][0]["code"]):
        assert fact in said


def test_both_archives_hold_and_one_has_a_result(told: tuple[Path, str]) -> None:
    folder, _said = told
    facts = summary(folder)
    for name, finished in ((facts["finished"], True), (facts["open"], False)):
        with (folder / "elections" / f"{name}.bel").open("rb") as file:
            report = verify(file)
        assert report.status is Status.HOLDS
        assert report.finished is finished
        assert report.voters == 75


@pytest.mark.peer
@pytest.mark.skipif(not TOOL.exists(), reason="belenios-tool 3.x tidak ada di .cache/belenios-tool")
def test_the_outside_verifier_accepts_both(told: tuple[Path, str], tmp_path: Path) -> None:
    folder, _said = told
    for archive in sorted((folder / "elections").glob("*.bel")):
        alone = tmp_path / archive.stem
        alone.mkdir()
        (alone / archive.name).write_bytes(archive.read_bytes())
        subprocess.run(
            [str(TOOL), "election", "verify", "--dir", str(alone)],
            check=True,
            capture_output=True,
            env={**os.environ, "LWT_ASYNC_METHOD": "none"},
        )


def test_told_once_it_is_only_summed_up_again(told: tuple[Path, str]) -> None:
    folder, said = told
    again = demo(folder)
    assert said.endswith(again)


def test_the_log_it_leaves_holds(told: tuple[Path, str]) -> None:
    folder, _said = told
    done = subprocess.run(
        [sys.executable, "-m", "luber_tools", "log", "verify", str(folder / "log")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
