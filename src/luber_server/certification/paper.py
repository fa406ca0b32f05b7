"""The berita acara as it is written: facts become sentences and tables, and these a PDF.

The language is that of Indonesian official papers and is not translated. The words go to the template
(`paper/berita_acara.typ`) as JSON and are set there as text, so nothing that a committee or a candidate typed
is ever read as markup. The same facts give the same bytes: the fonts are the compiler's own, the clock is the
moment of issue. PDF/UA-1: tagged, titled, with alternatives for what is drawn.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils import translation

from luber.certification.calendar import day_in_words
from luber.certification.outcome import Outcome, Standing, Verdict
from luber.certification.terbilang import words
from luber_server.casting.queries import Turnout
from luber_server.desk import numbers

from .facts import Facts

TEMPLATE = Path(__file__).parent / "paper" / "berita_acara.typ"

Part = dict[str, Any]


def pdf(facts: Facts) -> bytes:
    """The paper as PDF/UA-1."""
    made = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"data": json.dumps(written(facts), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(facts.issued_at.timestamp()),
    )
    assert isinstance(made, bytes)  # one document, one file
    return made


def written(facts: Facts) -> dict[str, Any]:
    """Everything the template sets, in the order of the page."""
    with translation.override("id"):
        return {
            "document_title": f"Berita Acara Penghitungan Suara {facts.title}",
            "summary": f"Hasil {facts.title}, {facts.organisation}",
            "organisation": facts.organisation,
            "committee": f"PANITIA {facts.title}".upper(),
            "heading": "BERITA ACARA PENGHITUNGAN SUARA",
            "number": f"Nomor: {facts.details.number or '…………………………'}",
            "mock": facts.mock,
            "mock_line": "SIMULASI: berita acara ini berasal dari latihan dan tidak menetapkan siapa pun.",
            "opening": _opening(facts),
            "sections": [
                {"title": "Dasar", "parts": _basis(facts)},
                {"title": "Waktu pemungutan suara", "parts": _times(facts)},
                {"title": "Pemilih dan pengguna hak pilih", "parts": _voters(facts)},
                {"title": "Surat suara", "parts": _ballots(facts)},
                {"title": "Perolehan suara", "parts": _results(facts)},
                {"title": "Pembukaan hasil", "parts": _opening_of_result(facts)},
            ],
            "check": _check(facts),
            "closing": (
                "Demikian berita acara ini dibuat dengan sebenarnya, dalam rangkap secukupnya, dan"
                " ditandatangani"
                " oleh panitia, pemegang kunci, dan saksi yang hadir."
            ),
            "signatures": _signatures(facts),
            "footer": (
                f"Berita acara {facts.uuid} versi {facts.version}, sidik jari pemilihan {facts.fingerprint}"
            ),
        }


def _opening(facts: Facts) -> str:
    at = facts.issued_at.astimezone(facts.zone)
    place = f", bertempat di {facts.details.town}," if facts.details.town else ","
    return (
        f"Pada hari ini, {day_in_words(at.date())} ({at:%d-%m-%Y}), {_clock(facts, facts.issued_at)}{place}"
        f" Panitia {facts.title} {facts.organisation} mencatat penutupan pemungutan suara, penghitungan"
        f" suara,"
        " dan hasilnya sebagai berikut."
    )


def _basis(facts: Facts) -> list[Part]:
    items = [
        f"Daftar Pemilih Tetap (DPT) sebanyak {_said(facts.voters)} pemilih, yang dibekukan sebelum"
        f" pemungutan"
        " suara.",
        "Berkas pemilihan yang dibekukan pada "
        f"{_moment(facts, facts.sealed_at)}: surat suara, aturan, waktu, kunci, dan daftar kartu pemilih."
        f" Sejak"
        " saat itu isinya tidak dapat diubah.",
    ]
    rows = [("Sidik jari pemilihan", facts.fingerprint), ("Sidik jari DPT (SHA-256)", facts.dpt_sha256)]
    return [
        {"kind": "list", "items": items},
        {"kind": "facts", "rows": [_row(name, _split(value), digest=True) for name, value in rows]},
    ]


def _times(facts: Facts) -> list[Part]:
    rows = [
        _row("Dibuka", _moment(facts, facts.opens_at)),
        _row("Ditutup", _moment(facts, facts.closes_at)),
        _row("Kotak suara disegel", _moment(facts, facts.closed_at)),
    ]
    for one in facts.extensions:
        rows.append(_row("Perpanjangan", f"sampai {_moment(facts, one.closes_at)}; alasan: {one.reason}"))
    return [{"kind": "facts", "rows": rows}]


def _voters(facts: Facts) -> list[Part]:
    rows = [
        [
            one.label or ("Kelas lain (digabung)" if len(facts.turnout) > 1 else "Semua kelas"),
            numbers.count(one.total),
            numbers.count(one.cast or 0),
            numbers.count(one.total - (one.cast or 0)),
            numbers.share(one.cast or 0, one.total),
        ]
        for one in facts.turnout
    ]
    columns = [
        _column("Kelas atau kelompok", width=1),
        _column("DPT", number=True),
        _column("Memilih", number=True),
        _column("Tidak memilih", number=True),
        _column("Partisipasi", number=True),
    ]
    total = [
        "Jumlah",
        numbers.count(facts.voters),
        numbers.count(facts.in_force),
        numbers.count(facts.voters - facts.in_force),
        numbers.share(facts.in_force, facts.voters),
    ]
    parts: list[Part] = [
        {"kind": "table", "columns": columns, "rows": rows, "total": total},
        {"kind": "text", "body": f"Pengguna hak pilih: {_said(facts.in_force)} orang."},
    ]
    if _merged(facts.turnout):
        note = (
            "Kelas yang memilih kurang dari sepuluh orang digabung, supaya pilihan seseorang tidak dapat"
            " ditebak."
        )
        parts.append({"kind": "text", "body": note})
    return parts


def _ballots(facts: Facts) -> list[Part]:
    replaced = facts.ballots - facts.in_force
    rows = [
        _row("Surat suara di kotak", _said(facts.ballots)),
        _row("Diganti sendiri oleh pemilih", _said(replaced)),
        _row("Surat suara yang dihitung", _said(facts.in_force)),
    ]
    if len(facts.outcomes) == 1:
        rows += _validity(facts.outcomes[0])
    rows.append(_row("Surat suara tidak sah", "0 (nol)"))
    note = (
        "Surat suara tidak sah tidak ada karena setiap surat suara diperiksa sebelum diterima kotak suara;"
        " yang"
        " keliru ditolak saat itu juga."
    )
    return [{"kind": "facts", "rows": rows}, {"kind": "text", "body": note}]


def _validity(outcome: Outcome) -> list[Part]:
    rows = [_row("Suara sah untuk calon", _said(outcome.valid))]
    if outcome.blank is not None:
        rows.append(_row("Suara kosong (golput)", _said(outcome.blank)))
    return rows


def _results(facts: Facts) -> list[Part]:
    parts: list[Part] = []
    several = len(facts.outcomes) > 1
    for outcome in facts.outcomes:
        if several:
            parts.append({"kind": "subtitle", "body": outcome.question})
            parts.append({"kind": "facts", "rows": _validity(outcome)})
        parts.append(_votes(outcome))
        parts.append({"kind": "strong", "body": verdict(outcome)})
    return parts


def _votes(outcome: Outcome) -> Part:
    one_each = outcome.seats == 1
    rows = [
        [
            str(standing.choice.number),
            standing.choice.name,
            numbers.count(standing.votes),
            words(standing.votes),
            numbers.share(standing.votes, outcome.valid),
        ]
        for standing in outcome.standings
    ]
    columns = [
        _column("No. urut"),
        _column("Calon", width=4),
        _column("Suara", number=True),
        _column("Terbilang", width=4),
        _column("Dari suara sah", number=True),
    ]
    total = (
        ["", "Jumlah suara sah", numbers.count(outcome.valid), words(outcome.valid), ""] if one_each else []
    )
    return {"kind": "table", "columns": columns, "rows": rows, "total": total}


def verdict(outcome: Outcome) -> str:
    """Who is elected, in one official sentence."""
    if outcome.verdict is Verdict.NOBODY:
        return "Tidak ada suara sah untuk calon mana pun, sehingga tidak ada yang terpilih."
    if outcome.verdict is Verdict.EMPTY_BOX:
        return "Kotak kosong memperoleh suara terbanyak, sehingga tidak ada pasangan calon yang terpilih."
    elected = [_named(standing) for standing in outcome.elected]
    if outcome.verdict is Verdict.TIE:
        tied = _listed([_named(standing) for standing in outcome.tied])
        votes = _said(outcome.tied[0].votes)
        surely = f"Terpilih: {_listed(elected)}. " if elected else ""
        return (
            f"{surely}{tied} sama-sama memperoleh {votes} suara untuk {_said(outcome.seats_left)} tempat."
            " Siapa yang terpilih di antara mereka ditetapkan menurut peraturan penyelenggara, bukan oleh"
            " berita"
            " acara ini."
        )
    votes = _said(outcome.elected[0].votes)
    if len(elected) == 1:
        return f"Memperoleh suara terbanyak dan terpilih: {elected[0]}, dengan {votes} suara."
    return f"Memperoleh suara terbanyak dan terpilih: {_listed(elected)}."


def _opening_of_result(facts: Facts) -> list[Part]:
    rows = [
        [
            str(one.owner),
            one.name,
            "Membuka" if one.opened_at else "Tidak diperlukan",
            _moment(facts, one.opened_at) if one.opened_at else "",
        ]
        for one in facts.openers
    ]
    columns = [
        _column("No."),
        _column("Pemegang kunci", width=1),
        _column("Peran"),
        _column("Waktu"),
    ]
    needed = f"{_said(facts.needed)} dari {_said(len(facts.openers))} pemegang kunci"
    text = (
        f"Suara dijumlahkan tanpa dibuka satu per satu. Jumlah itu dibuka bersama oleh {needed} pada"
        f" {_moment(facts, facts.published_at)}. Bagian setiap pemegang kunci disertai bukti yang diperiksa"
        " sebelum diterima."
    )
    return [
        {"kind": "text", "body": text},
        {"kind": "table", "columns": columns, "rows": rows, "total": []},
    ]


def _check(facts: Facts) -> Part:
    return {
        "title": "Cara memeriksa berita acara ini",
        "qr": _qr(facts.archive_url),
        "qr_alt": f"Kode QR ke arsip pemilihan: {facts.archive_url}",
        "body": (
            "Semua angka di atas dapat dihitung ulang oleh siapa pun dari arsip pemilihan, dengan program"
            " yang"
            " bukan buatan panitia. Pindai kode ini, atau buka alamat di bawah. Arsip yang benar berakhir"
            " dengan"
            " sidik jari di bawah."
        ),
        "rows": [
            {"name": "Halaman pemilihan", "value": facts.page_url},
            {"name": "Arsip", "value": facts.archive_url},
            {"name": "Kejadian terakhir arsip (SHA-256)", "value": _split(facts.last_event)},
        ],
    }


def _signatures(facts: Facts) -> list[Part]:
    details = facts.details
    saksi = details.saksi or ("", "")
    return [
        {
            "title": "Panitia",
            "people": [
                {"office": "Ketua", "name": details.chair},
                {"office": "Sekretaris", "name": details.secretary},
            ],
        },
        {
            "title": "Pemegang kunci yang membuka hasil",
            "people": [
                {"office": f"Pemegang kunci {one.owner}", "name": one.name}
                for one in facts.openers
                if one.opened_at
            ],
        },
        {
            "title": "Saksi",
            "people": [
                {"office": f"Saksi {place}", "name": name} for place, name in enumerate(saksi, start=1)
            ],
        },
    ]


def _qr(text: str) -> str:
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


def _row(name: str, value: str, *, digest: bool = False) -> Part:
    return {"name": name, "value": value, "digest": digest}


def _column(title: str, *, number: bool = False, width: int = 0) -> Part:
    """`width` in shares of what is left; 0 is as wide as its content."""
    return {"title": title, "number": number, "width": width}


def _said(number: int) -> str:
    """A number in figures and in words: 412 (empat ratus dua belas)."""
    return f"{numbers.count(number)} ({words(number)})"


def _moment(facts: Facts, at: datetime) -> str:
    return str(numbers.moment(at, facts.zone))


def _clock(facts: Facts, at: datetime) -> str:
    return f"pukul {numbers.clock(at, facts.zone)}"


def _named(standing: Standing) -> str:
    return f"nomor urut {standing.choice.number}, {standing.choice.name}"


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{'; '.join(most)}; dan {last}" if most else last


def _split(digest: str) -> str:
    """A digest in groups of eight, so that a line can break in it and an eye can compare."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _merged(turnout: Sequence[Turnout]) -> bool:
    return any(not one.label for one in turnout) and len(turnout) > 1
