"""Collect the sentences of core, tools and server into the English catalogue and compile it.

    messages.py            collect (needs GNU gettext) and compile
    messages.py --check    fail unless the compiled catalogue is what its source says and nothing is untranslated

Indonesian is the source language (a msgid is the Indonesian sentence), so there is one catalogue: English.
Compiling is Babel's work, in pure Python, so that a machine without gettext can check.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src"
PO = SOURCES / "luber" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def compiled() -> tuple[bytes, list[str]]:
    """The catalogue's bytes, and the msgids that have no English yet (or a fuzzy one)."""
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="en")
    target = io.BytesIO()
    write_mo(target, catalogue)
    open_ids = [
        str(message.id)
        for message in catalogue
        if message.id
        and (
            message.fuzzy
            or not all(message.string if isinstance(message.string, tuple) else (message.string,))
        )
    ]
    return target.getvalue(), open_ids


def collect() -> None:
    """Django's makemessages over the three packages."""
    if shutil.which("xgettext") is None:
        sys.exit("Perlu GNU gettext untuk mengumpulkan kalimat: sudo apt install gettext")
    PO.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            str(ROOT / "manage.py"),
            "makemessages",
            "-l",
            "en",
            "--no-location",
            "--no-obsolete",
            "-v",
            "0",
        ],
        cwd=SOURCES,
        check=True,
        env=os.environ | {"LUBER_DATA": os.environ.get("LUBER_DATA", str(ROOT / ".cache" / "messages"))},
    )


def tidy() -> None:
    """One order and one header, so that a change of the catalogue shows what changed and nothing else."""
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="en")
    catalogue.header_comment = "# English for Luber. The message id is the Indonesian sentence."
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.project, catalogue.version, catalogue.fuzzy = "Luber", "1", False
    for message in catalogue:
        message.auto_comments = []
    with PO.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True)


def main() -> None:
    check = "--check" in sys.argv
    if not check:
        collect()
        tidy()
    wanted, open_ids = compiled()
    target = PO.with_suffix(".mo")
    if check:
        if not target.exists() or target.read_bytes() != wanted:
            sys.exit("Katalog belum dikompilasi. Jalankan: make messages, lalu commit .po dan .mo.")
        if open_ids:
            sys.exit(f"{len(open_ids)} kalimat belum punya bahasa Inggris, misalnya: {open_ids[0]!r}")
        print("terjemahan: lengkap dan terkompilasi")
    else:
        target.write_bytes(wanted)
        print(f"terjemahan: {len(open_ids)} belum diterjemahkan")


if __name__ == "__main__":
    main()
