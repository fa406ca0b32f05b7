"""`luber tally`: the encrypted tally of the ballots in force and its companion, two lines on standard
output."""

from __future__ import annotations

import argparse
from pathlib import Path

from luber.tally import encrypted
from luber_tools import files
from luber_tools.folder import Folder
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("tally", help=_("jumlahkan surat suara tanpa membukanya"))
    parser.add_argument("--dir", type=Path, default=Path(), help=_("map berisi UUID.bel"))
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    folder = Folder(args.dir)
    election = folder.setup().election
    tally, companion = encrypted.compute(
        election=election, ballots=((ballot.answers, ballot.weight) for ballot in folder.ballots_in_force())
    )
    files.put_out(encrypted.to_bytes(tally, group=election.group))
    files.put_out(companion.to_bytes())
    return 0
