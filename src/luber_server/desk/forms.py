"""How a form speaks: the renderer that dresses every Django form, and fields for days and hours.

`{{ form }}` gives the list of problems, then each field with label, hint, problem and input;
`{{ form.name.as_field_group }}` is one field. A form may name `fieldsets = ((title, ("field", …)), …)`; what
it does not name follows after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django.forms
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils import dates
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .numbers import zone_name

HERE = Path(__file__).resolve().parent


class DeskRenderer(DjangoTemplates):
    """Our templates before Django's, in an engine of its own: the order of INSTALLED_APPS does not matter."""

    form_template_name = "desk/form.html"
    formset_template_name = "desk/formset.html"
    field_template_name = "desk/field.html"

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "NAME": "desk-forms",
                "APP_DIRS": False,
                "DIRS": [HERE / "templates", Path(django.forms.__file__).parent / "templates"],
                "OPTIONS": {},
            }
        )


def first_input(field: forms.BoundField) -> str:
    """The id of the input that a link to this field should reach."""
    if kind(field) in {"choices", "parts"}:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def kind(field: forms.BoundField) -> str:
    """How a field is laid out: choices (many inputs), parts (a day), tick (one box), password, or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "parts"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    return "plain"


def problems(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every problem of a bound form as (sentence, "#id"); the id is empty where no single field is meant."""
    found = [(str(sentence), "") for sentence in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            field = form[name]
            target = "" if field.is_hidden else f"#{first_input(field)}"
            found.extend((sentence, target) for sentence in said(field))
    return found


def said(field: forms.BoundField) -> list[str]:
    """The problems of one field in our voice: Django's bare "required" becomes a sentence with its name."""
    plain = forms.Field.default_error_messages["required"]
    sentences: list[str] = []
    for error in field.form.errors.get(field.name, _none()).as_data():
        if error.code == "required" and error.message == plain:
            sentences.append(_missing(field))
        else:
            sentences.extend(str(message) for message in error.messages)
    return sentences


def _none() -> Any:
    return forms.utils.ErrorList()


def _missing(field: forms.BoundField) -> str:
    label = {"label": field.label}
    if isinstance(field.field, forms.FileField):
        return _("Pilih berkas untuk “%(label)s”.") % label
    if kind(field) == "choices" or isinstance(field.field.widget, forms.Select):
        return _("Pilih salah satu untuk “%(label)s”.") % label
    if kind(field) == "tick":
        return _("Centang “%(label)s” untuk melanjutkan.") % label
    return _("Isi “%(label)s”.") % label


def groups(form: forms.BaseForm) -> list[tuple[str, list[forms.BoundField]]]:
    """The visible fields under the headings the form asks for, the rest without one."""
    wanted: Sequence[tuple[str, Sequence[str]]] = getattr(form, "fieldsets", ())
    named = {name for _title, names in wanted for name in names}
    parts = [(title, [form[name] for name in names if name in form.fields]) for title, names in wanted]
    rest = [field for field in form.visible_fields() if field.name not in named]
    return [*parts, ("", rest)] if rest else parts


# ---- days and hours ----


class DayInput(forms.MultiWidget):
    """Three boxes: day, month, year. No picker to fight with, no guess which of 6/12 is the month."""

    template_name = "desk/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(self._boxes(), dict(attrs or {}))

    @staticmethod
    def _boxes() -> dict[str, forms.Widget | type[forms.Widget]]:
        def box(width: str) -> forms.TextInput:
            return forms.TextInput({"class": width, "inputmode": "numeric", "autocomplete": "off"})

        return {"day": box("w-2"), "month": box("w-8"), "year": box("w-4")}

    def labels(self) -> list[str]:
        return [_("Tanggal"), _("Bulan"), _("Tahun")]

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        context["widget"]["labelled"] = list(zip(self.labels(), context["widget"]["subwidgets"], strict=True))
        return context

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class MomentInput(DayInput):
    """A day and the hour, with the zone's name beside it."""

    zone = ZoneInfo("Asia/Jakarta")

    @classmethod
    def _boxes(cls) -> dict[str, forms.Widget | type[forms.Widget]]:
        clock = forms.TextInput({"class": "w-4", "inputmode": "decimal", "autocomplete": "off"})
        return {**DayInput._boxes(), "clock": clock}  # noqa: SLF001 - one family

    def labels(self) -> list[str]:
        return [*super().labels(), _("Pukul")]

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["zone"] = zone_name(datetime(2027, 1, 1, tzinfo=self.zone))
        return context

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return [None] * 4
        local = value.astimezone(self.zone)
        return [local.day, local.month, local.year, local.strftime("%H.%M")]


def _month(text: str) -> int | None:
    """A month by its number or its name (desember, Des, December)."""
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    wanted = text.casefold().rstrip(".")
    for number in range(1, 13):
        names = (str(dates.MONTHS[number]), _INDONESIAN[number - 1])
        if len(wanted) >= 3 and any(name.casefold().startswith(wanted) for name in names):
            return number
    return None


_INDONESIAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def _read_day(texts: Sequence[str]) -> date:
    day, month, year = texts
    number = _month(month)
    if number is None:
        raise ValidationError(_("Tulis bulannya sebagai angka 1 sampai 12 atau namanya, misalnya Desember."))
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ValidationError(_("Tulis tahunnya dengan empat angka, misalnya 2027."))
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise ValidationError(
            _("Tidak ada tanggal %(day)s di bulan itu. Periksa tanggal dan bulannya."), params={"day": day}
        ) from None


def _read_clock(text: str) -> time:
    hour, mark, minute = text.replace(":", ".").partition(".")
    parts = (hour, minute if mark else "00")
    if all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        try:
            return time(int(parts[0]), int(parts[1]))
        except ValueError:
            pass
    raise ValidationError(_("Tulis jamnya dengan jam dan menit, misalnya 08.00."))


class DayField(forms.Field):
    """A day, written in three boxes."""

    widget = DayInput
    boxes = 3

    def to_python(self, value: Any) -> Any:
        texts = [str(part or "").strip() for part in value or ()]
        if not any(texts):
            return None
        if len(texts) != self.boxes or not all(texts):
            raise ValidationError(self._incomplete(), code="incomplete")
        return self._read(texts)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _incomplete(self) -> str:
        return _("Lengkapi tanggal, bulan, dan tahunnya.")

    def _read(self, texts: Sequence[str]) -> Any:
        return _read_day(texts)


class MomentField(DayField):
    """A day and an hour in a named zone; gives an aware datetime."""

    widget = MomentInput
    boxes = 4

    def __init__(self, *, zone: str = "Asia/Jakarta", **rest: Any) -> None:
        super().__init__(**rest)
        self.zone = zone

    @property
    def zone(self) -> str:
        return self._zone.key

    @zone.setter
    def zone(self, key: str) -> None:
        self._zone = self.widget.zone = ZoneInfo(key)

    def __deepcopy__(self, memo: dict[int, Any]) -> MomentField:
        copied: MomentField = super().__deepcopy__(memo)
        copied.zone = self.zone
        return copied

    def _incomplete(self) -> str:
        return _("Lengkapi tanggal, bulan, tahun, dan jamnya.")

    def _read(self, texts: Sequence[str]) -> Any:
        return datetime.combine(_read_day(texts[:3]), _read_clock(texts[3]), tzinfo=self._zone)


class ClockField(forms.CharField):
    """An hour of the day: 08.00, 8:00 or 8."""

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("widget", forms.TextInput({"class": "w-4", "inputmode": "decimal"}))
        super().__init__(**rest)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        text = super().to_python(value)
        return _read_clock(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H.%M") if isinstance(value, time) else value
