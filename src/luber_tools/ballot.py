"""`luber ballot`: make a ballot as a voter's browser does, or check one as the box does."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from luber.canon import json, shape
from luber.casting import ballot as ballots
from luber.casting import receipt
from luber.crypto import credential as credentials
from luber_tools import files
from luber_tools.folder import Folder
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("ballot", help=_("buat atau periksa satu surat suara"))
    acts = parser.add_subparsers(required=True, metavar=_("LANGKAH"))

    make = acts.add_parser("make", help=_("surat suara tersandi, ke keluaran"))
    make.add_argument("--dir", type=Path, default=Path(), help=_("map berisi UUID.bel"))
    make.add_argument("--privcred", required=True, type=Path, help=_("berkas berisi kode kartu"))
    make.add_argument(
        "--choice",
        required=True,
        type=Path,
        help=_("berkas seperti [[0,1,0]]; pilihan pertama adalah kosong bila diizinkan"),
    )
    make.set_defaults(run=_make)

    check = acts.add_parser("check", help=_("periksa satu surat suara (berkas, atau - untuk masukan)"))
    check.add_argument("ballot")
    check.add_argument("--dir", type=Path, default=Path(), help=_("map berisi UUID.bel"))
    check.set_defaults(run=_check)


def _make(args: argparse.Namespace) -> int:
    election = Folder(args.dir).setup().election
    typed = args.privcred.read_text("utf-8").strip().strip('"')
    choices = shape.array(
        json.parse(args.choice.read_bytes().strip()), where="choice", length=len(election.questions)
    )
    raw = ballots.make(
        election=election,
        secret=credentials.secret(
            group=election.group, uuid=election.uuid, credential=credentials.read(typed)
        ),
        choices=[
            tuple(shape.integer(mark, where="choice") for mark in shape.array(row, where="choice"))
            for row in choices
        ],
        entropy=os.urandom,
    )
    files.put_out(raw)
    return 0


def _check(args: argparse.Namespace) -> int:
    fixed = Folder(args.dir).setup()
    checked = ballots.check(
        election=fixed.election, credentials=fixed.credentials, raw=files.read(args.ballot).rstrip(b"\n")
    )
    print(_("Surat suara ini sah."))
    print(f"{checked.tracker}  {' · '.join(receipt.words(checked.tracker))}")
    return 0
