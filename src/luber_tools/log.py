"""`luber log verify`: read a whole transparency log, from a folder or over HTTP, and check all of it.

Exit status: 0 holds, 1 does not hold, 2 could not be checked. The first line is one plain sentence.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from luber.crypto.signature import verify
from luber.errors import LuberError
from luber.translog.inspection import Outcome, Read, Report, Unreachable, inspect
from luber.translog.note import VerifierKey
from luber.translog.tile import MAX_ENTRY_BYTES, WIDTH
from luber_tools.language import explain
from luber_tools.language import say as _

STATUS = {Outcome.HOLDS: 0, Outcome.FAILS: 1, Outcome.UNCHECKED: 2}
SECONDS = 30
LARGEST_BYTES = WIDTH * (MAX_ENTRY_BYTES + 2)  # of any file of a log: a full entry bundle
SHOWN = 10


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("log", help=_("periksa Buku terbuka: catatan semua tindakan resmi"))
    acts = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    one = acts.add_parser("verify", help=_("baca semua daun dan hitung ulang semuanya"))
    one.add_argument("log", metavar=_("ALAMAT"), help=_("alamat buku (https://…/log) atau map salinannya"))
    one.add_argument("--vkey", help=_("kunci publik buku dari tempat yang Anda percaya (nama+id+base64)"))
    one.add_argument("--old", type=Path, help=_("catatan (checkpoint) lama yang Anda simpan"))
    one.add_argument("--json", action="store_true", help=_("hasil sebagai JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the log of `args.log`; returns the exit status."""
    older = args.old.read_bytes() if args.old else None
    try:
        read = reader(args.log)
        key = VerifierKey.parse(args.vkey or _own_key(read))
    except LuberError as fault:
        _say_unchecked(fault, as_json=args.json)
        return STATUS[Outcome.UNCHECKED]
    report = inspect(read=read, key=key, checks=verify, older=older)
    if args.json:
        print(json.dumps(_as_json(report, key, given=bool(args.vkey)), ensure_ascii=False, indent=2))
    else:
        _say(report, key, given=bool(args.vkey))
    return STATUS[report.outcome]


def reader(place: str) -> Read:
    """How files of the log at `place`, an http(s) address or a folder, are read."""
    if urlsplit(place).scheme in {"http", "https"}:
        return lambda name: _fetch(f"{place.rstrip('/')}/{name}")
    folder = Path(place)
    if not folder.is_dir():
        raise Unreachable(
            _("%(place)s bukan alamat http(s) dan bukan map."), code="log.place", facts={"place": place[:200]}
        )
    return lambda name: _open(folder / name)


def _open(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreachable(str(path), error.strerror or str(error)) from None


def _fetch(url: str) -> bytes | None:
    request = urllib.request.Request(url, headers={"User-Agent": "luber-log-verify"})  # noqa: S310 (http(s) only)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(LARGEST_BYTES + 1)
    except urllib.error.HTTPError as error:
        if error.code in {404, 410}:
            return None
        raise _unreachable(url, f"HTTP {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unreachable(url, str(getattr(error, "reason", error))) from None
    if len(data) > LARGEST_BYTES:
        raise _unreachable(url, f"> {LARGEST_BYTES} B")
    return data


def _unreachable(place: str, why: str) -> Unreachable:
    return Unreachable(
        _("%(place)s tidak dapat dibaca: %(why)s."),
        code="log.unreachable",
        facts={"place": place[:300], "why": why[:200]},
    )


def _own_key(read: Read) -> str:
    """The key that the log itself shows: good against accidents, not against the one who keeps the log."""
    raw = read("vkey")
    if raw is None:
        raise Unreachable(_("Buku ini tidak menyajikan kuncinya. Berikan dengan --vkey."), code="log.no_key")
    return raw.decode("utf-8", "replace").strip()


def _say(report: Report, key: VerifierKey, *, given: bool) -> None:
    print(_sentence(report, key))
    if report.older is not None and report.outcome is Outcome.HOLDS:
        facts = {"old": report.older.size, "more": report.leaves - report.older.size}
        print(
            _("Catatan lama Anda (%(old)d daun) adalah awal buku ini; sesudahnya ada %(more)d daun baru.")
            % facts
        )
    if report.checkpoint is not None:
        print(_("Akar: %s") % report.checkpoint.root.hex())
    if not given:
        print(
            _(
                "Kunci diambil dari buku itu sendiri: %s\n"
                "Bandingkan dengan kunci dari tempat lain yang Anda percaya, lalu pakai --vkey."
            )
            % key
        )
    for finding in report.findings[:SHOWN]:
        where = f"{finding.at}: " if finding.at else ""
        print(f"- {where}{explain(finding.fault)}")
    if (more := len(report.findings) - SHOWN) > 0:
        print(_("- … dan %d temuan lain (lihat --json)") % more)


def _sentence(report: Report, key: VerifierKey) -> str:
    facts = {"origin": key.name, "leaves": report.leaves, "findings": len(report.findings)}
    match report.outcome:
        case Outcome.HOLDS:
            return (
                _("Buku %(origin)s utuh: %(leaves)d daun, semuanya cocok dengan akar yang ditandatangani.")
                % facts
            )
        case Outcome.FAILS:
            return _("Buku %(origin)s TIDAK cocok: %(findings)d temuan dalam %(leaves)d daun.") % facts
        case Outcome.UNCHECKED:
            return _("Buku %(origin)s belum dapat diperiksa seluruhnya.") % facts


def _say_unchecked(fault: LuberError, *, as_json: bool) -> None:
    if as_json:
        found = {"outcome": Outcome.UNCHECKED, "findings": [{"code": fault.code, "message": explain(fault)}]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(_("Buku ini belum dapat diperiksa."))
        print(f"- {explain(fault)}", file=sys.stdout)


def _as_json(report: Report, key: VerifierKey, *, given: bool) -> dict[str, object]:
    return {
        "outcome": report.outcome,
        "sentence": _sentence(report, key),
        "origin": key.name,
        "key": str(key),
        "key_source": "given" if given else "log",
        "size": report.checkpoint.size if report.checkpoint else None,
        "root": report.checkpoint.root.hex() if report.checkpoint else None,
        "leaves": report.leaves,
        "older_size": report.older.size if report.older else None,
        "findings": [
            {
                "check": finding.check,
                "outcome": finding.outcome,
                "at": finding.at,
                "code": finding.fault.code,
                "message": explain(finding.fault),
            }
            for finding in report.findings
        ],
    }
