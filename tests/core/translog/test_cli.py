"""`luber log verify`, on a folder and over real HTTP: the sentence, the JSON, and the exit status."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.core.translog.logs import KEY, leaf, leaves, publish

from luber_tools.__main__ import main

SIZE = 300


def lay_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "log", publish(leaves(SIZE)))


@pytest.fixture(params=["folder", "http"])
def place(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The same log as a folder and as an address."""
    if request.param == "folder":
        yield str(folder)
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_honest_log_holds(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", place, "--vkey", str(KEY)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Buku luber.test/log utuh: 300 daun")
    assert "Kunci diambil" not in said


def test_without_a_key_the_logs_own_is_taken_and_said_so(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "verify", place]) == 0
    assert "Kunci diambil dari buku itu sendiri" in capsys.readouterr().out


def test_an_older_checkpoint_is_compared(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old"
    old.write_bytes(publish(leaves(120))["checkpoint"])
    assert main(["log", "verify", place, "--vkey", str(KEY), "--old", str(old)]) == 0
    assert "120" in capsys.readouterr().out
    old.write_bytes(publish([leaf(7, subject="lain"), *leaves(120)[1:]])["checkpoint"])
    assert main(["log", "verify", place, "--vkey", str(KEY), "--old", str(old)]) == 1
    old.write_bytes(publish(leaves(SIZE + 1))["checkpoint"])
    assert main(["log", "verify", place, "--vkey", str(KEY), "--old", str(old)]) == 1
    assert "menyusut" in capsys.readouterr().out
    old.write_bytes(b"bukan catatan")
    assert main(["log", "verify", place, "--vkey", str(KEY), "--old", str(old)]) == 2


def test_a_changed_log_does_not_hold(place: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = folder / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes().replace(b"osis:7", b"osis:8"))
    assert main(["log", "verify", place, "--vkey", str(KEY)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Buku luber.test/log TIDAK cocok")
    assert "tile/0/000" in said


def test_a_missing_page_of_the_book_does_not_hold(place: str, folder: Path) -> None:
    (folder / "tile/entries/000").unlink()
    assert main(["log", "verify", place, "--vkey", str(KEY)]) == 1


def test_another_key_does_not_hold(place: str) -> None:
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert main(["log", "verify", place, "--vkey", other]) == 1


def test_json_says_the_same(place: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", place, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["outcome"], found["size"], found["leaves"], found["key_source"]) == (
        "holds",
        300,
        300,
        "log",
    )
    assert found["key"] == str(KEY)
    (folder / "tile/0/000").write_bytes(b"")
    assert main(["log", "verify", place, "--json", "--vkey", str(KEY)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["findings"][0]["check"] == "tiles"
    assert found["findings"][0]["at"] == "tile/0/000"


@pytest.mark.parametrize("nowhere", ["http://127.0.0.1:9/log", "/no/such/folder", "ftp://contoh.test/log"])
def test_where_there_is_nothing_to_check_it_says_so(nowhere: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", nowhere]) == 2
    assert main(["log", "verify", nowhere, "--json"]) == 2
    assert main(["log", "verify", nowhere, "--vkey", str(KEY)]) == 2
    out = capsys.readouterr().out
    assert "belum dapat diperiksa" in out
    assert "utuh" not in out


def test_an_empty_folder_is_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", str(tmp_path), "--vkey", str(KEY)]) == 2
    assert main(["log", "verify", str(tmp_path)]) == 2
    assert main(["log", "verify", str(tmp_path), "--vkey", "bukan kunci"]) == 2
    assert main(["log", "verify", str(tmp_path), "--vkey", str(KEY), "--old", str(tmp_path / "none")]) == 2
    assert "utuh" not in capsys.readouterr().out
