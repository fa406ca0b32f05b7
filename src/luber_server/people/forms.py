"""What people type in: an organisation, an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import NPSN, Office, Organisation

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
        label=_("NPSN"),
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
        label=_("Untuk siapa"),
        help_text=_("Supaya Anda ingat tautan ini untuk siapa. Hanya terlihat oleh panitia."),
        required=False,
        max_length=120,
    )
