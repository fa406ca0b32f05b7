"""`luber archive`: begin, extend, look into and take apart the archive `UUID.bel`, as belenios-tool does.

`add` reads from standard input the lines that belong to the event (a ballot; a tally and its companion; …)
and refuses an event that may not come now, and a ballot, tally, decryption or result that does not hold.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from luber.casting import ballot as ballots
from luber.ceremony import election as elections
from luber.ceremony import setup as setups
from luber.errors import Malformed, Refused, Unverified, gettext_noop
from luber.publication import archive, events
from luber.publication.archive import Writer
from luber.publication.events import EventType
from luber.tally import decryption, encrypted, result
from luber_tools import files
from luber_tools import folder as folders
from luber_tools.folder import Folder
from luber_tools.language import say as _

ADDED = (
    EventType.BALLOT,
    EventType.END_BALLOTS,
    EventType.ENCRYPTED_TALLY,
    EventType.PARTIAL_DECRYPTION,
    EventType.RESULT,
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("archive", help=_("mulai, tambah, lihat, dan bongkar arsip .bel"))
    acts = parser.add_subparsers(required=True, metavar=_("LANGKAH"))

    init = acts.add_parser("init", help=_("UUID.bel dari election.json, trustees.json, public_creds.json"))
    init.add_argument("--dir", type=Path, default=Path())
    init.set_defaults(run=_init)

    add = acts.add_parser("add", help=_("tambah kejadian; isinya dari masukan"))
    add.add_argument("type", choices=[kind.value for kind in ADDED])
    add.add_argument("--dir", type=Path, default=Path())
    add.set_defaults(run=_add)

    listed = acts.add_parser("list", help=_("isi arsip, sebaris satu kejadian"))
    listed.add_argument("file", type=Path)
    listed.set_defaults(run=_list)

    extract = acts.add_parser(
        "extract", help=_("keluarkan election.json, trustees.json, public_creds.json, ballots.jsons")
    )
    extract.add_argument("file", type=Path)
    extract.add_argument("--dir", type=Path, default=Path())
    extract.set_defaults(run=_extract)


def _init(args: argparse.Namespace) -> int:
    read = {
        name: (args.dir / f"{name}.json").read_bytes().rstrip(b"\n")
        for name in ("election", "trustees", "public_creds")
    }
    fixed = setups.open_setup(
        election=read["election"], trustees=read["trustees"], credentials=read["public_creds"]
    )
    uuid = elections.check_uuid(fixed.election.uuid)
    writer = Writer(timestamp=int(time.time()))
    path = args.dir / f"{uuid}.bel"
    if path.exists():
        raise Refused(
            gettext_noop("%(file)s sudah ada; arsip tidak pernah ditimpa."),
            code="archive.exists",
            facts={"file": path.name},
        )
    path.write_bytes(
        writer.begin()
        + writer.setup(election=read["election"], trustees=read["trustees"], credentials=read["public_creds"])
    )
    print(
        _("%(file)s dimulai, sidik jari pemilihan %(fingerprint)s")
        % {"file": path.name, "fingerprint": fixed.election.fingerprint}
    )
    return 0


def _add(args: argparse.Namespace) -> int:
    kind = EventType(args.type)
    folder = Folder(args.dir)
    lines = [] if kind is EventType.END_BALLOTS else files.read_lines("-")
    needed = events.RECORDS_BEFORE[kind]
    if len(lines) != needed:
        raise Malformed(
            gettext_noop("Kejadian %(kind)s perlu %(needed)d baris masukan, ternyata %(found)d."),
            code="archive.lines",
            facts={"kind": kind.value, "needed": needed, "found": len(lines)},
        )
    folder.append(_checked(folder, kind, lines))
    return 0


def _checked(folder: Folder, kind: EventType, lines: list[bytes]) -> bytes:
    """What to append, once the lines hold against what is in the archive."""
    fixed, writer = folder.setup(), folder.writer()
    election = fixed.election
    if kind is EventType.BALLOT:
        ballots.check(election=election, credentials=fixed.credentials, raw=lines[0])
        if any([lines[0]] == earlier for earlier in folder.contents().records.get(kind, [])):
            raise Refused(gettext_noop("Surat suara ini sudah ada di kotak."), code="box.same")
        return writer.ballot(lines[0])
    if kind is EventType.END_BALLOTS:
        return writer.end_ballots()
    if kind is EventType.ENCRYPTED_TALLY:
        tally, companion = encrypted.compute(
            election=election,
            ballots=((ballot.answers, ballot.weight) for ballot in folder.ballots_in_force()),
        )
        expected = [encrypted.to_bytes(tally, group=election.group), companion.to_bytes()]
        if lines != expected:
            raise Unverified(
                gettext_noop("Hitungan tersandi ini bukan hasil kali surat suara yang berlaku."),
                code="tally.sum",
            )
        return writer.encrypted_tally(lines[0], companion=companion)
    if kind is EventType.PARTIAL_DECRYPTION:
        owned = decryption.parse_companion(lines[1])
        if owned != decryption.companion(owner=owned.owner, raw=lines[0]):
            raise Unverified(
                gettext_noop("Baris kedua tidak cocok dengan pembukaan di baris pertama."),
                code="decryption.owner",
            )
        if owned.owner in folder.decryptions():
            raise Refused(
                gettext_noop("Pemegang kunci %(owner)d sudah membuka bagiannya."),
                code="decryption.twice",
                facts={"owner": owned.owner},
            )
        decryption.check(
            decryption.parse(lines[0], election=election),
            election=election,
            tally=folder.encrypted_tally(),
            public=fixed.trustees.owner_key(owned.owner),
        )
        return writer.partial_decryption(lines[0], companion=owned)
    combined = result.combine(
        election=election,
        trustees=fixed.trustees,
        tally=folder.encrypted_tally(),
        decryptions=folder.decryptions(),
        total_weight=folder.companion().total_weight,
    )
    if result.parse(lines[0], election=election) != combined:
        raise Unverified(
            gettext_noop("Hasil ini tidak sama dengan yang keluar dari pembukaan."), code="result.value"
        )
    return writer.result(lines[0])


def _list(args: argparse.Namespace) -> int:
    with args.file.open("rb") as file:
        for record in archive.read(file):
            if record.name.endswith(archive.EVENT):
                event = events.parse(record.body)
                print(f"{event.height:>7}  {event.type.value:<18} {event.payload or '-'}")
    return 0


def _extract(args: argparse.Namespace) -> int:
    args.dir.mkdir(parents=True, exist_ok=True)
    contents = folders.read(args.file)
    setup = contents.last(EventType.SETUP)
    if setup is None:
        raise Refused(gettext_noop("Arsip ini belum memuat apa pun."), code="archive.empty")
    for name, body in zip(("election", "trustees", "public_creds"), setup, strict=False):
        files.write(args.dir / f"{name}.json", body)
    cast = b"".join(raw + b"\n" for (raw,) in contents.records.get(EventType.BALLOT, []))
    files.write(args.dir / "ballots.jsons", cast)
    return 0
