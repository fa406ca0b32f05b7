"""allauth's forms in this house's words: no text inside the boxes, and labels that say the same thing
everywhere."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from luber_server.ports import clock

from . import usecases
from .adapters import INVITATION
from .forms import OrganisationForm
from .models import Organisation, User

LABELS = {
    "login": _("Nama pengguna atau surel"),
    "username": _("Nama pengguna"),
    "email": _("Alamat surel"),
    "password": _("Kata sandi"),
    "oldpassword": _("Kata sandi yang sekarang"),
    "password1": _("Kata sandi"),
    "password2": _("Kata sandi sekali lagi"),
    "code": _("Kode"),
    "name": _("Nama kunci ini"),
    "passwordless": _("Masuk cukup dengan kunci ini"),
}
HINTS = {
    "username": _("Untuk masuk. Huruf, angka, titik, dan garis bawah."),
    "email": _("Ke sini kami kirim tautan kalau Anda lupa kata sandi."),
    "password1": _(
        "Paling sedikit 10 huruf. Tiga kata yang tidak berhubungan mudah diingat dan sulit ditebak."
    ),
    "name": _("Supaya Anda mengenalinya nanti, misalnya: ponsel kerja."),
    "passwordless": _("Perangkat meminta sidik jari, wajah, atau PIN, jadi kata sandi tidak perlu."),
}


class OurWords(forms.Form):
    """Takes the words out of the boxes and puts ours on the labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "" if name in LABELS else field.help_text)
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "w-10"}


class SignIn(OurWords, account.LoginForm):  # type: ignore[misc]  # allauth has no types, here and below
    pass


class Reauthenticate(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangePassword(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPassword(OurWords, account.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPassword(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPassword(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class AddMail(OurWords, account.AddEmailForm):  # type: ignore[misc]
    pass


class SecondStep(OurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class SecondStepAgain(OurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateApp(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass


class AddPasskey(OurWords, passkey.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditPasskey(OurWords, passkey.EditWebAuthnForm):  # type: ignore[misc]
    pass


class CommitteeSignup(OurWords, account.SignupForm):  # type: ignore[misc]
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
