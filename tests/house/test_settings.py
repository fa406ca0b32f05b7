"""docs/panduan/setelan.md lists every LUBER_ variable that something reads, and none that nothing reads."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "panduan" / "setelan.md"
READ_IN_SETTINGS = re.compile(r'\b(?:env|flag|own_secret)\(\s*"([A-Z_]+)"')
READ_ELSEWHERE = re.compile(r'(?:environ(?:\.get)?[\[(]\s*|getenv\(\s*)"LUBER_([A-Z_]+)"')
OF_THE_TESTS = re.compile(r'"LUBER_((?:TEST|BELENIOS)_[A-Z]+)"')
FAMILY = "ANYMAIL_"  # one row for a provider's own names


def _read() -> set[str]:
    settings = ROOT / "src" / "luber_server" / "settings.py"
    found = set(READ_IN_SETTINGS.findall(settings.read_text(encoding="utf-8")))
    for file in (ROOT / "src").rglob("*.py"):
        found |= set(READ_ELSEWHERE.findall(file.read_text(encoding="utf-8")))
    for file in (ROOT / "tests").rglob("*.py"):
        found |= set(OF_THE_TESTS.findall(file.read_text(encoding="utf-8")))
    return found


def _listed() -> set[str]:
    rows = re.findall(r"^\| `LUBER_([A-Z_]+)…?` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(set(rows)), "a variable has two rows"
    return set(rows) - {FAMILY}


def test_every_variable_is_listed() -> None:
    assert _read() - _listed() == set()


def test_every_listed_variable_is_read() -> None:
    assert _listed() - _read() == set()


def test_the_family_of_the_mail_provider_is_named() -> None:
    assert f"`LUBER_{FAMILY}…`" in PAGE.read_text(encoding="utf-8")


def test_settings_are_made_of_the_environment_alone() -> None:
    """No settings file beside the environment, and no default that is a secret."""
    text = (ROOT / "src" / "luber_server" / "settings.py").read_text(encoding="utf-8")
    assert "local_settings" not in text
    assert not re.search(r'(?:SECRET|FIELD)_KEY\s*=\s*"', text)
