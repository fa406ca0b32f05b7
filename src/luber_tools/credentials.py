"""`luber credentials`: what a credential authority does, without a server.

`generate` writes `NAME.privcreds` (a JSON object: voter → private credential; keep it secret, hand each
voter one, then destroy it), `NAME.pubcreds` and `public_creds.json` (the list as it is published). A voters'
file has one voter a line: `name` or `name,weight` or belenios-tool's `address,login,weight`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from luber.canon import digest, json
from luber.ceremony import election as elections
from luber.crypto import credential as credentials
from luber.crypto import groups
from luber.crypto.group import Element
from luber.errors import Malformed, Refused, gettext_noop
from luber.registry import credentials as lists
from luber_tools import files
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("credentials", help=_("buat kode kartu pemilih (otoritas kredensial)"))
    acts = parser.add_subparsers(required=True, metavar=_("LANGKAH"))

    generate = acts.add_parser("generate", help=_("buat kode rahasia dan daftar kunci publik"))
    generate.add_argument("--uuid", required=True)
    generate.add_argument("--group", default="Ed25519", choices=groups.NAMES)
    who = generate.add_mutually_exclusive_group(required=True)
    who.add_argument("--file", type=Path, help=_("daftar pemilih, satu pemilih sebaris"))
    who.add_argument("--count", type=int, help=_("banyaknya kartu tanpa nama"))
    generate.add_argument("--dir", type=Path, default=Path())
    generate.set_defaults(run=_generate)

    derive = acts.add_parser("derive", help=_("kunci publik dari satu kode kartu (dibaca dari masukan)"))
    derive.add_argument("--uuid", required=True)
    derive.add_argument("--group", default="Ed25519", choices=groups.NAMES)
    derive.set_defaults(run=_derive)


def voters(text: str) -> list[tuple[str, int]]:
    """(login, weight) of each line. Raises `Malformed` or `Refused`, naming the line."""
    rows: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split(",")]
        weight = 1
        if len(parts) > 1 and parts[-1].isdecimal():
            weight = int(parts.pop())
        login = parts[1] if len(parts) > 1 and parts[1] else parts[0]
        if len(parts) > 2 or not login:
            raise Malformed(
                gettext_noop("Baris %(line)d dari daftar pemilih seharusnya: nama, atau nama,bobot."),
                code="voters.line",
                facts={"line": number},
            )
        if login in rows:
            raise Refused(
                gettext_noop("Pemilih di baris %(line)d sudah ada di baris sebelumnya; hapus salah satunya."),
                code="voters.twice",
                facts={"line": number},
            )
        rows[login] = weight
    return list(rows.items())


def _generate(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    uuid = elections.check_uuid(args.uuid)
    roll = (
        voters(args.file.read_text("utf-8"))
        if args.file
        else [(str(number), 1) for number in range(1, args.count + 1)]
    )
    secrets: dict[str, str] = {}
    publics: list[tuple[Element, int]] = []
    logins: dict[str, str] = {}
    for login, weight in roll:
        secrets[login] = credentials.generate(os.urandom)
        public = credentials.public(group=group, uuid=uuid, credential=secrets[login])
        publics.append((public, weight))
        logins[group.text(public)] = login
    published = lists.make(group=group, credentials=publics)
    weighted = any(weight != 1 for _login, weight in roll)
    with_logins = [f"{key},{published.weight(key) if weighted else ''},{logins[key]}" for key in published]
    raw = published.to_bytes()
    name = digest.sha256_hex(raw)[:12]
    files.write_secret(args.dir / f"{name}.privcreds", json.encode(secrets))
    files.write(args.dir / f"{name}.pubcreds", json.encode(with_logins))
    files.write(args.dir / "public_creds.json", raw)
    print(
        _("%(count)d kode rahasia disimpan di %(file)s; jaga, bagikan, lalu musnahkan.")
        % {"count": len(roll), "file": f"{name}.privcreds"}
    )
    print(
        _("%(count)d kunci publik di public_creds.json, sidik jari %(fingerprint)s")
        % {"count": len(roll), "fingerprint": digest.fingerprint(raw)}
    )
    return 0


def _derive(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    typed = credentials.read(files.read("-").decode("utf-8"))
    public = credentials.public(group=group, uuid=elections.check_uuid(args.uuid), credential=typed)
    print(group.text(public))
    return 0
