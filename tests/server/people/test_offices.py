"""Offices: granted, held, ended, and each act in the public log without a name."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from luber.errors import Malformed, Refused
from luber_server.people import offices, queries, usecases
from luber_server.people.models import Office, Organisation, User
from luber_server.people.offices import NotYours, Officer
from luber_server.trail.models import Leaf

Role = Office.Role
DAY = timedelta(days=1)


def _leaves() -> list[dict[str, object]]:
    return [json.loads(bytes(leaf.bytes)) for leaf in Leaf.objects.order_by("index")]


@pytest.mark.django_db
def test_a_founder_is_the_first_of_the_committee(at: datetime) -> None:
    founder = usecases.create_account(username="melati", display_name="Melati", at=at)
    office = usecases.found_organisation(founder=founder, name="  SMP  Negeri 3 Kunang-Kunang ", at=at)
    assert office.organisation is not None
    assert office.organisation.name == "SMP Negeri 3 Kunang-Kunang"
    assert (
        offices.find(user=founder, roles=frozenset({Role.PANITIA}), organisation=office.organisation, at=at)
        == office
    )
    acts = [leaf["act"] for leaf in _leaves()]
    assert acts == ["people.account.created", "people.organisation.created", "people.office.granted"]
    assert "elati" not in json.dumps(_leaves())


@pytest.mark.django_db
def test_a_name_is_taken_in_any_case(at: datetime) -> None:
    usecases.create_account(username="melati", display_name="Melati", at=at)
    with pytest.raises(Refused, match="Melati sudah dipakai"):
        usecases.create_account(username="Melati", display_name="Lain", at=at)


@pytest.mark.django_db
@pytest.mark.parametrize("npsn", ["123", "1234567x", "123456789"])
def test_an_organisation_with_a_wrong_number_is_not_made(npsn: str, at: datetime) -> None:
    founder = usecases.create_account(username="melati", display_name="Melati", at=at)
    with pytest.raises(Malformed, match="8 angka"):
        usecases.found_organisation(founder=founder, name="SMP", npsn=npsn, at=at)
    assert not Organisation.objects.exists()


def test_an_office_covers_its_organisation_and_no_other(
    panitia: Officer, school: Organisation, other_school: Organisation, at: datetime
) -> None:
    assert offices.require(panitia, Role.PANITIA, organisation=school, at=at) == panitia.office
    with pytest.raises(NotYours):
        offices.require(panitia, Role.PANITIA, organisation=other_school, at=at)
    with pytest.raises(NotYours):
        offices.require(panitia, Role.PENGAMAT, organisation=school, at=at)


@pytest.mark.parametrize(
    ("wilayah", "covered"), [("99", True), ("9971", True), ("9972", False), ("997101", False)]
)
def test_an_office_of_a_place_covers_what_lies_below(
    wilayah: str, covered: bool, operator: Officer, plain_account: Officer, school: Organisation, at: datetime
) -> None:
    office = usecases.grant_office(
        actor=operator, user=plain_account.user, role=Role.PENGAMAT, wilayah=wilayah, at=at
    )
    assert offices.covers(office, school) is covered


def test_an_office_counts_from_its_beginning_to_its_end(
    panitia: Officer, second_panitia: Officer, school: Organisation, at: datetime
) -> None:
    assert second_panitia.office is not None
    usecases.end_office(actor=panitia, office_id=second_panitia.office.pk, at=at)
    with pytest.raises(NotYours):
        offices.require(second_panitia, Role.PANITIA, organisation=school, at=at)
    with pytest.raises(NotYours):
        offices.require(panitia, Role.PANITIA, organisation=school, at=at - 365 * DAY)
    assert _leaves()[-1]["act"] == "people.office.ended"
    with pytest.raises(Refused, match="sudah berakhir"):
        usecases.end_office(actor=panitia, office_id=second_panitia.office.pk, at=at)


def test_an_account_switched_off_holds_nothing(panitia: Officer, school: Organisation, at: datetime) -> None:
    panitia.user.is_active = False
    panitia.user.save()
    with pytest.raises(NotYours):
        offices.require(panitia, Role.PANITIA, organisation=school, at=at)


def test_the_last_of_a_committee_stays(panitia: Officer, at: datetime) -> None:
    assert panitia.office is not None
    with pytest.raises(Refused, match="panitia terakhir"):
        usecases.end_office(actor=panitia, office_id=panitia.office.pk, at=at)


def test_another_committee_ends_nothing_here(
    panitia: Officer, second_panitia: Officer, other_panitia: Officer, pengamat: Officer, at: datetime
) -> None:
    assert panitia.office is not None
    for stranger in (other_panitia, pengamat):
        with pytest.raises(NotYours):
            usecases.end_office(actor=stranger, office_id=panitia.office.pk, at=at)
    with pytest.raises(Refused, match="tidak ada"):
        usecases.end_office(actor=panitia, office_id=10**9, at=at)


def test_only_operators_grant_and_only_with_a_scope(
    panitia: Officer, operator: Officer, plain_account: Officer, school: Organisation, at: datetime
) -> None:
    with pytest.raises(NotYours):
        usecases.grant_office(
            actor=panitia, user=plain_account.user, role=Role.PENGAMAT, organisation=school, at=at
        )
    with pytest.raises(Malformed, match="satu organisasi atau satu wilayah"):
        usecases.grant_office(actor=operator, user=plain_account.user, role=Role.PANITIA, at=at)
    with pytest.raises(Malformed, match="angka"):
        usecases.grant_office(actor=operator, user=plain_account.user, role=Role.PENGAMAT, wilayah="9", at=at)
    usecases.grant_office(
        actor=operator, user=plain_account.user, role=Role.PENGAMAT, organisation=school, at=at
    )
    with pytest.raises(Refused, match="sudah dipegang"):
        usecases.grant_office(
            actor=operator, user=plain_account.user, role=Role.PENGAMAT, organisation=school, at=at
        )


def test_the_database_itself_refuses_an_office_without_a_scope(
    plain_account: Officer, school: Organisation, at: datetime
) -> None:
    wrong: list[dict[str, object]] = [
        {"role": Role.PANITIA},
        {"role": Role.PANITIA, "organisation": school, "wilayah": "99"},
    ]
    for scope in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.create(user=plain_account.user, granted_at=at, **scope)


def test_the_database_itself_refuses_an_office_held_twice(panitia: Officer, at: datetime) -> None:
    assert panitia.office is not None
    for organisation, wilayah in ((panitia.office.organisation, ""), (None, "99")):
        if wilayah:
            Office.objects.create(user=panitia.user, role=Role.PANITIA, wilayah=wilayah, granted_at=at)
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.create(
                user=panitia.user,
                role=Role.PANITIA,
                organisation=organisation,
                wilayah=wilayah,
                granted_at=at,
            )


def test_a_second_person_comes_by_a_link(
    panitia: Officer, plain_account: Officer, school: Organisation, at: datetime
) -> None:
    assert queries.committee_size(organisation=school, at=at) == 1
    token = usecases.invite(actor=panitia, organisation=school, role=Role.PANITIA, note="Bu Bayu", at=at)
    office = usecases.accept_invitation(user=plain_account.user, token=token, at=at + DAY)
    assert (office.role, office.organisation) == (Role.PANITIA, school)
    assert queries.committee_size(organisation=school, at=at + DAY) == 2
    assert [leaf["act"] for leaf in _leaves()] == ["people.invitation.made", "people.office.granted"]
    third = User.objects.create_user(username="ketiga")
    with pytest.raises(Refused, match="sudah dipakai"):
        usecases.accept_invitation(user=third, token=token, at=at + DAY)


def test_a_link_does_not_serve_its_maker_nor_for_ever_nor_once_withdrawn(
    panitia: Officer, plain_account: Officer, school: Organisation, at: datetime
) -> None:
    token = usecases.invite(actor=panitia, organisation=school, role=Role.PENGAMAT, at=at)
    with pytest.raises(Refused, match="Anda buat sendiri"):
        usecases.accept_invitation(user=panitia.user, token=token, at=at)
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        usecases.accept_invitation(user=plain_account.user, token=token, at=at + 7 * DAY)
    (opened,) = queries.open_invitations(organisation=school, at=at)
    usecases.withdraw_invitation(actor=panitia, invitation_id=opened.invitation_id, at=at)
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        usecases.accept_invitation(user=plain_account.user, token=token, at=at)
    with pytest.raises(Refused, match="tidak dikenal"):
        usecases.accept_invitation(user=plain_account.user, token=token[:-1], at=at)
    assert not queries.open_invitations(organisation=school, at=at)


def test_only_the_committee_invites_and_nobody_invites_an_operator(
    panitia: Officer, pengamat: Officer, other_panitia: Officer, school: Organisation, at: datetime
) -> None:
    for stranger in (pengamat, other_panitia):
        with pytest.raises(NotYours):
            usecases.invite(actor=stranger, organisation=school, role=Role.PANITIA, at=at)
    with pytest.raises(Refused, match="server itu sendiri"):
        usecases.invite(actor=panitia, organisation=school, role=Role.OPERATOR, at=at)


def test_a_token_stands_nowhere_in_the_database(panitia: Officer, school: Organisation, at: datetime) -> None:
    from luber_server.people.models import Invitation

    token = usecases.invite(actor=panitia, organisation=school, role=Role.PANITIA, at=at)
    kept = str(list(Invitation.objects.values())) + str(_leaves())
    assert token not in kept
    assert "Bayu" not in str(_leaves())
