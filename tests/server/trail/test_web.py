"""The open book: files for programs, pages for people in two languages, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from luber.crypto.signature import verify
from luber.translog.note import VerifierKey
from luber.translog.proof import InclusionProof
from luber_server.trail import publishing, usecases
from luber_server.trail.models import Leaf
from luber_tools.__main__ import main

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def log(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.LOG_DIR = tmp_path / "log"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return tmp_path / "log"


def grow(leaves: int) -> None:
    with transaction.atomic():
        for number in range(leaves):
            usecases.record(
                actor="panitia.7",
                act="registry.dpt.frozen",
                subject=f"dpt:{number}",
                at=AT,
                data={"sha256": "ab" * 32, "note": "<b>&tebal</b>"},
                election="osis",
            )


def test_before_the_first_leaf_the_page_says_so_and_files_are_absent(client: Client) -> None:
    page = client.get("/log/")
    assert page.status_code == 200
    assert "belum terbit" in page.content.decode()
    for name in ("checkpoint", "vkey", "tile/0/000", "daun/0/"):
        assert client.get(f"/log/{name}").status_code == 404, name


def test_files_are_served_exactly_with_their_headers(client: Client, log: Path) -> None:
    grow(300)
    publishing.publish(at=AT)
    forever = "public, max-age=31536000, immutable"
    for name, kind, cache in (
        ("checkpoint", "text/plain; charset=utf-8", "public, max-age=5"),
        ("vkey", "text/plain; charset=utf-8", "public, max-age=5"),
        ("tile/0/000", "application/octet-stream", forever),
        ("tile/0/001.p/44", "application/octet-stream", forever),
        ("tile/entries/000", "application/octet-stream", forever),
        ("tile/1/000.p/1", "application/octet-stream", forever),
    ):
        answer = client.get(f"/log/{name}")
        assert answer.status_code == 200, name
        assert answer.content == (log / name).read_bytes()
        assert answer["Content-Type"] == kind
        assert answer["Cache-Control"] == cache
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer
        assert client.post(f"/log/{name}").status_code in {403, 405}


@pytest.mark.parametrize(
    "name",
    [
        "tile/../../secrets/log.key",
        "tile/0/../000",
        "tile/%2e%2e/%2e%2e/secrets/log.key",
        "tile/0/0",
        "tile/0/001",
        "tile/0/000.p/300",
        "tile/",
        ".tmp/x",
        "secrets/log.key",
        "daun/999/",
        "daun/-1/",
        "?before=x",
    ],
)
def test_what_is_no_file_of_the_log_is_not_there(client: Client, name: str) -> None:
    grow(256)
    publishing.publish(at=AT)
    answer = client.get(f"/log/{name}")
    assert answer.status_code == 404
    assert b"PRIVATE" not in answer.content


def test_the_book_shows_the_newest_leaves_with_their_meaning(client: Client, log: Path) -> None:
    grow(65)
    publishing.publish(at=AT)
    page = client.get("/log/").content.decode()
    assert "Daftar pemilih tetap (DPT) dibekukan" in page
    assert "/log/daun/64/" in page
    assert "/log/daun/34/" not in page
    assert (log / "vkey").read_text().strip() in page
    assert "menunggu diterbitkan" not in page
    older = client.get("/log/?before=35").content.decode()
    assert "/log/daun/34/" in older
    assert "/log/daun/35/" not in older
    english = client.get("/log/", headers={"accept-language": "en"}).content.decode()
    assert "The final voter list (DPT) was frozen" in english
    grow(1)
    assert "menunggu diterbitkan" in client.get("/log/").content.decode()


def test_a_leaf_is_shown_whole_and_escaped_and_its_proof_holds_offline(client: Client, log: Path) -> None:
    grow(3)
    waiting = client.get("/log/daun/1/").content.decode()
    assert "menunggu diterbitkan" in waiting
    assert client.get("/log/daun/1/bukti").status_code == 404
    publishing.publish(at=AT)
    page = client.get("/log/daun/1/").content.decode()
    assert "panitia.7" in page
    assert "ab" * 32 in page
    assert "<b>&tebal" not in page
    assert "/log/daun/1/bukti" in page
    answer = client.get("/log/daun/1/bukti")
    assert "daun-1.tlog-proof" in answer["Content-Disposition"]
    key = VerifierKey.parse((log / "vkey").read_text().strip())
    leaf = bytes(Leaf.objects.get(index=1).bytes)
    assert InclusionProof.parse(answer.content).verify(leaf=leaf, key=key, checks=verify).size == 3


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
        pass


@pytest.fixture
def address() -> Iterator[str]:
    """The whole server, on a port of its own."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_luber_log_verify_confirms_what_the_server_serves(
    address: str, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grow(10)
    publishing.publish(at=AT)
    old = tmp_path / "old"
    old.write_bytes((log / "checkpoint").read_bytes())
    grow(300)
    publishing.publish(at=AT)
    key = (log / "vkey").read_text().strip()
    assert main(["log", "verify", address, "--vkey", key, "--old", str(old)]) == 0
    assert "310 daun" in capsys.readouterr().out
    bundle = log / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes().replace(b"dpt:7", b"dpt:8", 1))
    assert main(["log", "verify", address, "--vkey", key]) == 1
