"""A committee sets up an election, extends it with two persons, and after the freeze nothing changes."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from luber.election.phase import Phase
from luber.election.template import Template
from luber.errors import Refused
from luber_server.ballot import queries as ballot
from luber_server.election import neighbours, queries, tasks, usecases
from luber_server.election.models import Election, Extension
from luber_server.people.models import Organisation
from luber_server.people.offices import NotYours, Officer
from luber_server.registry import queries as registry
from luber_server.trail.models import Leaf

REASON = "Listrik padam di lantai dua."


def when(moment: datetime | None) -> datetime:
    """A moment that a sealed election has."""
    assert moment is not None
    return moment


@pytest.fixture
def draft(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return usecases.create(
        actor=panitia,
        organisation=school,
        template=Template.PILKETOS,
        title=" Pemilihan Ketua OSIS ",
        zone_name="Asia/Makassar",
        opens_at=at + timedelta(days=1),
        closes_at=at + timedelta(days=1, hours=4),
        at=at,
    )


@pytest.fixture
def sealed(draft: Election, panitia: Officer, at: datetime) -> Election:
    with transaction.atomic():
        usecases.mark_sealed(election=draft, actor=panitia, at=at, data={"fingerprint": "x"})
    return draft


def acts() -> list[str]:
    return list(Leaf.objects.order_by("index").values_list("act", flat=True))


def test_a_new_draft_has_its_template_and_a_leaf(draft: Election) -> None:
    assert (draft.title, draft.voice, draft.state) == ("Pemilihan Ketua OSIS", "kamu", "draft")
    [asked] = ballot.paper(draft)
    assert asked.paslon
    assert asked.blank
    assert acts() == ["election.created"]


def test_only_the_organisation_s_own_committee_acts(
    draft: Election, other_panitia: Officer, pengamat: Officer, school: Organisation, at: datetime
) -> None:
    for stranger in (other_panitia, pengamat):
        with pytest.raises(NotYours):
            usecases.cancel(actor=stranger, uuid=draft.uuid, reason="Salah membuat pemilihan.", at=at)
        with pytest.raises(NotYours):
            usecases.create(
                actor=stranger, organisation=school, template=Template.PLAIN, title="X", zone_name="Asia/Jakarta",
                opens_at=None, closes_at=None, at=at,
            )  # fmt: skip


def test_times_are_checked_by_the_core(draft: Election, panitia: Officer, at: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        usecases.set_times(
            actor=panitia,
            uuid=draft.uuid,
            zone_name="Asia/Jakarta",
            opens_at=at - timedelta(1),
            closes_at=at,
            at=at,
        )
    assert refusal.value.code == "schedule.past"


def test_the_phase_follows_the_clock(sealed: Election, at: datetime) -> None:
    opens, closes = when(sealed.opens_at), when(sealed.closes_at)
    assert queries.phase(sealed, at) is Phase.SEALED_NOT_OPEN
    assert queries.is_open(sealed, opens)
    assert not queries.is_open(sealed, closes)
    assert queries.due_to_close(closes - timedelta(seconds=1)) == []
    assert queries.due_to_close(closes) == [sealed]
    tasks.tick(at=opens)
    tasks.tick(at=opens + timedelta(seconds=5))
    assert acts() == ["election.created", "election.sealed", "election.opened"]


def test_an_extension_needs_a_reason_and_a_second_person(
    sealed: Election, panitia: Officer, second_panitia: Officer, at: datetime
) -> None:
    later = when(sealed.closes_at) + timedelta(hours=1)
    with pytest.raises(Refused) as refusal:
        usecases.ask_extension(actor=panitia, uuid=sealed.uuid, closes_at=later, reason="x", at=at)
    assert refusal.value.code == "extension.reason"
    asked = usecases.ask_extension(actor=panitia, uuid=sealed.uuid, closes_at=later, reason=REASON, at=at)
    assert queries.get(sealed.uuid).closes_at == when(sealed.closes_at)  # nothing moved yet
    with pytest.raises(Refused) as refusal:
        usecases.agree_extension(actor=panitia, uuid=sealed.uuid, extension=asked.pk, at=at)
    assert refusal.value.code == "extension.second_person"
    with pytest.raises(Refused):
        usecases.ask_extension(actor=second_panitia, uuid=sealed.uuid, closes_at=later, reason=REASON, at=at)
    usecases.agree_extension(actor=second_panitia, uuid=sealed.uuid, extension=asked.pk, at=at)
    assert queries.get(sealed.uuid).closes_at == later
    with pytest.raises(Refused):
        usecases.agree_extension(actor=second_panitia, uuid=sealed.uuid, extension=asked.pk, at=at)
    assert acts()[-2:] == ["election.extension.asked", "election.extension.approved"]


def test_no_extension_once_the_box_is_shut(
    sealed: Election, panitia: Officer, second_panitia: Officer, at: datetime
) -> None:
    later, closes = when(sealed.closes_at) + timedelta(hours=1), when(sealed.closes_at)
    asked = usecases.ask_extension(actor=panitia, uuid=sealed.uuid, closes_at=later, reason=REASON, at=at)
    with pytest.raises(Refused) as refusal:
        usecases.agree_extension(actor=second_panitia, uuid=sealed.uuid, extension=asked.pk, at=closes)
    assert refusal.value.code == "extension.late"


def test_an_extension_can_be_turned_down(
    sealed: Election, panitia: Officer, second_panitia: Officer, at: datetime
) -> None:
    later = when(sealed.closes_at) + timedelta(hours=1)
    asked = usecases.ask_extension(actor=panitia, uuid=sealed.uuid, closes_at=later, reason=REASON, at=at)
    usecases.reject_extension(actor=second_panitia, uuid=sealed.uuid, extension=asked.pk, at=at)
    assert queries.waiting_extension(sealed) is None
    assert queries.get(sealed.uuid).closes_at == when(sealed.closes_at)


@pytest.mark.parametrize("broken", ["second", "both"])
def test_the_database_holds_the_second_person_too(
    sealed: Election, panitia: Officer, second_panitia: Officer, at: datetime, broken: str
) -> None:
    row = Extension(
        election=sealed,
        closes_at=at,
        reason=REASON,
        asked_by=panitia.user,
        asked_at=at,
        agreed_by=panitia.user,
    )
    if broken == "both":
        row.agreed_by, row.rejected_by = second_panitia.user, second_panitia.user
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_draft_is_not_extended_and_a_closed_one_neither(
    draft: Election, panitia: Officer, at: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        usecases.ask_extension(actor=panitia, uuid=draft.uuid, closes_at=at, reason=REASON, at=at)
    assert refusal.value.code == "extension.draft"


def test_a_cancelled_draft_stays_cancelled(draft: Election, panitia: Officer, at: datetime) -> None:
    usecases.cancel(actor=panitia, uuid=draft.uuid, reason="Diulang tahun depan.", at=at)
    with pytest.raises(Refused):
        usecases.cancel(actor=panitia, uuid=draft.uuid, reason="Diulang tahun depan.", at=at)
    with pytest.raises(Refused):
        usecases.require_draft(queries.get(draft.uuid))


def test_a_mock_has_the_set_up_and_invented_voters(draft: Election, panitia: Officer, at: datetime) -> None:
    mock = usecases.make_mock(
        actor=panitia,
        uuid=draft.uuid,
        opens_at=at + timedelta(hours=1),
        closes_at=at + timedelta(hours=2),
        at=at,
    )
    assert (mock.mock, mock.mock_of, mock.title, mock.zone) == (True, draft, draft.title, "Asia/Makassar")
    assert mock.uuid != draft.uuid
    assert [asked.text for asked in ballot.paper(mock)] == [asked.text for asked in ballot.paper(draft)]
    assert registry.voters_total(mock) == 12
    assert [item.done for item in neighbours.checklist(mock, at) if item.key.startswith("registry.")] == [
        True
    ] * 3
    with pytest.raises(Refused):
        usecases.make_mock(
            actor=panitia,
            uuid=mock.uuid,
            opens_at=at + timedelta(hours=1),
            closes_at=at + timedelta(hours=2),
            at=at,
        )


def test_the_freeze_waits_for_every_item(draft: Election, panitia: Officer, at: datetime) -> None:
    keys = [item.key for item in neighbours.checklist(draft, at)]
    assert keys[:6] == [
        "election.rules",
        "election.times",
        "registry.list",
        "registry.dps",
        "registry.dpt",
        "ballot.paper",
    ]
    with pytest.raises(Refused) as refusal:
        usecases.freeze(actor=panitia, uuid=draft.uuid, at=at)
    assert refusal.value.code == "election.not_ready"
    assert "Daftar pemilih" in str(refusal.value)


def test_marks_walk_one_way(sealed: Election, panitia: Officer, at: datetime) -> None:
    with transaction.atomic():
        with pytest.raises(Refused):
            usecases.mark_closed(election=sealed, actor="system", at=at, data={})
        with pytest.raises(Refused):
            usecases.mark_decided(election=sealed, actor="system", at=at, data={})
        usecases.mark_closed(election=sealed, actor="system", at=when(sealed.closes_at), data={"ballots": 0})
        usecases.mark_decided(election=sealed, actor="system", at=when(sealed.closes_at), data={})
    assert queries.phase(queries.get(sealed.uuid), at) is Phase.DECIDED
