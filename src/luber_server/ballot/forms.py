"""Forms of the ballot paper: a question, a pair with two photographs, the lines of a plain question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luber.election.template import Shape

from .models import Question

PHOTO = _("Foto setengah badan, JPEG atau PNG. Dipotong menjadi 4:5; data lokasi dan waktunya dibuang.")
ONE_A_LINE = _("Satu hal satu baris.")
ACCEPT = {"accept": "image/jpeg,image/png,image/webp"}


class PaslonQuestionForm(forms.Form):
    """A question among pairs: its text, and whether golput is offered."""

    text = forms.CharField(label=_("Pertanyaan di surat suara"), max_length=200)
    blank = forms.BooleanField(
        label=_("Sediakan pilihan golput"),
        required=False,
        help_text=_("Pemilih boleh menyatakan tidak memilih siapa pun. Dihitung dan ditampilkan sendiri."),
    )


class PlainQuestionForm(PaslonQuestionForm):
    """A plain question: also how many answers a voter marks, and the answers themselves."""

    how = forms.ChoiceField(label=_("Cara memilih"), choices=Question.How.choices, widget=forms.RadioSelect)
    least = forms.IntegerField(
        label=_("Paling sedikit"),
        required=False,
        min_value=0,
        max_value=200,
        widget=forms.NumberInput(attrs={"class": "w-4"}),
        help_text=_("Hanya untuk “dari … sampai …”."),
    )
    most = forms.IntegerField(
        label=_("Paling banyak, atau tepat"),
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.NumberInput(attrs={"class": "w-4"}),
        help_text=_("Misalnya 13 untuk memilih tepat 13 formatur."),
    )
    lines = forms.CharField(
        label=_("Pilihan"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Satu pilihan satu baris; keterangan boleh ditulis setelah titik koma. Ya/tidak terisi sendiri."
        ),
    )

    field_order = ("text", "how", "least", "most", "lines", "blank")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        how = cleaned.get("how")
        if (
            how in {Shape.EXACTLY.value, Shape.RANGE.value}
            and not cleaned.get("most")
            and "most" not in self.errors
        ):
            self.add_error("most", _("Isi berapa yang dipilih."))
        return cleaned


class PairForm(forms.Form):
    """A pair: two people with class and photograph, vision, mission, programme."""

    chair_name = forms.CharField(label=_("Nama calon ketua"), max_length=120)
    chair_detail = forms.CharField(
        label=_("Kelas calon ketua"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-10"}),
    )
    chair_photo = forms.FileField(
        label=_("Foto calon ketua"), required=False, help_text=PHOTO, widget=forms.FileInput(attrs=ACCEPT)
    )
    deputy_name = forms.CharField(label=_("Nama calon wakil"), max_length=120)
    deputy_detail = forms.CharField(
        label=_("Kelas calon wakil"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-10"}),
    )
    deputy_photo = forms.FileField(
        label=_("Foto calon wakil"), required=False, help_text=PHOTO, widget=forms.FileInput(attrs=ACCEPT)
    )
    vision = forms.CharField(
        label=_("Visi"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    mission = forms.CharField(
        label=_("Misi"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=ONE_A_LINE,
        required=False,
    )
    programme = forms.CharField(
        label=_("Program kerja"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=ONE_A_LINE,
        required=False,
    )

    fieldsets = (
        (_("Ketua"), ("chair_name", "chair_detail", "chair_photo")),
        (_("Wakil"), ("deputy_name", "deputy_detail", "deputy_photo")),
        (_("Yang ditawarkan"), ("vision", "mission", "programme")),
    )
