"""The guides: every one in both languages, every picture small and used, every command of the serverless guide run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PICTURES = DOCS / "gambar"
TWINS = {
    "panitia": "committee",
    "pemegang-kunci": "trustee",
    "otoritas-kredensial": "credential-authority",
    "pemilih": "voter",
    "memeriksa": "checking",
    "menjalankan": "running",
    "baris-perintah": "command-line",
    "setelan": "settings",
}
LARGEST_BYTES, ALL_BYTES = 150_000, 2_500_000


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _anchors(page: str) -> set[str]:
    """What headings of a page can be linked to, as forges make them."""
    bare = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", bare, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_guide_has_its_twin() -> None:
    assert {path.stem for path in (DOCS / "panduan").glob("*.md")} == set(TWINS)
    assert {path.stem for path in (DOCS / "guide").glob("*.md")} == set(TWINS.values())


@pytest.mark.parametrize(("ours", "theirs"), TWINS.items())
def test_twins_show_the_same_pictures_and_have_the_same_parts(ours: str, theirs: str) -> None:
    one, other = _text(DOCS / "panduan" / f"{ours}.md"), _text(DOCS / "guide" / f"{theirs}.md")
    picture = re.compile(r"\.\./gambar/([\w-]+\.png)")
    assert picture.findall(one) == picture.findall(other)
    assert len(_anchors(one)) == len(_anchors(other))


def test_both_pages_of_settings_name_the_same_variables() -> None:
    row = re.compile(r"^\| `(LUBER_[A-Z_]+)", re.MULTILINE)
    assert row.findall(_text(DOCS / "panduan" / "setelan.md")) == row.findall(
        _text(DOCS / "guide" / "settings.md")
    )


def test_pictures_are_small_and_every_one_is_shown() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert max(sizes.values()) <= LARGEST_BYTES
    assert sum(sizes.values()) <= ALL_BYTES
    pages = "".join(_text(path) for path in [*DOCS.rglob("*.md"), ROOT / "README.md"])
    assert [name for name in sizes if f"gambar/{name}" not in pages] == []


def test_every_link_to_a_heading_finds_it() -> None:
    link = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)")
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "README.en.md"]:
        for target, anchor in link.findall(_text(page)):
            there = page if not target else (page.parent / target).resolve()
            assert anchor in _anchors(_text(there)), f"{page.relative_to(ROOT)} → {target}#{anchor}"


@pytest.mark.slow
@pytest.mark.parametrize("guide", ["panduan/baris-perintah.md", "guide/command-line.md"])
def test_the_commands_of_the_serverless_guide_hold_an_election(guide: str, tmp_path: Path) -> None:
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", _text(DOCS / guide), re.DOTALL))
    binaries = tmp_path / "bin"
    binaries.mkdir()
    door = binaries / "luber"
    door.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m luber_tools "$@"\n')
    door.chmod(0o755)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        ["bash", "-c", f"set -eo pipefail\n{commands}"],
        cwd=empty,
        env={**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^(SAH: 3 surat suara berlaku|VALID: 3 ballots in force)", done.stdout, re.MULTILINE)
    assert len(list(empty.glob("*/*.bel"))) == 1
