"""Addresses of accounts and offices. allauth's views stand here one by one, under our words, each with its
gate.

What of allauth is not listed does not exist here. Its names are kept, because allauth looks its own pages
up by them.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.db import transaction
from django.urls import URLPattern, URLResolver, path, re_path

from . import web
from .gate import Pass, gate

everyone = gate(Pass.EVERYONE)
signed_in = gate(Pass.ACCOUNT)

# Sign-up makes an account, an organisation and an office: all of it or nothing.
signup = transaction.atomic(account.signup)

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/", web.account, name="people_account"),
    path("akun/bacaan/", web.readings, name="people_readings"),
    path("akun/undangan/<str:token>/", web.invitation, name="people_invitation"),
    path("organisasi/<int:organisation>/", web.members, name="people_members"),
    path(
        "organisasi/<int:organisation>/undangan/<int:invitation>/tarik/",
        web.withdraw,
        name="people_withdraw",
    ),
    path("organisasi/<int:organisation>/jabatan/<int:office>/akhiri/", web.end, name="people_end"),
    path("pengelola/", web.operator, name="people_operator"),
    # Signing in and out
    path("akun/masuk/", everyone(account.login), name="account_login"),
    path("akun/keluar/", everyone(account.logout), name="account_logout"),
    path("akun/daftar/", everyone(signup), name="account_signup"),
    path("akun/tidak-aktif/", everyone(account.account_inactive), name="account_inactive"),
    path("akun/pastikan/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    # Password and mail address
    path("akun/sandi/", signed_in(account.password_change), name="account_change_password"),
    path("akun/sandi/buat/", signed_in(account.password_set), name="account_set_password"),
    path("akun/sandi/lupa/", everyone(account.password_reset), name="account_reset_password"),
    path(
        "akun/sandi/lupa/terkirim/", everyone(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^akun/sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        everyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "akun/sandi/selesai/",
        everyone(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("akun/surel/", signed_in(account.email), name="account_email"),
    path(
        "akun/surel/terkirim/",
        everyone(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(r"^akun/surel/(?P<key>[-:\w]+)/$", everyone(account.confirm_email), name="account_confirm_email"),
    # Passkeys, authenticator apps, recovery codes
    path("akun/pengaman/", signed_in(mfa.index), name="mfa_index"),
    path("akun/pengaman/langkah-kedua/", everyone(mfa.authenticate), name="mfa_authenticate"),
    path("akun/pengaman/pastikan/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("akun/pengaman/kunci/", signed_in(passkey.list_webauthn), name="mfa_list_webauthn"),
    path("akun/pengaman/kunci/baru/", signed_in(passkey.add_webauthn), name="mfa_add_webauthn"),
    path("akun/pengaman/kunci/masuk/", everyone(passkey.login_webauthn), name="mfa_login_webauthn"),
    path(
        "akun/pengaman/kunci/pastikan/",
        signed_in(passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("akun/pengaman/kunci/<int:pk>/nama/", signed_in(passkey.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "akun/pengaman/kunci/<int:pk>/hapus/", signed_in(passkey.remove_webauthn), name="mfa_remove_webauthn"
    ),
    path("akun/pengaman/aplikasi/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("akun/pengaman/aplikasi/lepas/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("akun/pengaman/cadangan/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "akun/pengaman/cadangan/baru/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/pengaman/cadangan/unduh/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
