"""`luber verify FILE.bel`: check everything in an election's archive.

Exit status 0: it holds; 1: it does not hold; 2: it could not be checked. First one plain sentence with the
counts; then the result, the fingerprints to compare, and every check. `--json` prints the same for programs,
and nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from luber.publication.report import Outcome, Report, Status, catalogue
from luber.publication.verify import verify
from luber_tools import language, workers
from luber_tools.language import say as _

EXIT = {Status.HOLDS: 0, Status.FAILS: 1, Status.COULD_NOT_CHECK: 2}
MARKS = {Status.HOLDS: "✓", Status.FAILS: "✗", Status.COULD_NOT_CHECK: "?", Status.NOT_YET: "·"}
WORTH_PROCESSES_BYTES = 1_000_000  # below this a second process costs more than it saves


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("verify", help=_("periksa arsip pemilihan (siapa saja)"))
    parser.add_argument("file", type=Path, metavar="UUID.bel")
    parser.add_argument("--json", action="store_true", help=_("untuk program"))
    parser.add_argument("--jobs", type=int, help=_("banyaknya proses (bawaan: satu tiap inti prosesor)"))
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    try:
        with args.file.open("rb") as source:
            report = check(source, jobs=args.jobs, size_bytes=os.fstat(source.fileno()).st_size)
    except OSError as error:
        sentence = _("Tidak dapat diperiksa: %(file)s tidak dapat dibaca (%(why)s).") % {
            "file": args.file,
            "why": error.strerror,
        }
        if args.json:
            print(
                json.dumps({"status": Status.COULD_NOT_CHECK.value, "sentence": sentence}, ensure_ascii=False)
            )
        else:
            print(sentence, file=sys.stderr)
        return EXIT[Status.COULD_NOT_CHECK]
    if args.json:
        print(json.dumps(to_json(report), ensure_ascii=False, indent=1))
    else:
        print("\n".join(to_lines(report)))
    return EXIT[report.status]


def check(source: BinaryIO, *, jobs: int | None, size_bytes: int) -> Report:
    """Verify, in as many processes as pay."""
    with workers.mapper(1 if jobs is None and size_bytes < WORTH_PROCESSES_BYTES else jobs) as mapped:
        return verify(source, map_chunks=mapped)  # type: ignore[arg-type]


def sentence(report: Report) -> str:
    """The verdict, with the counts, in one plain sentence."""
    failure = report.first_failure
    if failure is not None:
        row = next(row for row in catalogue() if row.id == failure.check)
        name = row.meaning_en if language.current() == "en" else row.name
        facts = {"check": name, "id": failure.check}
        if report.status is Status.FAILS:
            return _("TIDAK SAH: pemeriksaan “%(check)s” (%(id)s) tidak cocok.") % facts
        return _("Tidak dapat diperiksa: “%(check)s” (%(id)s) tidak dapat dikerjakan.") % facts
    facts_ = {"voters": report.voters, "ballots": report.ballots, "in_force": report.in_force}
    if report.finished:
        return (
            _(
                "SAH: %(in_force)d surat suara berlaku dari %(voters)d pemilih,"
                " semuanya diperiksa dan dihitung ulang."
            )
            % facts_
        )
    return (
        _(
            "Sah sejauh ini, belum ada hasil: %(ballots)d surat suara masuk, %(in_force)d berlaku,"
            " dari %(voters)d pemilih."
        )
        % facts_
    )


def to_lines(report: Report) -> list[str]:
    lines = [sentence(report)]
    failure = report.first_failure
    if failure is not None:
        lines += _difference(failure)
    if report.counts is not None and report.status is Status.HOLDS:
        lines += _result(report)
    if report.election is not None:
        title, fingerprint = _("Pemilihan"), _("Sidik jari pemilihan")
        lines += ["", f"{title}: {report.election.name} ({report.election.uuid})"]
        lines.append(f"{fingerprint}: {report.election.fingerprint}")
    if report.last_event is not None:
        last = _("Kejadian terakhir")
        lines.append(f"{last}: {report.last_event}")
    lines.append("")
    meanings = {row.id: row for row in catalogue()}
    for outcome in report.outcomes:
        row = meanings[outcome.check]
        meaning = row.meaning_en if language.current() == "en" else row.meaning_id
        lines.append(f"{MARKS[outcome.status]} {meaning}  [{outcome.check}]")
    lines += [f"! {_(note)}" for note in report.notes]
    return lines


def _difference(outcome: Outcome) -> list[str]:
    found = outcome.found
    if outcome.cause is not None and not outcome.expected:
        found = outcome.cause.said(_)
    titled = ((_("Tempat"), outcome.where), (_("Seharusnya"), outcome.expected), (_("Ternyata"), found))
    return [f"  {title}: {value}" for title, value in titled if value]


def _result(report: Report) -> list[str]:
    if report.counts is None or report.election is None:
        return []
    lines = []
    for question, counts in zip(report.election.questions, report.counts, strict=True):
        lines += ["", question.question]
        names = ([_("Suara kosong")] if question.blank else []) + list(question.answers)
        width = max(len(str(count)) for count in counts)
        lines += [f"  {count:>{width}}  {name}" for name, count in zip(names, counts, strict=True)]
    return lines


def to_json(report: Report) -> dict[str, Any]:
    election = report.election
    failure = report.first_failure
    return {
        "status": report.status.value,
        "sentence": sentence(report),
        "finished": report.finished,
        "state": report.state.value,
        "uuid": election.uuid if election else None,
        "name": election.name if election else None,
        "group": election.group.name if election else None,
        "fingerprint": election.fingerprint if election else None,
        "last_event": report.last_event,
        "voters": report.voters,
        "ballots": report.ballots,
        "in_force": report.in_force,
        "total_weight": report.total_weight,
        "result": [list(row) for row in report.counts] if report.counts is not None else None,
        "first_failure": _outcome(failure) if failure else None,
        "checks": [_outcome(outcome) for outcome in report.outcomes],
        "notes": [_(note) for note in report.notes],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "check": outcome.check,
        "status": outcome.status.value,
        "where": outcome.where,
        "expected": outcome.expected,
        "found": outcome.found,
        "failures": outcome.failures,
    }
