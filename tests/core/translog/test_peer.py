"""Go's reference packages read what we publish, and refuse what was tampered with."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest
from tests.core.translog.logs import KEY, leaves, publish

from luber.translog import merkle
from luber.translog.merkle import leaf_hash

PACKAGES = Path("/usr/share/gocode")
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(
        shutil.which("go") is None or not (PACKAGES / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
        reason="needs golang-go and golang-golang-x-mod-dev (apt)",
    ),
]


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier of peer/main.go, built once."""
    folder = tmp_path_factory.mktemp("peer")
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(PACKAGES), "GOFLAGS": ""}
    environment["GOCACHE"] = str(folder / "cache")
    source = Path(__file__).with_name("peer") / "main.go"
    subprocess.run(
        ["go", "build", "-o", str(folder / "peer"), str(source)], env=environment, check=True, timeout=300
    )
    return folder / "peer"


def ask(peer: Path, folder: Path, *, index: int, old: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(peer), str(folder), str(KEY), str(index), str(old)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def lay_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("size", "index", "old"),
    [(1, 0, 1), (3, 1, 2), (256, 255, 255), (1000, 321, 700), (70_000, 65_536, 65_536)],
)
def test_go_confirms_signature_inclusion_and_consistency(
    peer: Path, tmp_path: Path, size: int, index: int, old: int
) -> None:
    entries = leaves(size) if size <= 1000 else [b"daun %d" % number for number in range(size)]
    done = ask(peer, lay_out(tmp_path, publish(entries)), index=index, old=old)
    assert done.returncode == 0, done.stderr
    hashes = [leaf_hash(entry) for entry in entries]
    roots = [merkle.root(hashes), merkle.root(hashes[:old])]
    assert done.stdout.split() == [b64encode(root).decode() for root in roots]


@pytest.mark.parametrize("name", ["tile/0/001", "tile/entries/001", "tile/1/000.p/3", "checkpoint"])
def test_go_refuses_what_was_tampered_with(peer: Path, tmp_path: Path, name: str) -> None:
    files = publish(leaves(1000))
    data = bytearray(files[name])
    data[40] ^= 1
    files[name] = bytes(data)
    assert ask(peer, lay_out(tmp_path, files), index=256, old=700).returncode == 1
