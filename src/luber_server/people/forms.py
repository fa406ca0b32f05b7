"""What people type in: sign-up of a committee, an organisation, an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from luber_server.ports import clock

from . import usecases
from .adapters import INVITATION
from .models import NPSN, Office, Organisation, User

ZONES = (
    ("Asia/Jakarta", _("WIB (Jakarta)")),
    ("Asia/Makassar", _("WITA (Makassar)")),
    ("Asia/Jayapura", _("WIT (Jayapura)")),
)


class OrganisationForm(forms.Form):
    """An organisation that holds elections."""

    name = forms.CharField(label=_("Nama lengkap sekolah atau organisasi"), max_length=160)
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=Organisation.Kind.choices, initial=Organisation.Kind.SCHOOL
    )
    npsn = forms.CharField(
        label=_("NPSN (boleh kosong)"),
        help_text=_("Nomor Pokok Sekolah Nasional, 8 angka. Hanya untuk sekolah."),
        required=False,
        max_length=8,
        validators=[NPSN],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-10"}),
    )
    zone = forms.ChoiceField(label=_("Zona waktu"), choices=ZONES, initial="Asia/Jakarta")

    def values(self) -> dict[str, Any]:
        """Arguments for `usecases.found_organisation` and `create_organisation`."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "kind": Organisation.Kind(data["kind"]),
            "npsn": data["npsn"],
            "zone": data["zone"],
        }


class CommitteeSignup(SignupForm):  # type: ignore[misc]  # allauth has no types
    """Sign-up of a committee: the person, and the organisation whose elections they will hold.

    Who came by an invitation takes the office it offers instead of founding an organisation. The whole
    sign-up is one transaction (people.urls), so a refused invitation leaves no account behind.
    """

    display_name = forms.CharField(
        label=_("Nama Anda"),
        help_text=_("Seperti yang dikenal panitia lain."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = OrganisationForm.base_fields["name"]
    kind = OrganisationForm.base_fields["kind"]
    npsn = OrganisationForm.base_fields["npsn"]
    zone = OrganisationForm.base_fields["zone"]
    fieldsets: tuple[tuple[object, tuple[str, ...]], ...] = (
        (_("Akun Anda"), ("display_name", "username", "email", "password1", "password2")),
        (_("Sekolah atau organisasi Anda"), ("organisation", "kind", "npsn", "zone")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if context.request.session.get(INVITATION):
            for name in ("organisation", "kind", "npsn", "zone"):
                del self.fields[name]
            self.fieldsets = self.fieldsets[:1]
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """allauth calls this once the account is saved."""
        at, data = clock.now(), self.cleaned_data
        user.display_name = data["display_name"]
        user.save(update_fields=["display_name"])
        usecases.tell_account(user=user, at=at)
        if token := request.session.pop(INVITATION, None):
            usecases.accept_invitation(user=user, token=token, at=at)
            return
        usecases.found_organisation(
            founder=user,
            name=data["organisation"],
            kind=Organisation.Kind(data["kind"]),
            npsn=data["npsn"],
            zone=data["zone"],
            at=at,
        )


class SignIn(LoginForm):  # type: ignore[misc]
    """Name or mail address, and password; without words inside the boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Nama pengguna atau surel")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class InvitationForm(forms.Form):
    """Who is invited, as what."""

    role = forms.ChoiceField(
        label=_("Sebagai"),
        choices=[
            (Office.Role.PANITIA, _("Panitia: ikut menyiapkan dan memutuskan")),
            (Office.Role.PENGAMAT, _("Pengamat: melihat, tidak mengubah")),
        ],
        initial=Office.Role.PANITIA,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Untuk siapa (boleh kosong)"),
        help_text=_("Supaya Anda ingat tautan ini untuk siapa. Hanya terlihat oleh panitia."),
        required=False,
        max_length=120,
    )
