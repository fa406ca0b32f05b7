"""The house itself: rooms are described, decisions are numbered, nothing names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("luber", "luber_server")
ROOMS = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / "src" / package).iterdir())
    if path.is_dir() and (path / "__init__.py").exists()
]


def tracked(*patterns: str) -> list[Path]:
    """The files that git tracks and that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: f"{room.parent.name}.{room.name}")
def test_every_room_says_what_belongs_in_it(room: Path) -> None:
    readme = room / "README.md"
    assert readme.exists(), f"{room.name} belum punya README.md"
    assert len(readme.read_text("utf-8")) > 200


def test_every_room_stands_in_the_list_of_rooms() -> None:
    listed = (ROOT / "docs" / "rooms.md").read_text("utf-8")
    for room in ROOMS:
        assert re.search(rf"^\|[^|]*\b{room.name}\b", listed, re.MULTILINE), room.name


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [
        path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md"
    ]
    assert all(number.isdecimal() for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert sorted(numbers) == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine() -> None:
    host = re.compile(r"registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org/simple|deb\.debian\.org")
    machine = re.compile(r"""(^|[\s"'(=])/(work|farm|root)/[A-Za-z.]""", re.MULTILINE)
    for path in tracked():
        if path.suffix in {".bel", ".woff2", ".png", ".webp", ".jpg", ".xlsx", ".mo", ".ico"} or path == Path(
            __file__
        ):
            continue
        text = path.read_text("utf-8", errors="replace")
        assert not host.search(text), f"{path.relative_to(ROOT)} menyebut alamat registri"
        assert not machine.search(text), f"{path.relative_to(ROOT)} menyebut jalan satu mesin"


def test_the_locks_hold_every_package_to_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text().splitlines()
        pinned = [line for line in lines if re.match(r"^[a-z0-9]", line)]
        assert len(pinned) > 20
        assert all("==" in line for line in pinned)
        for number, line in enumerate(lines):
            if re.match(r"^[a-z0-9]", line):
                assert lines[number + 1].strip().startswith("--hash=sha256:"), line


def test_each_room_has_one_first_migration() -> None:
    for folder in (ROOT / "src" / "luber_server").glob("*/migrations"):
        names = sorted(path.stem for path in folder.glob("[0-9]*.py"))
        numbers = [name[:4] for name in names]
        assert numbers == [f"{n:04d}" for n in range(1, len(names) + 1)], f"{folder.parent.name}: {names}"


def test_every_relative_link_in_the_docs_leads_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    for page in [*tracked("*.md")]:
        for target in link.findall(page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} → {target}"
