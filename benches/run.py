"""All benches, one after another; prints the figures that docs/benchmarks.md keeps."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BENCHES = (["benches/verify.py"], ["-m", "benches.casting"], ["benches/booth.py"])


def main() -> int:
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.platform()}", flush=True)
    failed = 0
    for bench in BENCHES:
        print(f"\n== {' '.join(bench)}", flush=True)
        failed |= subprocess.run([sys.executable, *bench], cwd=ROOT, check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
