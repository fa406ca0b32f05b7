"""The key ceremony over HTTP, with the Python core as the trustees' browsers."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.server.ceremony import drafts
from tests.server.ceremony.drafts import AtHome, arranged, cards_made, ceremony_held, ok, post

from luber.ceremony import election as sealed_elections
from luber.ceremony import setup
from luber.crypto import groups
from luber.errors import Refused
from luber_server.ceremony import queries, tokens, usecases
from luber_server.ceremony.invitations import Person
from luber_server.ceremony.models import Posting, PublicCredential, SealedSetup, Trustee
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.trail.models import Leaf


@pytest.fixture
def election(panitia: Officer, school: Organisation, at: datetime) -> Election:
    return drafts.draft(actor=panitia, organisation=school, at=at)


def acts(election: Election) -> list[str]:
    return list(Leaf.objects.filter(election=election.uuid).order_by("index").values_list("act", flat=True))


@pytest.mark.parametrize(
    ("shared", "single", "t", "group"),
    [
        (3, 0, 2, "Ed25519"),
        (0, 1, None, "Ed25519"),
        (0, 2, None, "Ed25519"),
        (3, 1, 2, "Ed25519"),
        (3, 0, 2, "BELENIOS-2048"),
    ],
)
def test_a_ceremony_makes_trustees_that_everyone_can_verify(
    panitia: Officer,
    school: Organisation,
    at: datetime,
    shared: int,
    single: int,
    t: int | None,
    group: str,
) -> None:
    election = drafts.draft(actor=panitia, organisation=school, at=at, group=group, voters=3)
    trustees = arranged(actor=panitia, election=election, at=at, shared=shared, single=single, t=t)
    ceremony_held(trustees)
    cards_made(actor=panitia, election=election, at=at)
    elections.freeze(actor=panitia, uuid=election.uuid, at=at)
    row = queries.sealed(election)
    opened = setup.open_setup(
        election=row.election_json, trustees=row.trustees_json, credentials=row.public_creds_json
    )
    assert opened.election.fingerprint == row.fingerprint
    assert len(opened.trustees.owners) == shared + single
    assert len(opened.credentials) == 3
    assert row.trustees_json.decode().count('"Pedersen"') == (1 if shared else 0)
    assert b"Surya" not in row.trustees_json
    assert set(opened.election.luber) == {"dpt", "presentation", "rules"}


def test_the_steps_of_two_of_three_in_order(panitia: Officer, election: Election, at: datetime) -> None:
    first, second, third = arranged(actor=panitia, election=election, at=at)
    state = first.enter()
    assert (state["step"], state["size"], state["threshold"], state["me"]["index"]) == (
        "certificate",
        3,
        2,
        1,
    )
    assert state["certs"] is None
    assert first.act()["step"] == "wait_certificates"
    second.enter(), third.enter()
    second.act()
    assert third.act()["step"] == "polynomial"
    assert len(first.state()["certs"]) == 3
    for one in (first, second, third):
        assert one.state()["vinput"] is None
        one.act()
    for one in (first, second, third):
        state = one.state()
        assert state["step"] == "verification_key"
        assert len(state["vinput"]["secrets"]) == 3
    assert first.act()["step"] == "rehearse"
    assert first.act()["step"] == "wait_others"
    assert [one["step"] for one in first.state()["others"]] == [
        "wait_others",
        "verification_key",
        "verification_key",
    ]
    assert [one["done"] for one in first.state()["others"]] == [True, False, False]
    for one in (second, third):
        one.act(), one.act()
    assert {one.state()["step"] for one in (first, second, third)} == {"ready"}
    assert acts(election)[-2:] == ["ceremony.trustee.rehearsed", "ceremony.finished"]


def test_only_a_rehearsed_key_counts(panitia: Officer, election: Election, at: datetime) -> None:
    (trustee,) = arranged(actor=panitia, election=election, at=at, shared=0, single=1)
    trustee.enter()
    trustee.act()
    assert not queries.progress(election).ready
    state = trustee.state()
    assert state["step"] == "rehearse"
    other = groups.ED25519.random_secret(os.urandom)
    wrong = trustee.send("rehearse", drafts.rehearsed(state, other))
    assert wrong.status_code == 422
    assert not queries.progress(election).ready
    ok(trustee.send("rehearse", drafts.rehearsed(state, trustee.key(state))))
    assert queries.progress(election).ready


def test_a_rehearsal_answer_for_someone_else_does_not_hold(
    panitia: Officer, election: Election, at: datetime
) -> None:
    first, second = arranged(actor=panitia, election=election, at=at, shared=0, single=2)
    for one in (first, second):
        one.enter()
        one.act()
    state = first.state()
    mine = drafts.rehearsed(state, first.key(state))
    assert second.send("rehearse", mine).status_code == 422


# ---- bad input


def test_a_foreign_token_opens_nothing(election: Election, client: Client) -> None:
    response = post(client, "/kunci/masuk", {"token": "1111111111111111111111"})
    assert response.status_code == 403
    assert "undangan baru" in response.json()["message"]
    assert client.get("/kunci/keadaan").status_code == 403


def test_a_seat_ends_with_its_invitation(panitia: Officer, election: Election, at: datetime) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    first.enter()
    again = usecases.resend(actor=panitia, uuid=election.uuid, owner=1, mail="", at=at)
    assert first.client.get("/kunci/keadaan").status_code == 403
    assert post(first.client, "/kunci/masuk", {"token": first.token}).status_code == 403
    assert AtHome(token=drafts.token_of(again)).enter()["me"]["owner"] == 1


def test_tokens_are_kept_as_hashes_only(panitia: Officer, election: Election, at: datetime) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    row = Trustee.objects.get(token_hash=tokens.digest(first.token))
    assert first.token not in repr(row.__dict__)


@pytest.mark.parametrize("step", ["polynomial", "verification_key", "rehearse", "key", "decrypt"])
def test_a_wrong_step_is_refused(panitia: Officer, election: Election, at: datetime, step: str) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    first.enter()
    response = first.send(step, "{}")
    assert response.status_code == 409
    assert first.state()["step"] == "certificate"
    assert not Posting.objects.exists()


def test_an_unknown_step_is_malformed(panitia: Officer, election: Election, at: datetime) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    first.enter()
    assert first.send("dansa", "{}").status_code == 400


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"message":"x","signature":{}}', "\u0000", "1.5"])
def test_what_is_no_certificate_is_malformed(
    panitia: Officer, election: Election, at: datetime, body: str
) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    first.enter()
    assert first.send("certificate", body).status_code == 400
    assert first.state()["step"] == "certificate"


def test_a_tampered_certificate_does_not_hold(panitia: Officer, election: Election, at: datetime) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    made = json.loads(first.made("certificate", first.enter()))
    made["signature"]["response"] = str(int(made["signature"]["response"]) ^ 1)
    response = first.send("certificate", json.dumps(made))
    assert response.status_code == 422
    assert not Posting.objects.exists()


def test_a_certificate_for_another_place_does_not_hold(
    panitia: Officer, election: Election, at: datetime
) -> None:
    first, second, _third = arranged(actor=panitia, election=election, at=at)
    made = first.made("certificate", first.enter())
    second.enter()
    response = second.send("certificate", made)
    assert response.status_code == 422
    assert "tempat lain" in response.json()["message"]


def test_two_trustees_cannot_share_a_single_key(panitia: Officer, election: Election, at: datetime) -> None:
    first, second = arranged(actor=panitia, election=election, at=at, shared=0, single=2)
    first.enter(), second.enter()
    first.act()
    response = second.send("key", first.sent["key"])
    assert response.status_code == 409


def with_certificates(trustees: list[AtHome]) -> None:
    for one in trustees:
        one.enter()
        one.act()


def test_a_polynomial_without_a_share_for_everyone(
    panitia: Officer, election: Election, at: datetime
) -> None:
    trustees = arranged(actor=panitia, election=election, at=at)
    with_certificates(trustees)
    made = json.loads(trustees[0].made("polynomial", trustees[0].state()))
    made["secrets"] = made["secrets"][:2]
    assert trustees[0].send("polynomial", json.dumps(made)).status_code == 400
    made["secrets"].append("tidak tersandi")
    assert trustees[0].send("polynomial", json.dumps(made)).status_code == 400


def test_commitments_that_were_not_signed(panitia: Officer, election: Election, at: datetime) -> None:
    trustees = arranged(actor=panitia, election=election, at=at)
    with_certificates(trustees)
    mine = json.loads(trustees[0].made("polynomial", trustees[0].state()))
    other = json.loads(trustees[1].made("polynomial", trustees[1].state()))
    mine["coefexps"] = other["coefexps"]
    assert trustees[0].send("polynomial", json.dumps(mine)).status_code == 422


def test_a_share_that_does_not_fit_is_found_by_its_receiver(
    panitia: Officer, election: Election, at: datetime
) -> None:
    """The server cannot open shares; the receiver can, and says whose does not fit."""
    trustees = arranged(actor=panitia, election=election, at=at)
    with_certificates(trustees)
    bad = json.loads(trustees[0].made("polynomial", trustees[0].state()))
    another = json.loads(trustees[0].made("polynomial", trustees[0].state()))
    bad["secrets"] = another["secrets"]  # well sealed, of another polynomial
    ok(trustees[0].send("polynomial", json.dumps(bad)))
    trustees[1].act(), trustees[2].act()
    with pytest.raises(Exception, match="pemegang kunci 1"):
        trustees[1].made("verification_key", trustees[1].state())


def test_a_verification_key_of_another_secret(panitia: Officer, election: Election, at: datetime) -> None:
    trustees = arranged(actor=panitia, election=election, at=at)
    with_certificates(trustees)
    for one in trustees:
        one.act()
    made = json.loads(trustees[0].made("verification_key", trustees[0].state()))
    theirs = json.loads(trustees[1].made("verification_key", trustees[1].state()))
    assert trustees[0].send("verification_key", json.dumps(theirs)).status_code == 422
    del made["public_key"]["signature"]
    assert trustees[0].send("verification_key", json.dumps(made)).status_code == 422
    assert trustees[0].state()["step"] == "verification_key"


def test_the_same_bytes_again_change_nothing(panitia: Officer, election: Election, at: datetime) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    first.enter()
    first.act()
    before = acts(election)
    assert ok(first.send("certificate", first.sent["certificate"]))["step"] == "wait_certificates"
    assert acts(election) == before
    assert Posting.objects.count() == 1


def test_another_certificate_after_the_first_is_refused(
    panitia: Officer, election: Election, at: datetime
) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    state = first.enter()
    first.act()
    assert first.send("certificate", first.made("certificate", state)).status_code == 409


def test_posts_need_the_csrf_token(panitia: Officer, election: Election, at: datetime) -> None:
    first, *_others = arranged(actor=panitia, election=election, at=at)
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, "/kunci/masuk", {"token": first.token}).status_code == 403


# ---- replacing and restarting


def test_replacing_a_trustee_makes_all_of_the_shared_key_begin_again(
    panitia: Officer, election: Election, at: datetime
) -> None:
    trustees = arranged(actor=panitia, election=election, at=at, shared=3, single=1)
    ceremony_held(trustees)
    assert queries.progress(election).ready
    invited = usecases.replace(
        actor=panitia, uuid=election.uuid, owner=2, person=Person(name="Bapak Harun"), at=at
    )
    progress = queries.progress(election)
    assert [one.step for one in progress.trustees] == ["certificate"] * 3 + ["wait_others"]
    assert progress.trustees[1].name == "Bapak Harun"
    assert trustees[1].client.get("/kunci/keadaan").status_code == 403
    assert trustees[0].state()["attempt"] == 2
    assert "ceremony.trustee.replaced" in acts(election)
    trustees[1] = AtHome(token=drafts.token_of(invited))
    ceremony_held(trustees)
    assert queries.progress(election).ready


def test_restarting_voids_every_key(panitia: Officer, election: Election, at: datetime) -> None:
    trustees = arranged(actor=panitia, election=election, at=at)
    ceremony_held(trustees)
    usecases.restart(actor=panitia, uuid=election.uuid, at=at)
    assert [one.step for one in queries.progress(election).trustees] == ["certificate"] * 3
    assert acts(election)[-1] == "ceremony.restarted"
    ceremony_held(trustees)


@pytest.mark.parametrize(("shared", "t"), [(3, 1), (3, 3), (2, 2), (3, 4), (1, 1)])
def test_arrangements_that_protect_nothing(
    panitia: Officer, election: Election, at: datetime, shared: int, t: int
) -> None:
    with pytest.raises(Refused, match="2 dari 3"):
        usecases.arrange(
            actor=panitia, uuid=election.uuid, seats=drafts.seats(shared=shared), threshold=t, at=at
        )
    assert not queries.progress(election).trustees


def test_nobody_at_all_is_refused(panitia: Officer, election: Election, at: datetime) -> None:
    with pytest.raises(Refused):
        usecases.arrange(actor=panitia, uuid=election.uuid, seats=(), threshold=None, at=at)


def test_another_schools_committee_may_not(other_panitia: Officer, election: Election, at: datetime) -> None:
    with pytest.raises(Refused, match="Jabatan"):
        usecases.arrange(
            actor=other_panitia, uuid=election.uuid, seats=drafts.seats(shared=3), threshold=2, at=at
        )


# ---- freezing


def ready(panitia: Officer, election: Election, at: datetime) -> list[AtHome]:
    trustees = arranged(actor=panitia, election=election, at=at)
    ceremony_held(trustees)
    cards_made(actor=panitia, election=election, at=at)
    return trustees


def test_what_is_missing_keeps_the_election_open(panitia: Officer, election: Election, at: datetime) -> None:
    def said() -> str:
        with pytest.raises(Refused) as refusal:
            usecases.seal_election(actor=panitia, uuid=election.uuid, at=at)
        return str(refusal.value)

    assert "Pemegang kunci belum ditunjuk" in said()
    trustees = arranged(actor=panitia, election=election, at=at)
    assert "belum siap" in said()
    ceremony_held(trustees)
    assert "Otoritas kredensial belum ditunjuk" in said()
    cards_made(actor=panitia, election=election, at=at)
    with pytest.raises(Refused, match="sudah lewat"):
        usecases.seal_election(actor=panitia, uuid=election.uuid, at=at + timedelta(hours=2))
    assert not SealedSetup.objects.exists()
    usecases.seal_election(actor=panitia, uuid=election.uuid, at=at)
    assert SealedSetup.objects.count() == 1


def test_after_the_freeze_nothing_that_is_hashed_changes(
    panitia: Officer, election: Election, at: datetime
) -> None:
    trustees = ready(panitia, election, at)
    elections.freeze(actor=panitia, uuid=election.uuid, at=at)
    before = queries.sealed(election)
    refusals: list[Callable[[], object]] = [
        lambda: usecases.seal_election(actor=panitia, uuid=election.uuid, at=at),
        lambda: usecases.restart(actor=panitia, uuid=election.uuid, at=at),
        lambda: usecases.discard_credentials(actor=panitia, uuid=election.uuid, at=at),
        lambda: usecases.arrange(
            actor=panitia, uuid=election.uuid, seats=drafts.seats(single=1), threshold=None, at=at
        ),
        lambda: usecases.replace(
            actor=panitia, uuid=election.uuid, owner=1, person=Person(name="Lain"), at=at
        ),
        lambda: usecases.invite_authority(
            actor=panitia, uuid=election.uuid, person=Person(name="Lain"), at=at
        ),
    ]
    for act in refusals:
        with pytest.raises(Refused, match="dibekukan"):
            act()
    assert trustees[0].send("rehearse", "{}").status_code == 409
    after = queries.sealed(election)
    for name in ("election_json", "trustees_json", "public_creds_json", "presentation_json", "rules_json"):
        assert getattr(after, name) == getattr(before, name)
    with pytest.raises(TypeError):
        SealedSetup.objects.get().save()


def test_the_database_refuses_to_change_what_is_sealed(
    panitia: Officer, election: Election, at: datetime
) -> None:
    ready(panitia, election, at)
    elections.freeze(actor=panitia, uuid=election.uuid, at=at)
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        SealedSetup.objects.update(fingerprint="lain")
    key = PublicCredential.objects.filter(election=election).values_list("key", flat=True)[0]
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        PublicCredential.objects.filter(election=election, key=key).update(label="9Z")
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        PublicCredential.objects.create(election=election, position=99, key="baru", label="7A")
    assert connection.connection is not None


def test_the_seal_names_all_that_is_fixed(panitia: Officer, election: Election, at: datetime) -> None:
    ready(panitia, election, at)
    elections.freeze(actor=panitia, uuid=election.uuid, at=at)
    row = queries.sealed(election)
    leaf = json.loads(bytes(Leaf.objects.get(act="election.sealed").bytes))
    assert leaf["data"]["fingerprint"] == row.fingerprint
    parsed = sealed_elections.parse(row.election_json)
    assert parsed.luber["dpt"] == row.dpt_sha256
    assert leaf["data"]["presentation"] == parsed.luber["presentation"]
    assert leaf["data"]["rules"] == parsed.luber["rules"]
    shown = Client().get(f"/e/{election.uuid}/aturan.json").content
    assert hashlib.sha256(shown).hexdigest() == parsed.luber["rules"]
    assert json.loads(shown)["counting"] == [{"method": "plurality", "seats": 1}]
    assert Client().get(f"/e/{election.uuid}/presentation.json").content == row.presentation_json


def test_a_drafts_rules_are_nobodys_business(election: Election) -> None:
    assert Client().get(f"/e/{election.uuid}/aturan.json").status_code == 404


def test_a_link_can_still_be_sent_again_after_the_freeze(
    panitia: Officer, election: Election, at: datetime
) -> None:
    ready(panitia, election, at)
    elections.freeze(actor=panitia, uuid=election.uuid, at=at)
    again = usecases.resend(actor=panitia, uuid=election.uuid, owner=2, mail="", at=at)
    assert AtHome(token=drafts.token_of(again)).enter()["step"] == "ready"
