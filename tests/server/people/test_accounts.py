"""Accounts, as people meet them: sign up, sign in, be invited, read the log, see the committee."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.server.conftest import SetClock, SignIn

from luber_server.people import queries, usecases
from luber_server.people.models import Office, Organisation, User
from luber_server.people.offices import Officer

Role = Office.Role
PASSWORD = "sawah-kerbau-hujan-7"
SIGN_UP = {
    "display_name": "Melati",
    "username": "melati",
    "email": "",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "organisation": "SMP Negeri 3 Kunang-Kunang",
    "kind": "school",
    "npsn": "99000003",
    "zone": "Asia/Makassar",
}


@pytest.fixture(autouse=True)
def _database(db: None, at: datetime) -> None:
    """Every page here stands on the database and a stopped clock."""


def test_a_committee_signs_up_and_holds_its_office(client: Client, at: datetime) -> None:
    answer = client.post("/akun/daftar/", SIGN_UP)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/panitia/")
    user = User.objects.get()
    assert (user.username, str(user)) == ("melati", "Melati")
    assert user.password.startswith("argon2")
    organisation = Organisation.objects.get()
    assert (organisation.npsn, organisation.zone) == ("99000003", "Asia/Makassar")
    assert queries.organisations_of(user=user, role=Role.PANITIA, at=at) == (organisation,)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"npsn": "123"}, "8 angka"),
        ({"organisation": ""}, "Nama lengkap sekolah atau organisasi"),
        ({"password2": "lain"}, "Kata sandi sekali lagi"),
        ({"password1": "password12", "password2": "password12"}, "umum"),
    ],
)
def test_a_faulty_sign_up_is_shown_again_and_makes_nothing(
    client: Client, changed: dict[str, str], said: str
) -> None:
    answer = client.post("/akun/daftar/", {**SIGN_UP, **changed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Perlu diperbaiki" in page
    assert 'value="melati"' in page
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_where_sign_up_is_closed_an_invitation_still_opens_it(
    client: Client, settings: Settings, panitia: Officer, school: Organisation, at: datetime
) -> None:
    settings.SIGNUP = "closed"
    assert "undangan" in client.get("/akun/daftar/").content.decode()
    client.post("/akun/daftar/", SIGN_UP)
    assert (
        not User.objects.filter(username="melati", display_name="Melati").exclude(pk=panitia.user.pk).exists()
    )
    token = usecases.invite(actor=panitia, organisation=school, role=Role.PENGAMAT, at=at)
    offered = client.get(f"/akun/undangan/{token}/").content.decode()
    assert "pengamat" in offered
    assert school.name in offered
    page = client.get("/akun/daftar/").content.decode()
    assert "organisation" not in page
    client.post("/akun/daftar/", {**SIGN_UP, "username": "kenanga", "display_name": "Kenanga"})
    office = Office.objects.get(user__username="kenanga")
    assert (office.role, office.organisation) == (Role.PENGAMAT, school)
    assert Organisation.objects.count() == 1


def test_an_invitation_that_was_used_meanwhile_leaves_no_account(
    client: Client, panitia: Officer, plain_account: Officer, school: Organisation, at: datetime
) -> None:
    token = usecases.invite(actor=panitia, organisation=school, role=Role.PENGAMAT, at=at)
    client.get(f"/akun/undangan/{token}/")
    usecases.accept_invitation(user=plain_account.user, token=token, at=at)
    answer = client.post("/akun/daftar/", {**SIGN_UP, "username": "kenanga"})
    assert answer.status_code == 409
    assert "sudah dipakai" in answer.content.decode()
    assert not User.objects.filter(username="kenanga").exists()


def test_who_has_an_account_takes_an_invitation_with_it(
    panitia: Officer, plain_account: Officer, school: Organisation, sign_in: SignIn, at: datetime
) -> None:
    token = usecases.invite(actor=panitia, organisation=school, role=Role.PANITIA, at=at)
    client = sign_in(plain_account)
    assert "Terima undangan" in client.get(f"/akun/undangan/{token}/").content.decode()
    assert client.post(f"/akun/undangan/{token}/").headers["Location"] == "/panitia/"
    assert queries.committee_size(organisation=school, at=at) == 2
    again = client.get(f"/akun/undangan/{token}/")
    assert (again.status_code, "sudah dipakai" in again.content.decode()) == (409, True)


@pytest.mark.parametrize("login", ["melati", "MELATI", "melati@contoh.id"])
def test_one_signs_in_by_name_or_mail_and_gets_a_new_session(
    client: Client, login: str, at: datetime
) -> None:
    usecases.create_account(
        username="melati", display_name="Melati", email="melati@contoh.id", password=PASSWORD, at=at
    )
    client.get("/akun/masuk/")
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key
    answer = client.post("/akun/masuk/?next=/akun/", {"login": login, "password": PASSWORD, "next": "/akun/"})
    assert answer.headers["Location"] == "/akun/"
    assert client.session.session_key != before


def test_a_wrong_password_says_so_and_too_many_wait(client: Client, at: datetime) -> None:
    usecases.create_account(username="melati", display_name="Melati", password=PASSWORD, at=at)
    pages = [
        client.post("/akun/masuk/", {"login": "melati", "password": "salah-sekali-lagi"}).content.decode()
        for _ in range(6)
    ]
    assert "Perlu diperbaiki" in pages[0]
    assert client.post("/akun/masuk/", {"login": "melati", "password": PASSWORD}).status_code != 302
    assert "Terlalu banyak" in pages[-1]


def test_signing_in_leads_nowhere_outside(client: Client, at: datetime) -> None:
    usecases.create_account(username="melati", display_name="Melati", password=PASSWORD, at=at)
    answer = client.post(
        "/akun/masuk/", {"login": "melati", "password": PASSWORD, "next": "https://jahat.contoh/"}
    )
    assert answer.headers["Location"] == "/panitia/"


def test_a_forgotten_password_is_made_anew_by_mail(client: Client, at: datetime) -> None:
    usecases.create_account(
        username="melati", display_name="Melati", email="melati@contoh.id", password=PASSWORD, at=at
    )
    for asked in ("melati@contoh.id", "bukan-siapa-siapa@contoh.id"):
        answer = client.post("/akun/sandi/lupa/", {"email": asked})
        assert answer.headers["Location"] == "/akun/sandi/lupa/terkirim/"
    letter = next(one for one in mail.outbox if one.to == ["melati@contoh.id"])
    assert letter.subject == "Luber: Kata sandi baru"
    link = re.search(r"/akun/sandi/baru/\S+", str(letter.body))
    assert link is not None
    page = client.get(link.group(), follow=True)
    fresh = "bulan-perahu-angin-9"
    done = client.post(
        page.request["PATH_INFO"], {"password1": fresh, "password2": fresh, "action": ""}, follow=True
    )
    assert "tersimpan" in done.content.decode()
    signed_in = client.post("/akun/masuk/", {"login": "melati", "password": fresh})
    assert signed_in.status_code == 302


def test_the_account_page_shows_what_one_holds(
    panitia: Officer, school: Organisation, sign_in: SignIn
) -> None:
    page = sign_in(panitia).get("/akun/").content.decode()
    assert school.name in page
    assert reverse("people_members", args=[school.pk]) in page
    assert "/pengelola/" not in page


def test_the_committee_page_makes_a_link_that_is_shown_once(
    panitia: Officer, school: Organisation, sign_in: SignIn, at: datetime
) -> None:
    client, page = sign_in(panitia), reverse("people_members", args=[school.pk])
    assert "belum dua orang" in client.get(page).content.decode()
    client.post(page, {"role": "panitia", "note": "Bu Bayu"})
    first, second = client.get(page).content.decode(), client.get(page).content.decode()
    link = re.search(r"/akun/undangan/([\w-]{32})/", first)
    assert link is not None
    assert link.group() not in second
    assert "Bu Bayu" in second
    (opened,) = queries.open_invitations(organisation=school, at=at)
    client.post(reverse("people_withdraw", args=[school.pk, opened.invitation_id]))
    assert Client().get(link.group()).status_code == 409


def test_nobody_is_made_operator_through_the_form(
    panitia: Officer, school: Organisation, sign_in: SignIn, at: datetime
) -> None:
    answer = sign_in(panitia).post(reverse("people_members", args=[school.pk]), {"role": "operator"})
    assert answer.status_code == 400
    assert not queries.open_invitations(organisation=school, at=at)


def test_an_office_is_ended_by_a_colleague_but_never_the_last(
    panitia: Officer, second_panitia: Officer, school: Organisation, sign_in: SignIn
) -> None:
    assert panitia.office is not None
    assert second_panitia.office is not None
    client = sign_in(panitia)
    assert client.post(reverse("people_end", args=[school.pk, second_panitia.office.pk])).status_code == 302
    last = client.post(reverse("people_end", args=[school.pk, panitia.office.pk]))
    assert (last.status_code, "panitia terakhir" in last.content.decode()) == (409, True)


def test_an_office_of_another_school_is_out_of_reach_under_ones_own_address(
    panitia: Officer, other_panitia: Officer, school: Organisation, sign_in: SignIn
) -> None:
    """The gate sees one's own organisation in the address; the use case sees whose office it is."""
    assert other_panitia.office is not None
    answer = sign_in(panitia).post(reverse("people_end", args=[school.pk, other_panitia.office.pk]))
    assert answer.status_code == 403
    other_panitia.office.refresh_from_db()
    assert other_panitia.office.ended_at is None


def test_readings_are_shown_with_who_and_what_for(
    panitia: Officer, school: Organisation, sign_in: SignIn, at: datetime
) -> None:
    assert "Belum ada pembacaan" in sign_in(panitia).get("/akun/bacaan/").content.decode()
    usecases.log_reading(
        actor=panitia,
        organisation=school,
        election="",
        dataset="Nama dan kelas di DPT",
        purpose="mencetak daftar hadir",
        records=1412,
        at=at,
    )
    page = sign_in(panitia).get("/akun/bacaan/").content.decode()
    assert "mencetak daftar hadir" in page
    assert "1.412" in page


def test_the_operator_registers_an_organisation_and_sees_refusals(
    operator: Officer, panitia: Officer, sign_in: SignIn
) -> None:
    sign_in(panitia).get("/pengelola/")
    client = sign_in(operator)
    page = client.get("/pengelola/").content.decode()
    assert "people_operator" in page
    answer = client.post(
        "/pengelola/",
        {"name": "SMA Negeri 1 Kunang-Kunang", "kind": "school", "npsn": "", "zone": "Asia/Jakarta"},
    )
    made = Organisation.objects.get(name="SMA Negeri 1 Kunang-Kunang")
    assert answer.headers["Location"] == reverse("people_members", args=[made.pk])
    assert client.get(reverse("people_members", args=[made.pk])).status_code == 200


def test_refusals_are_forgotten_after_half_a_year(
    panitia: Officer, sign_in: SignIn, at: datetime, set_clock: SetClock
) -> None:
    from luber_server.people import tasks
    from luber_server.people.models import Denial

    sign_in(panitia).get("/pengelola/")
    tasks.tick(at=at + timedelta(days=179))
    assert Denial.objects.count() == 1
    tasks.tick(at=at + timedelta(days=181))
    assert Denial.objects.count() == 0


def test_every_page_keeps_the_strict_policy(panitia: Officer, sign_in: SignIn) -> None:
    client = sign_in(panitia)
    for page in ("/akun/", "/akun/pengaman/", "/akun/surel/", "/akun/sandi/"):
        answer = client.get(page)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        text = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
        assert not re.search(r"\sstyle=|\son[a-z]+=", text)
