"""`luber election`: put the trustees' keys together and write the election file, as belenios-tool does.

`trustees` reads `public_keys.jsons` (single trustees, one a line) and `threshold.json` (t of n) where they
are, and writes `trustees.json`. `make` then writes `election.json` from a template:

    {"description":"…","name":"…","questions":[{"answers":["A","B"],"min":1,"max":1,"question":"…"}]}

with optional `administrator`, `credential_authority`, `language` (a code such as `id`).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from luber.ballot import question as questions
from luber.canon import digest, json, shape
from luber.ceremony import election as elections
from luber.ceremony import single, threshold, trustees
from luber.ceremony.trustees import Item, Trustees
from luber.crypto import entropy, groups
from luber.crypto.group import Group
from luber_tools import files
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "election", help=_("rakit pemilihan: daftar pemegang kunci dan berkas pemilihan")
    )
    acts = parser.add_subparsers(required=True, metavar=_("LANGKAH"))

    token = acts.add_parser("token", help=_("tanda pengenal baru untuk sebuah pemilihan"))
    token.set_defaults(run=_token)

    gathered = acts.add_parser("trustees", help=_("trustees.json dari public_keys.jsons dan threshold.json"))
    gathered.add_argument("--group", default="Ed25519", choices=groups.NAMES)
    gathered.add_argument("--dir", type=Path, default=Path())
    gathered.set_defaults(run=_trustees)

    make = acts.add_parser("make", help=_("election.json dari template dan kunci para pemegang"))
    make.add_argument("--uuid", required=True)
    make.add_argument("--group", default="Ed25519", choices=groups.NAMES)
    make.add_argument("--template", required=True, type=Path)
    make.add_argument("--dir", type=Path, default=Path())
    make.set_defaults(run=_make)


def _token(_args: argparse.Namespace) -> int:
    import os

    print(entropy.base58(elections.UUID_LETTERS, entropy=os.urandom))
    return 0


def gather(folder: Path, *, group: Group) -> Trustees:
    """The trustees whose keys lie in `folder`, each verified. Raises `Refused` where there is none."""
    items: list[Item] = []
    if (path := folder / "public_keys.jsons").exists():
        items += [
            single.parse(value, group=group, where=f"public_keys[{number}]")
            for number, value in enumerate(files.read_values(path), start=1)
        ]
    if (path := folder / "threshold.json").exists():
        items.append(threshold.parse(json.parse(path.read_bytes().strip()), group=group, where="threshold"))
    gathered = trustees.make(items)
    trustees.verify(gathered, group=group)
    return gathered


def _trustees(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    gathered = gather(args.dir, group=group)
    files.write(args.dir / "trustees.json", gathered.to_bytes(group))
    print(_("trustees.json: %d pemegang kunci.") % len(gathered.owners))
    return 0


def _make(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    read = shape.members(
        json.parse(args.template.read_bytes().strip()),
        where="template",
        required=("description", "name", "questions"),
        optional=("administrator", "credential_authority", "language"),
    )
    raw = elections.make(
        uuid=args.uuid,
        name=shape.string(read["name"], where="template.name"),
        description=shape.string(read["description"], where="template.description"),
        group=group,
        public_key=gather(args.dir, group=group).public_key(group),
        questions=[
            questions.parse(value, where=f"template.questions[{number}]")
            for number, value in enumerate(
                shape.array(read["questions"], where="template.questions"), start=1
            )
        ],
        administrator=_optional(read, "administrator"),
        credential_authority=_optional(read, "credential_authority"),
        language=_optional(read, "language"),
    )
    files.write(args.dir / "election.json", raw)
    print(_("election.json, sidik jari %s") % digest.fingerprint(raw))
    return 0


def _optional(read: dict[str, Any], name: str) -> str | None:
    return shape.string(read[name], where=f"template.{name}") if name in read else None
