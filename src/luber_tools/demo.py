"""`luber demo`: an invented school holds an election before your eyes. A thin door to `luber_server`.

It makes the database, holds a finished election, verifies its archive, leaves a second one open with
sample cards, prints addresses and accounts, and serves. `--no-serve` stops before serving; the archives lie
in DATA/elections.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from luber_tools import serve
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sentence = _("sekolah contoh: satu pemilihan selesai, satu terbuka untuk dicoba")
    parser = subparsers.add_parser("demo", help=sentence)
    where = _("map untuk basis data dan berkas")
    parser.add_argument("--data", type=Path, default=Path("data/demo"), help=where)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-serve", action="store_true", help=_("siapkan saja, jangan layani"))
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    os.environ.update(serve.environment(host=args.host, port=args.port, data=args.data))
    serve.prepare()
    from luber_server.demo import story

    story.tell(folder=args.data)
    if args.no_serve:
        return 0
    return serve.run(args)
