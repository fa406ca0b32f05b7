"""`luber verify` against belenios-tool 3.3.0 on the same file, in turn: user CPU seconds of whole processes.

    python benches/verify.py [--ballots 2000] [--rounds 3]

Reads belenios-tool from LUBER_BELENIOS_TOOL or .cache/belenios-tool; says so and stops where it is absent.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import archives

ROOT = Path(__file__).resolve().parents[1]
TOOL = Path(os.environ.get("LUBER_BELENIOS_TOOL", ROOT / ".cache" / "belenios-tool" / "belenios-tool"))


def user_seconds(command: list[str]) -> float:
    """User CPU of `command` and its children; it must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    environment = {**os.environ, "LWT_ASYNC_METHOD": "none"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ballots", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if not TOOL.exists():
        print(
            "verify: dilewati, belenios-tool 3.x tidak ada (scripts/get-belenios-tool .cache/belenios-tool)"
        )
        return 0
    with tempfile.TemporaryDirectory() as folder:
        archive = archives.make(Path(folder), ballot_count=args.ballots)
        luber = [str(ROOT / ".venv" / "bin" / "luber"), "verify", str(archive)]
        ours = {"semua inti": luber, "satu proses": [*luber, "--jobs", "1"]}
        peer = [str(TOOL), "election", "verify", "--dir", folder]
        ratios: dict[str, list[float]] = {name: [] for name in ours}
        for _round in range(args.rounds):
            other = user_seconds(peer)
            for name, command in ours.items():
                own = user_seconds(command)
                ratios[name].append(own / other)
                print(
                    f"verify {name}: luber {own:.2f} s, belenios-tool {other:.2f} s,"
                    f" {own / args.ballots * 1000:.2f} / {other / args.ballots * 1000:.2f} ms per surat suara,"
                    f" rasio {own / other:.2f}"
                )
        for name, found in ratios.items():
            print(f"verify {name}: rasio median {statistics.median(found):.2f} (palang ≤ 1,0)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
