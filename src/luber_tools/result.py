"""`luber result`: put the partial decryptions together, one line on standard output."""

from __future__ import annotations

import argparse
from pathlib import Path

from luber.tally import result
from luber_tools import files
from luber_tools.folder import Folder
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("result", help=_("satukan pembukaan para pemegang kunci menjadi hasil"))
    parser.add_argument("--dir", type=Path, default=Path(), help=_("map berisi UUID.bel"))
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    folder = Folder(args.dir)
    fixed = folder.setup()
    combined = result.combine(
        election=fixed.election,
        trustees=fixed.trustees,
        tally=folder.encrypted_tally(),
        decryptions=folder.decryptions(),
        total_weight=folder.companion().total_weight,
    )
    files.put_out(combined.to_bytes())
    return 0
