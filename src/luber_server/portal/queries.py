"""What is public about an election, gathered once for its page and for data.json. Reads only.

Nothing here knows a voter, and no count of a candidate exists before the result does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luber.canon import digest
from luber.ceremony import trustees as held
from luber.ceremony.single import SingleKey
from luber.crypto import groups
from luber_server.casting import queries as casting
from luber_server.ceremony import queries as ceremony
from luber_server.certification import queries as certification
from luber_server.desk import numbers
from luber_server.desk.parts import Column, State, SummaryRow, Table
from luber_server.election import queries as elections
from luber_server.election.models import Election
from luber_server.election.queries import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an election stands now: a chip, and the answer in one sentence."""

    state: State
    word: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    name: str
    label: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a stranger may know of a sealed election at a moment."""

    uuid: str
    title: str
    description: str
    organisation: str
    zone: str
    mock: bool
    voice: str
    revote: bool
    second_factor: str
    group: str
    phase: Phase
    standing: Standing
    opens_at: datetime | None
    closes_at: datetime | None
    sealed_at: datetime
    fingerprint: str
    fingerprints: tuple[Fingerprint, ...]
    trustees: tuple[str, ...]
    needed: int
    voters: int
    voted: int
    ballots: int
    classes: tuple[casting.Turnout, ...]
    extensions: tuple[elections.Extended, ...]  # those that two persons agreed to
    certified: bool  # the berita acara is issued

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.OPEN

    @property
    def is_over(self) -> bool:
        return self.phase in (Phase.ENDED, Phase.CLOSED, Phase.DECIDED)

    @property
    def decided(self) -> bool:
        return self.phase is Phase.DECIDED

    @property
    def trustees_sentence(self) -> str:
        if self.needed == len(self.trustees):
            return ngettext(
                "Jumlah suara hanya dapat dibuka oleh satu pemegang kunci.",
                "Jumlah suara hanya dapat dibuka kalau %(size)s pemegang kunci semuanya ikut.",
                len(self.trustees),
            ) % {"size": len(self.trustees)}
        return _(
            "Jumlah suara hanya dapat dibuka kalau %(needed)s dari %(size)s pemegang kunci ikut membukanya."
        ) % {"needed": self.needed, "size": len(self.trustees)}

    @property
    def certificate_url(self) -> str:
        """Where the berita acara is read, empty until it is issued."""
        return reverse("certification:act", kwargs={"uuid": self.uuid}) if self.certified else ""

    @property
    def times(self) -> list[SummaryRow]:
        said = [
            (_("Dibuka"), self.opens_at),
            (_("Ditutup"), self.closes_at),
            (_("Dibekukan"), self.sealed_at),
        ]
        rows = [
            SummaryRow(key=key, value=numbers.moment(at, self.zone)) for key, at in said if at is not None
        ]
        for one in self.extensions:
            until = numbers.moment(one.closes_at, self.zone)
            value = _("Menjadi %(until)s. Alasan: %(reason)s") % {"until": until, "reason": one.reason}
            rows.append(SummaryRow(key=_("Waktu tutup diundur"), value=value))
        return rows

    @property
    def fixed(self) -> list[SummaryRow]:
        rows = [
            SummaryRow(key=_("Pemilih di DPT"), value=numbers.count(self.voters)),
            SummaryRow(
                key=_("Memilih lagi"),
                value=_("Boleh; yang terakhir yang dihitung")
                if self.revote
                else _("Tidak; satu kartu, satu kali"),
            ),
        ]
        if self.second_factor:
            rows.append(
                SummaryRow(
                    key=_("Kode saat memilih"),
                    value=_("Ke surel pemilih") if self.second_factor == "mail" else _("Ke ponsel pemilih"),
                )
            )
        rows.append(SummaryRow(key=_("Kunci"), value=self.group))
        return rows

    @property
    def turnout(self) -> Table | None:
        if not self.classes:
            return None
        return Table(
            caption=_("Per kelas") if self.is_over else _("Per kelas, diperbarui setiap sepuluh surat suara"),
            columns=(
                Column(title=_("Kelas")),
                Column(title=_("Memilih"), numeric=True),
                Column(title=_("Dari"), numeric=True),
            ),
            rows=[
                (
                    one.label or (_("Kelas-kelas kecil") if len(self.classes) > 1 else _("Semua kelas")),
                    _("kurang dari 10") if one.cast is None else numbers.count(one.cast),
                    numbers.count(one.total),
                )
                for one in self.classes
            ],
        )


def facts(election: Election, *, at: datetime) -> Facts:
    """The facts of a sealed election. Raises `ceremony.queries.NotSealed` before the freeze."""
    sealed = ceremony.sealed(election)
    progress = ceremony.progress(election)
    phase = elections.phase(election, at)
    classes = tuple(casting.turnout(election))
    return Facts(
        uuid=election.uuid,
        title=election.title,
        description=election.description,
        organisation=election.organisation.name,
        zone=election.zone,
        mock=election.mock,
        voice=election.voice,
        revote=election.revote,
        second_factor=election.second_factor,
        group=election.group,
        phase=phase,
        standing=standing(election, phase),
        opens_at=election.opens_at,
        closes_at=election.closes_at,
        sealed_at=sealed.sealed_at,
        fingerprint=sealed.fingerprint,
        fingerprints=_fingerprints(sealed),
        trustees=tuple(one.name for one in progress.trustees),
        needed=_needed(sealed.trustees_json, election.group),
        voters=sum(one.total for one in classes),
        voted=casting.voted(election),
        ballots=casting.count(election),
        classes=classes,
        extensions=tuple(one for one in elections.extensions(election) if one.agreed),
        certified=bool(certification.issued(election)),
    )


def standing(election: Election, phase: Phase) -> Standing:
    """The answer to "how does it stand?" in a chip and one sentence."""
    opens, closes = (
        numbers.moment(at, election.zone) if at else "" for at in (election.opens_at, election.closes_at)
    )
    match phase:
        case Phase.SEALED_NOT_OPEN:
            return Standing(
                state=State.LOCKED,
                word=_("Belum dibuka"),
                sentence=_("Semuanya sudah ditetapkan. Kotak dibuka %(opens)s.") % {"opens": opens},
            )
        case Phase.OPEN:
            return Standing(
                state=State.OPEN,
                word=_("Sedang dibuka"),
                sentence=_("Kotak terbuka sampai %(closes)s.") % {"closes": closes},
            )
        case Phase.ENDED:
            return Standing(
                state=State.CHECKING,
                word=_("Waktu habis"),
                sentence=_("Waktu memilih habis. Kotak sedang ditutup."),
            )
        case Phase.CLOSED:
            return Standing(
                state=State.CHECKING,
                word=_("Sedang dihitung"),
                sentence=_("Kotak sudah ditutup. Pemegang kunci sedang membuka jumlahnya."),
            )
        case Phase.DECIDED:
            return Standing(
                state=State.DONE,
                word=_("Hasil tetap"),
                sentence=_("Suara sudah dihitung, dan hasilnya tetap."),
            )
        case Phase.CANCELLED:
            return Standing(
                state=State.PROBLEM, word=_("Dibatalkan"), sentence=_("Pemilihan ini dibatalkan.")
            )
        case Phase.DRAFT:
            return Standing(
                state=State.TODO, word=_("Disiapkan"), sentence=_("Pemilihan ini masih disiapkan panitia.")
            )


def _fingerprints(sealed: Any) -> tuple[Fingerprint, ...]:
    return (
        Fingerprint(name="pemilihan", label=_("Sidik jari pemilihan"), digest=sealed.fingerprint),
        Fingerprint(name="dpt", label=_("Daftar pemilih (DPT)"), digest=sealed.dpt_sha256),
        Fingerprint(
            name="calon", label=_("Calon dan surat suara"), digest=digest.sha256_hex(sealed.presentation_json)
        ),
        Fingerprint(name="aturan", label=_("Aturan"), digest=digest.sha256_hex(sealed.rules_json)),
        Fingerprint(name="kunci", label=_("Pemegang kunci"), digest=digest.sha256_hex(sealed.trustees_json)),
        Fingerprint(
            name="kartu", label=_("Kartu pemilih"), digest=digest.sha256_hex(sealed.public_creds_json)
        ),
    )


def _needed(trustees_json: bytes, group_name: str) -> int:
    items = held.parse(trustees_json, group=groups.by_name(group_name)).items
    return sum(1 if isinstance(item, SingleKey) else item.threshold for item in items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the home page."""

    uuid: str
    title: str
    organisation: str
    zone: str
    opens: datetime | None
    closes: datetime | None
    decided: bool
    mock: bool


def listed(*, at: datetime, limit: int = 20) -> dict[str, list[Listed]]:
    """The elections that strangers may see: `open`, `coming`, `over` (the newest `limit`)."""
    sorted_by: dict[str, list[Listed]] = {"open": [], "coming": [], "over": []}
    for election in elections.public_elections():
        phase = elections.phase(election, at)
        place = {Phase.OPEN: "open", Phase.SEALED_NOT_OPEN: "coming"}.get(phase, "over")
        sorted_by[place].append(
            Listed(
                uuid=election.uuid,
                title=election.title,
                organisation=election.organisation.name,
                zone=election.zone,
                opens=election.opens_at,
                closes=election.closes_at,
                decided=phase is Phase.DECIDED,
                mock=election.mock,
            )
        )
    sorted_by["over"] = sorted_by["over"][:limit]
    return sorted_by


def base_url() -> str:
    return str(settings.BASE_URL)


def data(found: Facts, *, result: Sequence[Sequence[int]] | None) -> dict[str, Any]:
    """The public facts as JSON for programs; `result` as in the archive, None before there is one."""
    return {
        "uuid": found.uuid,
        "title": found.title,
        "organisation": found.organisation,
        "mock": found.mock,
        "phase": found.phase.value,
        "opens_at": _iso(found.opens_at),
        "closes_at": _iso(found.closes_at),
        "sealed_at": _iso(found.sealed_at),
        "zone": found.zone,
        "group": found.group,
        "revote": found.revote,
        "second_factor": found.second_factor or None,
        "fingerprint": found.fingerprint,
        "sha256": {one.name: one.digest for one in found.fingerprints if one.name != "pemilihan"},
        "trustees": {"needed": found.needed, "size": len(found.trustees)},
        "voters": found.voters,
        "voted": found.voted,
        "ballots": found.ballots,
        "turnout": [{"class": one.label, "cast": one.cast, "voters": one.total} for one in found.classes],
        "result": [list(row) for row in result] if result is not None else None,
        "links": {
            name: reverse(f"portal:{view}", kwargs={"uuid": found.uuid})
            for name, view in (
                ("page", "election"),
                ("archive", "archive"),
                ("box", "box"),
                ("election_json", "election_json"),
                ("trustees_json", "trustees_json"),
                ("public_creds_json", "public_creds_json"),
                ("rules_json", "rules_json"),
            )
        },
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
