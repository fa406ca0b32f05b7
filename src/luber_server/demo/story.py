"""An invented school holds its election from voter list to result, then opens a second one to try.

The order is that of real life: account and school, voter list, DPS, DPT, candidates, trustees' ceremony,
cards, freeze, voting, closing, opening by two of three trustees, result, berita acara, verification. The
clock of this process is set to each moment in turn, so the finished election lies in the past week and the
open one around now.
"""

from __future__ import annotations

import io
import json
import os
import random
import secrets
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings

from luber.ballot import marks
from luber.election.template import Template
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.publication.report import Report, Status
from luber.publication.verify import verify
from luber_server.ballot import queries as papers
from luber_server.ballot import usecases as ballot
from luber_server.ballot.usecases.answers import PairWritten, Standing
from luber_server.casting import journal
from luber_server.ceremony.invitations import Person
from luber_server.ceremony.stages import Kind
from luber_server.ceremony.usecases import cards, trustees
from luber_server.ceremony.usecases.trustees import Seat
from luber_server.certification import usecases as certification
from luber_server.certification.facts import Details
from luber_server.demo import hands, portrait, school
from luber_server.demo.hands import CardMaker, TrusteeHands
from luber_server.election import queries as elections
from luber_server.election import usecases as election_acts
from luber_server.election.models import Election
from luber_server.people import usecases as people
from luber_server.people.models import Office, Organisation
from luber_server.people.offices import Officer
from luber_server.portal import usecases as portal
from luber_server.ports import clock, entropy
from luber_server.registry import files
from luber_server.registry.usecases import sheets, stages
from luber_server.tally import usecases as tally
from luber_server.trail import publishing

TURNOUT_PERCENT = 88
LEANING = (26, 43, 27, 4)  # of a hundred voters: pair 1, 2, 3, blank
SAMPLES_A_CLASS = 2  # cards to try, shown at the end
OPEN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The two officers of the school's committee, and their passwords in this demonstration."""

    chair: Officer
    second: Officer
    passwords: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A sealed election with what its people hold at home."""

    election: Election
    trustees: tuple[TrusteeHands, ...]
    links: dict[str, str]
    cards: CardMaker


def tell(*, folder: Path) -> None:
    """Hold the demonstration in the database of this process and print what to try. Told once, it is only
    summed up again."""
    summary = folder / "demo.json"
    if summary.exists():
        _sum_up(json.loads(summary.read_text("utf-8")))
        return
    now = clock.now()
    try:
        told = _tell(folder, now)
    finally:
        os.environ.pop("LUBER_CLOCK", None)
        journal.stop()
    publishing.publish(at=clock.now())
    summary.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    _sum_up(told)


def _tell(folder: Path, now: datetime) -> dict[str, object]:
    print(f"{school.NAME}, {school.CITY} (semuanya rekaan)")
    committee = _found(at=_set_clock(now - timedelta(days=10)))

    finished = _prepare(
        committee,
        title="Pemilihan Ketua OSIS 2026/2027",
        begun_at=now - timedelta(days=9),
        opens_at=now - timedelta(days=2),
        closes_at=now - timedelta(days=1, hours=18),
    )
    cast = _vote(finished, opens_at=now - timedelta(days=2))
    print(f"  {cast} surat suara disandikan, dibuktikan, dan dimasukkan satu per satu")
    at = _set_clock(now - timedelta(days=1, hours=17))
    tally.close(uuid=finished.election.uuid, at=at)
    for trustee in finished.trustees[:2]:
        trustee.decrypt(finished.election, at=at)
    certification.issue(
        actor=committee.chair,
        uuid=finished.election.uuid,
        details=Details(number="01/OSIS/2026", town=school.CITY, chair=committee.chair.user.display_name),
        at=_set_clock(now - timedelta(days=1, hours=16)),
    )
    report = _verified(finished.election, folder)
    print(f"  terverifikasi: {report.in_force} surat suara berlaku dari {report.voters} pemilih")

    waiting = _prepare(
        committee,
        title="Uji Coba: Ketua OSIS Pilihanmu",
        begun_at=now - timedelta(days=3),
        opens_at=now - timedelta(minutes=5),
        closes_at=now + OPEN_FOR,
    )
    _set_clock(now)
    portal.export_archive(election=waiting.election, folder=folder / "elections")
    return {
        "base_url": settings.BASE_URL,
        "finished": finished.election.uuid,
        "open": waiting.election.uuid,
        "closes_at": waiting.election.closes_at.isoformat() if waiting.election.closes_at else "",
        "accounts": committee.passwords,
        "samples": [
            {"class": label, "code": code}
            for label, codes in waiting.cards.codes.items()
            for code in codes[:SAMPLES_A_CLASS]
        ],
        "trustees": _save_keys(waiting, folder / "kunci-contoh"),
        "archive": str(folder / "elections" / f"{finished.election.uuid}.bel"),
    }


def _save_keys(ready: Ready, folder: Path) -> list[dict[str, str]]:
    """Key files of the open election's trustees, so that a visitor can be one once the box is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for number, (trustee, (name, link)) in enumerate(
        zip(ready.trustees, ready.links.items(), strict=True), start=1
    ):
        path = folder / f"kunci-{number}.json"
        path.touch(mode=0o600)
        path.write_bytes(trustee.key_file())
        saved.append({"name": name, "link": link, "file": str(path)})
    return saved


def _set_clock(moment: datetime) -> datetime:
    """Stop the clock of this process at `moment`: the journal stamps what it commits by it."""
    os.environ["LUBER_CLOCK"] = moment.isoformat()
    return moment


def _found(*, at: datetime) -> Committee:
    """The school, its committee's chair, and a second member for what needs two persons."""
    passwords = {name: f"{name}-{secrets.token_hex(4)}" for name in ("panitia", "panitia2")}
    chair_user = people.create_account(
        username="panitia", display_name="Bu Rinai Kelana", password=passwords["panitia"], at=at
    )
    office = people.found_organisation(founder=chair_user, name=school.NAME, npsn=school.NPSN, at=at)
    chair = Officer(chair_user, office)
    second_user = people.create_account(
        username="panitia2", display_name="Pak Damar Zamrud", password=passwords["panitia2"], at=at
    )
    token = people.invite(actor=chair, organisation=_organisation(office), role=Office.Role.PANITIA, at=at)
    second = people.accept_invitation(user=second_user, token=token, at=at)
    return Committee(chair=chair, second=Officer(second_user, second), passwords=passwords)


def _organisation(office: Office) -> Organisation:
    assert office.organisation is not None  # a committee's office is always of an organisation
    return office.organisation


def _prepare(
    committee: Committee, *, title: str, begun_at: datetime, opens_at: datetime, closes_at: datetime
) -> Ready:
    """From a new draft to the freeze, `begun_at` and the two days after it."""
    chair, at = committee.chair, _set_clock(begun_at)
    assert chair.office is not None  # she founded the school
    election = election_acts.create(
        actor=chair,
        organisation=_organisation(chair.office),
        template=Template.PILKETOS,
        title=title,
        zone_name="Asia/Jakarta",
        opens_at=opens_at,
        closes_at=closes_at,
        at=at,
    )
    uuid = election.uuid
    upload = sheets.read_upload(actor=chair, uuid=uuid, lines=files.lines(_sheet()), at=at)
    stored = sheets.confirm_upload(actor=chair, uuid=uuid, upload=upload, mode=sheets.Mode.REPLACE, at=at)
    print(f"{title}: {stored.new} pemilih dari lembar sekolah")
    stages.publish_dps(actor=chair, uuid=uuid, until=at + timedelta(days=1), at=at)
    _write_paper(election, chair, at=at)
    invited = trustees.arrange(
        actor=chair,
        uuid=uuid,
        seats=[Seat(person=Person(name=name), kind=Kind.THRESHOLD) for name in school.TRUSTEES],
        threshold=2,
        at=at,
    )
    at = _set_clock(begun_at + timedelta(days=1, hours=1))
    stages.freeze_dpt(actor=chair, uuid=uuid, at=at)
    group = hands.group_of(election)
    held = tuple(TrusteeHands(hands.token_of(one.link), group, entropy.system) for one in invited)
    hands.hold_ceremony(held, at=at)
    authority = cards.invite_authority(
        actor=chair, uuid=uuid, person=Person(name="Bu Senja Lazuardi (TU)"), at=at
    )
    maker = CardMaker(hands.token_of(authority.link), group, entropy.system)
    maker.make_cards(election, dict(school.CLASSES), at=at)
    maker.print_cards(at=at)
    election_acts.freeze(actor=chair, uuid=uuid, at=at)
    print(f"  dibekukan; kunci dipegang {len(held)} orang, 2 di antaranya dapat membuka hasil")
    links = {one.name: one.link for one in invited}
    return Ready(election=elections.get(uuid), trustees=held, links=links, cards=maker)


def _sheet() -> bytes:
    """The voter list as the school hands it in, in our template's columns."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Pemilih")
        page.write_row(0, 0, ("NISN", "Nama", "Kelas", "L/P"))
        for row, pupil in enumerate(school.pupils(), start=1):
            page.write_row(row, 0, (pupil.nisn, pupil.name, pupil.class_label, "P" if pupil.girl else "L"))
    return target.getvalue()


def _write_paper(election: Election, chair: Officer, *, at: datetime) -> None:
    (question,) = papers.paper(election)
    for pair in school.PAIRS:
        ballot.add_pair(
            actor=chair,
            uuid=election.uuid,
            question=question.pk,
            pair=PairWritten(
                chair=_standing(pair.chair, pair.chair_class, girl=pair.chair_girl),
                deputy=_standing(pair.deputy, pair.deputy_class, girl=pair.deputy_girl),
                vision=pair.vision,
                mission="\n".join(pair.mission),
                programme="\n".join(pair.programme),
            ),
            at=at,
        )


def _standing(name: str, class_label: str, *, girl: bool) -> Standing:
    return Standing(name=name, detail=f"Kelas {class_label}", photo=portrait.draw(name, girl=girl))


def _vote(ready: Ready, *, opens_at: datetime) -> int:
    """Most of the school votes, in the order in which pupils happen to come; a few vote again. How many
    ballots."""
    _set_clock(opens_at + timedelta(hours=1))
    chance = random.Random(2026)
    codes = [code for _class, code in hands.dealt_out(ready.cards.codes)]
    chance.shuffle(codes)
    coming = codes[: len(codes) * TURNOUT_PERCENT // 100]
    again = chance.sample(coming, 3)
    (question,) = papers.questions(ready.election)
    for code in [*coming, *again]:
        (chosen,) = chance.choices(range(len(LEANING)), weights=LEANING)
        vector = marks.blank(question) if chosen == 3 else marks.vector(question=question, chosen=[chosen])
        hands.vote(ready.election, code=code, vector=vector, entropy=entropy.system, at=clock.now())
    return len(coming) + len(again)


def _verified(election: Election, folder: Path) -> Report:
    """Export the archive and check it as a stranger would. Raises `Refused` where it does not hold."""
    path = portal.export_archive(election=elections.get(election.uuid), folder=folder / "elections")
    with path.open("rb") as file:
        report = verify(file)
    if report.status is not Status.HOLDS or not report.finished:
        raise Refused(_("Arsip contoh tidak lulus pemeriksaan; ini kesalahan Luber."), code="demo.verify")
    return report


def _own_command() -> str:
    """How this command was called, as it can be called again from the same folder."""
    called = Path(sys.argv[0])
    return os.path.relpath(called) if called.name == "luber" else "luber"


def _sum_up(told: dict[str, Any]) -> None:
    base = told["base_url"]
    lines = [
        "",
        f"Pemilihan yang selesai   {base}/e/{told['finished']}/",
        f"Pemilihan yang terbuka   {base}/e/{told['open']}/",
        f"Periksa sendiri          {_own_command()} verify {told['archive']}",
        "",
        "Masuk sebagai panitia:   " + f"{base}/panitia/",
        *(f"  {name}  sandi: {password}" for name, password in told["accounts"].items()),
        "",
        "Kartu untuk mencoba memilih (satu alamat, satu kartu):",
        *(
            f"  kelas {card['class']}  {base}/pilih/{told['open']}/#{card['code']}"
            for card in told["samples"]
        ),
        "",
        "Pemegang kunci pemilihan yang terbuka (alamat undangan, berkas kunci):",
        *(f"  {one['name']}  {one['link']}  {one['file']}" for one in told["trustees"]),
        "",
    ]
    print("\n".join(lines))
