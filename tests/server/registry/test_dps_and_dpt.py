"""From DPS to DPT: masked lines, objections with a code, one salted hash; a single voter by hand with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from luber.errors import Refused
from luber_server.election.models import Election
from luber_server.people.models import Organisation, ReadingLog
from luber_server.people.offices import Officer
from luber_server.registry import queries, usecases
from luber_server.registry.models import Objection, RollEvent, Voter
from luber_server.registry.usecases import objections, voters
from luber_server.trail.models import Leaf

SignIn = Callable[[Officer], Client]
SetClock = Callable[[datetime], None]
Fill = Callable[..., None]

ROWS = (("0012345678", "Dahlia Rahayu", "8A", "P"), ("0012345679", "Bayu Samudra", "8B", "L"))
WRITTEN = objections.Written(kind="missing", name="Sekar Lintang", class_label="8A", text="Belum tercantum.")


def named(election: Election, pk: int) -> queries.VoterView:
    found = queries.voter(election, pk)
    assert found is not None
    return found


@pytest.fixture
def until(at: datetime) -> datetime:
    return at + timedelta(days=3)


@pytest.fixture
def dps(draft: Election, fill: Fill, panitia: Officer, at: datetime, until: datetime) -> Election:
    fill(*ROWS)
    usecases.publish_dps(actor=panitia, uuid=draft.uuid, until=until, at=at)
    return draft


def test_the_public_page_masks_and_closes(
    dps: Election, client: Client, set_clock: SetClock, until: datetime
) -> None:
    address = reverse("registry_public_dps", args=[dps.uuid])
    page = client.get(address).content.decode()
    assert "Dah*** R***" in page
    for secret in ("Dahlia", "Rahayu", "0012345678", "Samudra"):
        assert secret not in page
    assert "Ba*** S***" in client.get(address + "?kelas=8B").content.decode()
    set_clock(until)
    late = client.get(address).content.decode()
    assert "***" not in late
    assert "Masa keberatan berakhir" in late


def test_no_dps_no_page(draft: Election, fill: Fill, client: Client) -> None:
    fill(*ROWS)
    page = client.get(reverse("registry_public_dps", args=[draft.uuid])).content.decode()
    assert "***" not in page
    assert client.get(reverse("registry_public_dps", args=["tidakada1234567"])).status_code == 404


def test_an_objection_from_form_to_answer(
    dps: Election,
    client: Client,
    panitia: Officer,
    sign_in: SignIn,
    at: datetime,
    set_clock: SetClock,
    until: datetime,
) -> None:
    address = reverse("registry_object", args=[dps.uuid])
    empty = client.post(address, {})
    assert "Pilih salah satu" in empty.content.decode()
    filed = client.post(
        address, {"kind": "missing", "name": "Sekar Lintang", "class_label": "8A", "text": "Belum tercantum."}
    )
    code = filed.context["code"]
    assert code in filed.content.decode()
    row = Objection.objects.get()
    assert b"Sekar" not in bytes(row.content)
    assert b"Sekar" not in b"".join(bytes(leaf.bytes) for leaf in Leaf.objects.all())

    officer = sign_in(panitia)
    page = officer.get(reverse("registry_answer", args=[dps.uuid, row.pk])).content.decode()
    assert "Sekar Lintang" in page
    assert ReadingLog.objects.filter(dataset="Keberatan atas DPS").count() == 1
    set_clock(until)
    with pytest.raises(Refused) as refusal:
        usecases.freeze_dpt(actor=panitia, uuid=dps.uuid, at=until)
    assert refusal.value.code == "roll.unanswered"
    answered = officer.post(
        reverse("registry_answer", args=[dps.uuid, row.pk]),
        {"upheld": "yes", "text": "Sudah kami tambahkan."},
    )
    assert answered.status_code == 302
    track = reverse("registry_track", args=[dps.uuid])
    assert "Sudah kami tambahkan." in client.post(track, {"code": code.lower()}).content.decode()
    assert "Sudah kami" not in client.post(track, {"code": "K7QX-3MTP-9BWD"}).content.decode()


def test_objections_only_in_their_time(
    dps: Election, draft: Election, at: datetime, until: datetime, panitia: Officer
) -> None:
    usecases.file_objection(uuid=dps.uuid, written=WRITTEN, at=at)
    with pytest.raises(Refused):
        usecases.file_objection(uuid=dps.uuid, written=WRITTEN, at=until)


def test_an_objection_is_answered_once(dps: Election, at: datetime, panitia: Officer) -> None:
    usecases.file_objection(uuid=dps.uuid, written=WRITTEN, at=at)
    pk = Objection.objects.get().pk
    answer: dict[str, Any] = {
        "actor": panitia,
        "uuid": dps.uuid,
        "objection": pk,
        "text": "Tidak terdaftar di sekolah ini.",
        "at": at,
    }
    usecases.answer_objection(upheld=False, **answer)
    with pytest.raises(Refused):
        usecases.answer_objection(upheld=True, **answer)


def test_the_dpt_is_frozen_with_a_hash_that_its_file_has(
    dps: Election, panitia: Officer, sign_in: SignIn, until: datetime, set_clock: SetClock
) -> None:
    with pytest.raises(Refused):
        usecases.freeze_dpt(actor=panitia, uuid=dps.uuid, at=until - timedelta(seconds=1))
    digest = usecases.freeze_dpt(actor=panitia, uuid=dps.uuid, at=until)
    assert queries.dpt_hash(dps) == digest
    answer = sign_in(panitia).get(reverse("registry_dpt_file", args=[dps.uuid]))
    assert hashlib.sha256(answer.content).hexdigest() == digest
    assert ReadingLog.objects.filter(dataset="Seluruh DPT", records=2).exists()
    leaf = bytes(Leaf.objects.get(act="registry.dpt.frozen").bytes)
    assert digest.encode() in leaf
    assert b"salt" not in leaf
    assert b"0012345678" not in leaf
    assert [(c.label, c.count) for c in queries.classes(dps)] == [("8A", 1), ("8B", 1)]


def test_two_elections_with_one_list_have_two_hashes(
    dps: Election, panitia: Officer, until: datetime, school: Organisation, at: datetime
) -> None:
    from luber.election.template import Template
    from luber_server.election import usecases as elections

    first = usecases.freeze_dpt(actor=panitia, uuid=dps.uuid, at=until)
    other = elections.create(
        actor=panitia, organisation=school, template=Template.PILKETOS, title="Lain", zone_name="Asia/Jakarta",
        opens_at=None, closes_at=None, at=at,
    )  # fmt: skip
    lines = [("NISN", "Nama", "Kelas", "L/P"), *ROWS]
    number = usecases.read_upload(actor=panitia, uuid=other.uuid, lines=lines, at=at)
    from luber_server.registry.usecases.sheets import Mode

    usecases.confirm_upload(actor=panitia, uuid=other.uuid, upload=number, mode=Mode.ADD, at=at)
    second = usecases.freeze_without_dps(
        actor=panitia, uuid=other.uuid, reason="Daftar sama, sudah diumumkan.", at=at
    )
    assert first != second


def test_frozen_means_frozen(dps: Election, panitia: Officer, until: datetime) -> None:
    usecases.freeze_dpt(actor=panitia, uuid=dps.uuid, at=until)
    voter = Voter.objects.get(class_label="8A")
    written = voters.Written(ident="0012345670", name="Sekar", class_label="8A", sex="P")
    common: dict[str, Any] = {"actor": panitia, "uuid": dps.uuid, "reason": "Terlewat.", "at": until}
    for act in (
        lambda: usecases.add_voter(written=written, **common),
        lambda: usecases.change_voter(voter=voter.pk, written=written, **common),
        lambda: usecases.remove_voter(voter=voter.pk, **common),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "roll.frozen"


def test_one_voter_by_hand_keeps_the_reason(
    dps: Election, panitia: Officer, sign_in: SignIn, at: datetime
) -> None:
    client = sign_in(panitia)
    data = {"ident": "0012345670", "name": "Sekar  Lintang", "class_label": "8A", "sex": "P"}
    assert "Isi “Alasan”" in client.post(reverse("registry_add", args=[dps.uuid]), data).content.decode()
    client.post(reverse("registry_add", args=[dps.uuid]), {**data, "reason": "Keberatan diterima."})
    pk = queries.find_voter(dps, "0012345670")
    assert pk is not None
    assert named(dps, pk).name == "Sekar Lintang"
    again = client.post(reverse("registry_add", args=[dps.uuid]), {**data, "reason": "Keberatan diterima."})
    assert "sudah dipakai pemilih lain" in again.content.decode()
    client.post(
        reverse("registry_change", args=[dps.uuid, pk]),
        {**data, "class_label": "8B", "reason": "Pindah kelas."},
    )
    assert named(dps, pk).class_label == "8B"
    client.post(reverse("registry_remove", args=[dps.uuid, pk]), {"remove-reason": "Pindah sekolah."})
    assert queries.voter(dps, pk) is None
    kinds = list(RollEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["added", "changed", "removed"]
    assert [event.reason for event in queries.events(dps)][:3] == [
        "Pindah sekolah.",
        "Pindah kelas.",
        "Keberatan diterima.",
    ]
    assert not [
        row for row in RollEvent.objects.all() if b"Sekar" in bytes(row.who) or b"Pindah" in bytes(row.reason)
    ]


def test_no_second_sheet_after_the_dps(dps: Election, panitia: Officer, at: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        usecases.read_upload(actor=panitia, uuid=dps.uuid, lines=[("NISN", "Nama", "Kelas")], at=at)
    assert refusal.value.code == "roll.published"


def test_a_cancelled_election_keeps_nobody(
    draft: Election, fill: Fill, panitia: Officer, at: datetime
) -> None:
    fill(*ROWS)
    usecases.forget(election=draft, at=at)
    assert Voter.objects.count() == RollEvent.objects.count() == 0


def test_names_are_masked_until_asked_for(
    draft: Election, fill: Fill, panitia: Officer, sign_in: SignIn
) -> None:
    fill(*ROWS)
    client = sign_in(panitia)
    address = reverse("registry_class", args=[draft.uuid])
    masked = client.post(address, {"label": "8A"}).content.decode()
    assert "Dah*** R***" in masked
    assert "Dahlia" not in masked
    assert ReadingLog.objects.count() == 0
    assert "Dahlia Rahayu" in client.post(address, {"label": "8A", "plain": "1"}).content.decode()
    reading = ReadingLog.objects.get()
    assert (reading.records, reading.user) == (1, panitia.user)


def test_the_contact_finds_its_voter_only(draft: Election, panitia: Officer, at: datetime) -> None:
    draft.second_factor = "mail"
    draft.save()
    lines = [("NISN", "Nama", "Kelas", "Surel"), ("0012345678", "Melati", "8A", "Melati@contoh.invalid")]
    number = usecases.read_upload(actor=panitia, uuid=draft.uuid, lines=lines, at=at)
    from luber_server.registry.usecases.sheets import Mode

    usecases.confirm_upload(actor=panitia, uuid=draft.uuid, upload=number, mode=Mode.ADD, at=at)
    assert queries.contact_index(draft, " MELATI@contoh.invalid ") == Voter.objects.get().pk
    assert queries.contact_index(draft, "bayu@contoh.invalid") is None
    assert queries.contact_index(draft, "bukan alamat") is None
    assert queries.lacking_contacts(draft) == 0
