"""Every template of every room compiles, and wears only classes that the skin knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SERVER = Path(__file__).resolve().parents[3] / "src" / "luber_server"
TEMPLATES = sorted(
    (path, root) for root in SERVER.glob("*/templates") for path in root.rglob("*.html")
)  # fmt: skip
NAMES = [str(path.relative_to(SERVER)) for path, _root in TEMPLATES]
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


@pytest.mark.parametrize(("path", "root"), TEMPLATES, ids=NAMES)
def test_a_template_compiles(path: Path, root: Path) -> None:
    get_template(str(path.relative_to(root)))


@pytest.mark.parametrize(("path", "root"), TEMPLATES, ids=NAMES)
def test_a_template_wears_known_classes(path: Path, root: Path) -> None:
    skins = SERVER.glob("**/static/**/*.css")
    known = {name for skin in skins for name in re.findall(r"\.([a-zA-Z][\w-]*)", skin.read_text())}
    worn = {
        name
        for value in re.findall(r'class="([^"]*)"', path.read_text())
        for name in TAG.sub(" ", value).split()
    }
    assert not worn - known
