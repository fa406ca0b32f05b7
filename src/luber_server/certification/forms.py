"""What the committee adds to the berita acara. Everything may stay empty and be written by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .facts import Details
from .queries import Issued

MOST_SAKSI = 6


def said_before(newest: Issued | None) -> dict[str, str]:
    """What the newest version says, to begin the next one with: a correction changes one thing."""
    if newest is None:
        return {}
    return {**newest.names, "number": newest.number, "saksi": "\n".join(newest.names.get("saksi", ()))}


class DetailsForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Nomor berita acara"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-20"}),
    )
    town = forms.CharField(
        label=gettext_lazy("Tempat"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-20"}),
    )
    chair = forms.CharField(
        label=gettext_lazy("Nama ketua panitia"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-20", "autocomplete": "off"}),
    )
    secretary = forms.CharField(
        label=gettext_lazy("Nama sekretaris panitia"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-20", "autocomplete": "off"}),
    )
    saksi = forms.CharField(
        label=gettext_lazy("Nama saksi"),
        help_text=gettext_lazy("Satu nama per baris, paling banyak enam. Kosongkan bila ditulis tangan."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "class": "w-20"}),
    )

    def clean_saksi(self) -> tuple[str, ...]:
        names = tuple(line.strip() for line in self.cleaned_data["saksi"].splitlines() if line.strip())
        if len(names) > MOST_SAKSI:
            raise forms.ValidationError(_("Tulis paling banyak enam nama saksi, satu per baris."))
        if any(len(name) > 80 for name in names):
            raise forms.ValidationError(_("Nama saksi paling panjang 80 huruf."))
        return names

    def details(self) -> Details:
        return Details(**self.cleaned_data)
