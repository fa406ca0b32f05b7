"""The English catalogue: compiled as its source says, nothing untranslated, placeholders kept."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PO = Path(__file__).resolve().parents[2] / "src" / "luber" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def catalogue():  # type: ignore[no-untyped-def]
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def test_the_compiled_catalogue_is_what_its_source_says(catalogue) -> None:  # type: ignore[no-untyped-def]
    target = io.BytesIO()
    write_mo(target, catalogue)
    assert PO.with_suffix(".mo").read_bytes() == target.getvalue(), "make messages, lalu commit .po dan .mo"


def test_every_sentence_has_its_english(catalogue) -> None:  # type: ignore[no-untyped-def]
    for message in catalogue:
        if message.id:
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(said), message.id
            assert not message.fuzzy, message.id


def test_placeholders_survive_translation(catalogue) -> None:  # type: ignore[no-untyped-def]
    for message in catalogue:
        if not message.id:
            continue
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACEHOLDER.findall(asked[-1]))
        for sentence in said[-1:]:
            assert set(PLACEHOLDER.findall(sentence)) == wanted, message.id
