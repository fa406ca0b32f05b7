"""The committee's forms. They read what was written; the rules stand in the core and speak through the use
cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luber.election.zone import Zone
from luber_server.desk.forms import MomentField
from luber_server.people.models import Organisation

from .models import Election

ZONES = [(zone.value, f"{zone.name} (UTC+{zone.hours})") for zone in Zone]
VOICES = [("kamu", _("kamu (untuk murid)")), ("anda", _("Anda (untuk orang dewasa)"))]
GROUPS = [
    ("Ed25519", _("Ed25519: cepat di ponsel, dianjurkan")),
    ("BELENIOS-2048", _("BELENIOS-2048: lebih lambat, dapat diperiksa juga dengan perangkat lama")),
]


class ZonedForm(forms.Form):
    """A form whose moments are read in the zone that the same form names."""

    zone = forms.ChoiceField(label=_("Zona waktu"), choices=ZONES, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, zone: str, **rest: Any) -> None:
        initial = {"zone": zone, **rest.pop("initial", {})}
        super().__init__(data, initial=initial, **rest)
        named = self.data.get("zone", zone) if self.is_bound else zone
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = named if named in {one.value for one in Zone} else zone


class NewForm(ZonedForm):
    """A new election: whose, what kind, what it is called, when."""

    organisation = forms.ModelChoiceField(
        label=_("Penyelenggara"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    template = forms.ChoiceField(
        label=_("Bentuk pemilihan"),
        choices=Election.Template.choices,
        widget=forms.RadioSelect,
        initial=Election.Template.PILKETOS,
    )
    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Misalnya: Pemilihan Ketua OSIS 2026/2027.")
    )
    opens_at = MomentField(label=_("Dibuka"), required=False, help_text=_("Boleh diisi nanti."))
    closes_at = MomentField(label=_("Ditutup"), required=False)

    field_order = ("organisation", "template", "title", "zone", "opens_at", "closes_at")

    def __init__(self, data: Any = None, *, organisations: Sequence[Organisation], **rest: Any) -> None:
        zone = organisations[0].zone if organisations else Zone.WIB.value
        super().__init__(data, zone=zone, **rest)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by(
            "name"
        )
        if len(organisations) == 1:
            choice.initial = organisations[0].pk
            choice.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("opens_at")) != bool(cleaned.get("closes_at")) and not self.errors:
            missing = "closes_at" if cleaned.get("opens_at") else "opens_at"
            self.add_error(missing, _("Isi waktu buka dan tutup, atau kosongkan keduanya."))
        return cleaned


class TimesForm(ZonedForm):
    opens_at = MomentField(label=_("Dibuka"))
    closes_at = MomentField(label=_("Ditutup"))
    field_order = ("zone", "opens_at", "closes_at")


class MockForm(forms.Form):
    """When the mock election is open, on the clock of the real one."""

    opens_at = MomentField(label=_("Dibuka"))
    closes_at = MomentField(label=_("Ditutup"))

    def __init__(self, data: Any = None, *, zone: str, **rest: Any) -> None:
        super().__init__(data, **rest)
        for field in self.fields.values():
            assert isinstance(field, MomentField)
            field.zone = zone


class RulesForm(forms.Form):
    """Title, words and rules of a draft."""

    title = forms.CharField(label=_("Judul"), max_length=160)
    description = forms.CharField(
        label=_("Keterangan untuk pemilih"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tampil di halaman pemilihan."),
    )
    voice = forms.ChoiceField(label=_("Sapaan kepada pemilih"), choices=VOICES, widget=forms.RadioSelect)
    revote = forms.BooleanField(
        label=_("Boleh memilih ulang selama dibuka"),
        required=False,
        help_text=_("Yang terakhir dihitung. Berguna bila memilih dari rumah: paksaan kehilangan gunanya."),
    )
    second_factor = forms.ChoiceField(
        label=_("Kode tambahan saat mengirim suara"),
        choices=[("", _("Tidak"))] + [c for c in Election.Factor.choices if c[0]],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Dengan kode ke surel atau ponsel pemilih sendiri, pembuat kartu tidak dapat memilih atas nama"
            " orang lain. "
            "Daftar pemilih harus memuat alamatnya."
        ),
    )
    group = forms.ChoiceField(label=_("Cara mengenkripsi"), choices=GROUPS, widget=forms.RadioSelect)

    fieldsets = (
        ("", ("title", "description", "voice", "revote", "second_factor")),
        (_("Lanjutan"), ("group",)),
    )


class ExtensionForm(forms.Form):
    closes_at = MomentField(label=_("Ditutup menjadi"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Semua orang dapat membacanya, selamanya. Jangan menyebut nama orang."),
    )

    def __init__(self, data: Any = None, *, zone: str, **rest: Any) -> None:
        super().__init__(data, **rest)
        field = self.fields["closes_at"]
        assert isinstance(field, MomentField)
        field.zone = zone


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Semua orang dapat membacanya, selamanya. Jangan menyebut nama orang."),
    )


class FreezeForm(forms.Form):
    sure = forms.BooleanField(label=_("Saya mengerti: setelah ini tidak ada yang dapat diubah lagi"))
