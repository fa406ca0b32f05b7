"""`luber trustee`: a trustee's steps and those of the messenger between trustees, with belenios-tool's files.

A trustee alone:    key → ID.privkey, ID.pubkey; later decrypt --privkey
Any t of n:         cert (each; step 1)             → ID.key, ID.cert
                    check (all; step 2)
                    polynomial (each; step 3)       → standard output
                    distribute (messenger; step 4)  → ID.vinput
                    receive (each; step 5)          → standard output
                    assemble (messenger; step 6)    → standard output (threshold.json), ID.dkey
                    decrypt --key --decryption-key
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from luber.canon import digest, json
from luber.ceremony import single, threshold
from luber.ceremony.threshold import Certificate, Polynomial
from luber.crypto import channel, groups
from luber.crypto.group import Group
from luber.errors import Malformed, Refused, gettext_noop
from luber.tally import decryption
from luber_tools import files
from luber_tools.folder import Folder
from luber_tools.language import say as _


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("trustee", help=_("buat kunci dan buka hitungan (pemegang kunci)"))
    acts = parser.add_subparsers(required=True, metavar=_("LANGKAH"))

    def act(
        name: str, run: object, sentence: str, *, group: bool = True, certs: bool = False
    ) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=sentence)
        added.set_defaults(run=run)
        if group:
            added.add_argument("--group", default="Ed25519", choices=groups.NAMES)
        if certs:
            added.add_argument("--certs", required=True, type=Path, help=_("semua sertifikat, sebaris satu"))
        return added

    alone = act("key", _key, _("kunci sendiri: ID.privkey dan ID.pubkey"))
    alone.add_argument("--name", help=_("nama yang tercantum pada kunci publik"))
    alone.add_argument("--dir", type=Path, default=Path())

    cert = act("cert", _cert, _("langkah 1 dari t-dari-n: ID.key dan ID.cert"))
    cert.add_argument(
        "--context", required=True, metavar="i/t/n", help=_("nomor/ambang/banyaknya pemegang kunci")
    )
    cert.add_argument("--dir", type=Path, default=Path())

    act("check", _check, _("langkah 2: periksa semua sertifikat"), certs=True)

    polynomial = act(
        "polynomial", _polynomial, _("langkah 3: bagian tersegel untuk tiap pemegang kunci"), certs=True
    )
    polynomial.add_argument("--key", required=True, type=Path)

    distribute = act(
        "distribute", _distribute, _("langkah 4: kiriman untuk tiap pemegang kunci (ID.vinput)"), certs=True
    )
    distribute.add_argument("--polynomials", required=True, type=Path)
    distribute.add_argument("--dir", type=Path, default=Path())

    receive = act(
        "receive", _receive, _("langkah 5: periksa kiriman (masukan), jawab dengan kunci publik"), certs=True
    )
    receive.add_argument("--key", required=True, type=Path)

    assemble = act(
        "assemble", _assemble, _("langkah 6: rakit kunci bersama dari semua jawaban (masukan)"), certs=True
    )
    assemble.add_argument("--polynomials", required=True, type=Path)
    assemble.add_argument("--dir", type=Path, default=Path())

    decrypt = act("decrypt", _decrypt, _("buka hitungan sebagian, dengan bukti"), group=False)
    decrypt.add_argument("--dir", type=Path, default=Path(), help=_("map berisi UUID.bel"))
    decrypt.add_argument("--owner", "--trustee-id", dest="owner", required=True, type=int)
    held = decrypt.add_mutually_exclusive_group(required=True)
    held.add_argument("--privkey", type=Path, help=_("kunci sendiri"))
    held.add_argument("--key", type=Path, help=_("kunci dari langkah 1"))
    decrypt.add_argument("--decryption-key", type=Path, help=_("ID.dkey dari langkah 6"))


def _key(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    secret = group.random_secret(os.urandom)
    key = single.make(group=group, secret=secret, entropy=os.urandom, name=args.name)
    name = digest.sha256_hex(group.text(key.public_key).encode())[:8].upper()
    files.write_secret(args.dir / f"{name}.privkey", single.print_private_key(secret))
    files.write(args.dir / f"{name}.pubkey", json.encode(key.to_json(group)) + b"\n")
    print(
        _("Kunci rahasia di %(secret)s (jaga), kunci publik di %(public)s.")
        % {"secret": f"{name}.privkey", "public": f"{name}.pubkey"}
    )
    return 0


def _cert(args: argparse.Namespace) -> int:
    try:
        index, agreed, size = (int(part) for part in args.context.split("/"))
    except ValueError:
        raise Malformed(
            gettext_noop("--context seharusnya seperti 1/2/3: nomor, ambang, banyaknya."), code="context"
        ) from None
    seed = channel.generate_seed(os.urandom)
    certificate = threshold.make_certificate(
        group=groups.by_name(args.group),
        seed=seed,
        context=threshold.Context(group=args.group, size=size, threshold=agreed, index=index),
        entropy=os.urandom,
    )
    name = _name(certificate, groups.by_name(args.group))
    files.write_secret(args.dir / f"{name}.key", seed.encode() + b"\n")
    files.write(args.dir / f"{name}.cert", json.encode(certificate.signed.to_json()) + b"\n")
    print(
        _("Kunci rahasia di %(secret)s (jaga), sertifikat di %(public)s.")
        % {"secret": f"{name}.key", "public": f"{name}.cert"}
    )
    return 0


def _check(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    certificates = _certificates(args.certs, group)
    threshold.check_certificates(certificates, group=group)
    print(_("Semua %d sertifikat sah dan saling cocok.") % len(certificates))
    return 0


def _polynomial(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    made = threshold.make_polynomial(
        group=group, seed=_seed(args.key), certificates=_certificates(args.certs, group), entropy=os.urandom
    )
    files.put_out(json.encode(made.to_json()))
    return 0


def _distribute(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    certificates = _certificates(args.certs, group)
    polynomials = _polynomials(args.polynomials, group, len(certificates))
    for index, certificate in enumerate(certificates, start=1):
        path = args.dir / f"{_name(certificate, group)}.vinput"
        files.write(path, json.encode(threshold.distribute(polynomials, index=index).to_json()) + b"\n")
        print(_("Untuk pemegang kunci %(index)d: %(file)s") % {"index": index, "file": path.name})
    return 0


def _receive(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    answer = threshold.receive_shares(
        group=group,
        seed=_seed(args.key),
        certificates=_certificates(args.certs, group),
        delivery=threshold.parse_delivery(json.parse(files.read("-").strip()), group=group, where="vinput"),
        entropy=os.urandom,
    )
    files.put_out(json.encode(answer.to_json(group)))
    return 0


def _assemble(args: argparse.Namespace) -> int:
    group = groups.by_name(args.group)
    certificates = _certificates(args.certs, group)
    answers = [
        threshold.parse_answer(value, group=group, where=f"voutput[{number}]")
        for number, value in enumerate(files.read_values("-"), start=1)
    ]
    key = threshold.assemble(
        group=group,
        certificates=certificates,
        polynomials=_polynomials(args.polynomials, group, len(certificates)),
        answers=answers,
    )
    for certificate, answer in zip(certificates, answers, strict=True):
        files.write(args.dir / f"{_name(certificate, group)}.dkey", answer.private_key.encode() + b"\n")
    files.put_out(json.encode(key.to_json(group)))
    return 0


def _decrypt(args: argparse.Namespace) -> int:
    folder = Folder(args.dir)
    setup = folder.setup()
    group = setup.election.group
    if args.privkey:
        secret = single.parse_private_key(args.privkey.read_bytes(), group=group)
    elif args.decryption_key:
        secret = threshold.open_decryption_key(
            group=group, seed=_seed(args.key), private_key=args.decryption_key.read_text("ascii").strip()
        )
    else:
        raise Refused(
            gettext_noop("Dengan --key sertakan juga --decryption-key (berkas ID.dkey)."), code="decrypt.dkey"
        )
    owned = setup.trustees.owner_key(args.owner)
    if group.public(secret) != owned:
        raise Refused(
            gettext_noop("Kunci ini bukan milik pemegang kunci nomor %(owner)d."),
            code="decrypt.owner",
            facts={"owner": args.owner},
        )
    partial = decryption.make(
        election=setup.election, tally=folder.encrypted_tally(), secret=secret, entropy=os.urandom
    ).to_bytes(group)
    files.put_out(partial)
    files.put_out(decryption.companion(owner=args.owner, raw=partial).to_bytes())
    return 0


def _name(certificate: Certificate, group: Group) -> str:
    """belenios-tool names a trustee's files by the SHA-256 of the verification key."""
    return digest.sha256_hex(group.text(certificate.verification).encode())


def _seed(path: Path) -> str:
    return path.read_text("ascii").strip()


def _certificates(path: Path, group: Group) -> list[Certificate]:
    return [
        threshold.parse_certificate(value, group=group, where=f"certs[{number}]")
        for number, value in enumerate(files.read_values(path), start=1)
    ]


def _polynomials(path: Path, group: Group, expected: int) -> list[Polynomial]:
    read = [
        threshold.parse_polynomial(value, group=group, where=f"polynomials[{number}]")
        for number, value in enumerate(files.read_values(path), start=1)
    ]
    if len(read) != expected:
        raise Refused(
            gettext_noop(
                "Ada %(found)d baris dari langkah 3, padahal pemegang kunci %(expected)d; lengkapi dulu."
            ),
            code="polynomials.count",
            facts={"found": len(read), "expected": expected},
        )
    return read
