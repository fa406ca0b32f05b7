"""Reading and writing the small files of an election: exact bytes, one JSON value a line where belenios-tool
does so."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from luber.canon import json


def read(path: Path | str) -> bytes:
    """All of a file; `-` is standard input."""
    return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()


def read_lines(path: Path | str) -> list[bytes]:
    """The lines of a `.jsons` file, empty ones left out."""
    return [line for line in read(path).split(b"\n") if line.strip()]


def read_values(path: Path | str) -> list[Any]:
    """The JSON values of a `.jsons` file. Raises `Malformed`."""
    return [json.parse(line) for line in read_lines(path)]


def write(path: Path, data: bytes) -> None:
    """Write a public file that is not there yet; an existing one is never overwritten with other bytes."""
    _create(path, data, mode=0o444)


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read."""
    _create(path, data, mode=0o400)


def put_out(data: bytes) -> None:
    """One value and a newline on standard output."""
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def _create(path: Path, data: bytes, *, mode: int) -> None:
    if path.exists() and path.read_bytes() == data:
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
