"""Whom the committee invites: the trustees in one form, and one person in place of another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luber.errors import LuberError

from .invitations import Person
from .stages import Kind
from .usecases.trustees import Seat

ROWS = 7  # trustees that the form offers room for; three are shown open
OPEN_ROWS = 3
TOGETHER = "threshold"
EVERYONE = "single"


class PersonForm(forms.Form):
    """One person to invite."""

    name = forms.CharField(
        label=gettext_lazy("Nama dan jabatan"),
        max_length=120,
        help_text=gettext_lazy("Tercantum di berita acara, yang terbuka bagi semua orang."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-20"}),
    )
    mail = forms.EmailField(
        label=gettext_lazy("Alamat surel"),
        required=False,
        help_text=gettext_lazy("Tanpa alamat surel, serahkan sendiri tautannya."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-20"}),
    )

    def person(self) -> Person:
        return Person(name=self.cleaned_data["name"], mail=self.cleaned_data["mail"])


class MailForm(forms.Form):
    """Where a new link is sent, or nowhere."""

    mail = forms.EmailField(
        label=gettext_lazy("Alamat surel"),
        required=False,
        help_text=gettext_lazy("Tanpa alamat surel, serahkan sendiri tautannya."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-20"}),
    )


class SeatName(forms.CharField):
    """Is not marked as optional, and may be empty all the same: a row without a name is no trustee."""

    def validate(self, value: str) -> None:
        """Nothing is required of a row by itself; `arrange` looks at all of them."""


class SeatForm(forms.Form):
    """One row of the arrangement. `number` is its place in the form, from 1."""

    number: int

    name = SeatName(
        label=gettext_lazy("Nama dan jabatan"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-20"}),
    )
    mail = forms.EmailField(
        label=gettext_lazy("Alamat surel"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-20"}),
    )
    must = forms.BooleanField(label=gettext_lazy("Wajib hadir, di luar hitungan di atas"), required=False)


class BaseSeats(forms.BaseFormSet[SeatForm]):
    def add_fields(self, form: SeatForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.number = (index or 0) + 1


SeatsFormSet = forms.formset_factory(SeatForm, formset=BaseSeats, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


class ArrangementForm(forms.Form):
    """How many open the result. Who they are stands in the rows (`SeatsFormSet`)."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Siapa yang harus hadir untuk membuka hasil?"),
        choices=[
            (TOGETHER, gettext_lazy("Sebagian cukup (disarankan: 2 dari 3)")),
            (EVERYONE, gettext_lazy("Semua harus hadir")),
        ],
        widget=forms.RadioSelect,
        initial=TOGETHER,
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("Berapa orang yang cukup?"),
        help_text=gettext_lazy("Dipakai bila sebagian cukup. Orang yang wajib hadir tidak dihitung di sini."),
        initial=2,
        min_value=2,
        max_value=ROWS,
        widget=forms.NumberInput(attrs={"class": "w-2", "inputmode": "numeric"}),
    )

    def arrangement(self, rows: list[dict[str, Any]]) -> tuple[tuple[Seat, ...], int | None]:
        """Seats and threshold of what was filled in. Raises `LuberError`."""
        everyone = self.cleaned_data["kind"] == EVERYONE
        seats = tuple(
            Seat(
                person=Person(name=row["name"], mail=row["mail"]),
                kind=Kind.SINGLE if everyone or row["must"] else Kind.THRESHOLD,
            )
            for row in rows
            if row.get("name")
        )
        return seats, None if everyone else self.cleaned_data["threshold"]


def say(form: forms.Form, error: LuberError) -> None:
    """Put a refusal where the form shows its problems."""
    form.add_error(None, error.said(_))
