"""Speaks with the TypeScript twin (client/test/twin.ts): an act a line goes in as JSON, its answer back."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CLIENT = Path(__file__).parents[3] / "client"


class Twin:
    """One Node.js process that answers until it is closed."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            ["node", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def try_(self, act: str, **given: Any) -> dict[str, Any]:
        """{"done": …} or {"refused": "Unverified: …"}."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"act": act, "given": given}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def ask(self, act: str, **given: Any) -> Any:
        """What was done; a refusal fails the test."""
        answer = self.try_(act, **given)
        assert "done" in answer, answer
        return answer["done"]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)


def bundle(folder: Path) -> Path:
    """The twin, bundled into `folder`. Skips where Node.js or the client's packages are not there."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed: the TypeScript twin could not be asked")
    if not (CLIENT / "node_modules" / "esbuild").is_dir():
        pytest.skip("client/node_modules is missing (npm ci): the TypeScript twin could not be asked")
    subprocess.run([node, "test/bundle-twin.mjs", str(folder)], cwd=CLIENT, check=True)
    return folder / "twin.mjs"
