"""Forms of the roll: a file, one voter, times of objections, an objection and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luber.registry.sheet import Contact
from luber_server.desk.forms import MomentField

from .models import Objection
from .usecases.sheets import Mode

REASON = _("Tersimpan bersama perubahan ini; hanya panitia yang dapat membacanya.")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas daftar"),
        help_text=_("Dari Dapodik seperti adanya (.xlsx), atau .csv, atau templat kami. Paling besar 8 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )


class ConfirmForm(forms.Form):
    """The last word before rows are stored."""

    mode = forms.ChoiceField(
        label=_("Pemilih yang sudah ada di daftar"),
        choices=[
            (Mode.ADD.value, _("Tetap ada; berkas ini menambah dan memperbaiki")),
            (Mode.REPLACE.value, _("Diganti: yang tidak ada di berkas ini dikeluarkan")),
        ],
        initial=Mode.ADD.value,
        widget=forms.RadioSelect,
    )
    repairs_seen = forms.BooleanField()

    def __init__(self, data: Any = None, *, repairs: int, voters_there: bool, **rest: Any) -> None:
        super().__init__(data, **rest)
        if repairs:
            label = _("Saya sudah memeriksa %(count)d isian yang dibaca lain") % {"count": repairs}
            self.fields["repairs_seen"].label = label
        else:
            del self.fields["repairs_seen"]
        if not voters_there:
            del self.fields["mode"]


class VoterForm(forms.Form):
    """One voter by hand."""

    ident = forms.CharField(label=_("NISN"), max_length=40, widget=forms.TextInput(attrs={"class": "w-20"}))
    name = forms.CharField(label=_("Nama"), max_length=120)
    class_label = forms.CharField(
        label=_("Kelas"), max_length=30, widget=forms.TextInput(attrs={"class": "w-10"})
    )
    sex = forms.ChoiceField(
        label=_("L/P"), choices=[("L", _("Laki-laki")), ("P", _("Perempuan"))], widget=forms.RadioSelect
    )
    contact = forms.CharField(label=_("Surel"), max_length=254)
    reason = forms.CharField(label=_("Alasan"), max_length=200, help_text=REASON)

    def __init__(self, data: Any = None, *, by_nisn: bool, contact: Contact, **rest: Any) -> None:
        super().__init__(data, **rest)
        if by_nisn:
            self.fields["ident"].widget.attrs["inputmode"] = "numeric"
        else:
            self.fields["ident"].label = _("Nomor anggota")
            self.fields["class_label"].label = _("Kelompok")
            self.fields["sex"].required = False
        if contact is Contact.NONE:
            del self.fields["contact"]
        elif contact is Contact.PHONE:
            self.fields["contact"].label = _("Nomor ponsel")


class RemoveForm(forms.Form):
    reason = forms.CharField(label=_("Alasan dikeluarkan"), max_length=200, help_text=REASON)


class UntilForm(forms.Form):
    """Until when objections are taken."""

    until = MomentField(label=_("Keberatan diterima sampai"))

    def __init__(self, data: Any = None, *, zone: str, **rest: Any) -> None:
        super().__init__(data, **rest)
        field = self.fields["until"]
        assert isinstance(field, MomentField)
        field.zone = zone


class FreezeForm(forms.Form):
    sure = forms.BooleanField(label=_("Saya mengerti: setelah ini daftar pemilih tidak dapat diubah lagi"))


class WithoutDpsForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan tidak ada DPS"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Semua orang dapat membacanya, selamanya. Jangan menyebut nama orang."),
    )


class ObjectionForm(forms.Form):
    """What anyone may say about the DPS."""

    kind = forms.ChoiceField(
        label=_("Apa yang keliru?"), choices=Objection.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Nama yang dimaksud"),
        max_length=120,
        help_text=_("Hanya panitia yang membacanya. Tidak tampil di halaman ini."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    class_label = forms.CharField(
        label=_("Kelas"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "w-10", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Penjelasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu dua kalimat cukup. NISN tidak perlu ditulis."),
    )


class TrackForm(forms.Form):
    code = forms.CharField(
        label=_("Kode lacak"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "w-20", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Dua belas huruf dan angka, seperti K7QX-3MTP-9BWD."),
    )


class AnswerForm(forms.Form):
    upheld = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("yes", _("Diterima: daftar diperbaiki")), ("no", _("Ditolak"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Jawaban"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca oleh yang mengajukan, dengan kode lacaknya."),
    )
