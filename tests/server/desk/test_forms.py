"""A form speaks: what is missing is named, what was written stays, and a day is read as people write it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from luber_server.desk import sample
from luber_server.desk.forms import ClockField, DayField, MomentField, problems


@pytest.fixture(autouse=True)
def _indonesian() -> Any:
    with translation.override("id"):
        yield


def test_every_problem_is_listed_and_leads_to_its_input() -> None:
    form = sample.SampleForm(sample.WRONG_INPUT)
    found = problems(form)
    html = str(form)
    assert len(found) == 8
    for sentence, target in found:
        assert f'id="{target[1:]}"' in html, target
        assert sentence.endswith((".", "”."))
    assert html.index("error-summary") < html.index("<legend>")


def test_what_is_missing_is_said_by_its_name() -> None:
    said = {target: sentence for sentence, target in problems(sample.SampleForm({}))}
    assert said["#id_title"] == "Isi “Nama pemilihan”."
    assert said["#id_kind_0"] == "Pilih salah satu untuk “Cara memilih”."
    assert said["#id_roll"] == "Pilih berkas untuk “Daftar pemilih”."
    assert said["#id_sure"].startswith("Centang “Saya")
    assert said["#id_opens_at_0"] == "Isi “Kotak dibuka”."


def test_what_was_written_stays() -> None:
    html = str(sample.SampleForm(sample.WRONG_INPUT))
    for written in ('value="2010"', 'value="31"', 'value="25.00"'):
        assert written in html


def test_a_field_ties_hint_and_problem_to_its_input() -> None:
    html = str(sample.SampleForm(sample.WRONG_INPUT)["npsn"].as_field_group())
    assert 'aria-describedby="id_npsn_helptext id_npsn_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_npsn_helptext"' in html
    assert 'id="id_npsn_error"' in html


def test_choices_are_one_fieldset_with_a_legend() -> None:
    html = str(sample.SampleForm()["kind"].as_field_group())
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count('<div class="choice">') == 3
    assert '<label for="id_kind_2">' in html


def test_what_people_write_is_escaped() -> None:
    html = str(sample.SampleForm({"title": '"><script>alert(1)</script>'}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_problems_of_no_single_field_have_no_link() -> None:
    class Late(forms.Form):
        def clean(self) -> None:
            raise ValidationError("Kotak ditutup sebelum dibuka. Periksa kedua jamnya.")

    form = Late({})
    assert problems(form) == [("Kotak ditutup sebelum dibuka. Periksa kedua jamnya.", "")]
    assert "error-summary" in str(form)


def test_fields_stand_under_their_headings_and_none_is_lost() -> None:
    html = str(sample.SampleForm())
    for name in sample.SampleForm.base_fields:
        assert f'name="{name}' in html
    assert html.count('<fieldset class="part">') == 2


def test_hidden_fields_are_sent_too() -> None:
    class Secret(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)
        name = forms.CharField()

    assert 'type="hidden" name="token"' in str(Secret())


@pytest.mark.parametrize(
    "written", [("6", "12", "2027"), (" 6", "Desember", "2027"), ("06", "des", "2027"), ("6", "Des.", "2027")]
)
def test_a_day_is_read_as_people_write_it(written: tuple[str, ...]) -> None:
    assert DayField().clean(list(written)) == date(2027, 12, 6)


def test_english_month_names_are_read_in_english() -> None:
    with translation.override("en"):
        assert DayField().clean(["1", "August", "2027"]) == date(2027, 8, 1)
        assert DayField().clean(["1", "Agustus", "2027"]) == date(2027, 8, 1)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (("31", "6", "2027"), "Tidak ada tanggal 31"),
        (("0", "6", "2027"), "Tidak ada tanggal 0"),
        (("x", "6", "2027"), "Tidak ada tanggal x"),
        (("6", "13", "2027"), "bulannya"),
        (("6", "Ju", "2027"), "bulannya"),
        (("6", "12", "27"), "tahunnya"),
        (("6", "", "2027"), "Lengkapi"),
        (("6", "12"), "Lengkapi"),
    ],
)
def test_a_day_that_is_none_says_what_to_do(written: tuple[str, ...], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        DayField().clean(list(written))


def test_an_empty_day_may_be_left_out_where_it_may() -> None:
    assert DayField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError):
        DayField().clean(["", "", ""])


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0)])
def test_a_moment_is_meant_in_its_zone(zone: str, hour: int) -> None:
    moment = MomentField(zone=zone).clean(["6", "12", "2027", "08.00"])
    assert moment == datetime(2027, 12, 6, hour, 0, tzinfo=UTC)


def test_the_zone_of_one_form_is_not_that_of_another() -> None:
    class Times(forms.Form):
        opens_at = MomentField()

    first, second = Times(), Times()
    field = first.fields["opens_at"]
    assert isinstance(field, MomentField)
    field.zone = "Asia/Jayapura"
    assert "WIT<" in str(first)
    assert "WIB<" in str(second)


def test_a_moment_comes_back_as_it_was_written() -> None:
    class Times(forms.Form):
        opens_at = MomentField(zone="Asia/Makassar")

    html = str(Times(initial={"opens_at": sample.OPENS}))
    assert 'value="09.00"' in html
    assert "WITA" in html
    assert not Times(
        {"opens_at_day": "6", "opens_at_month": "12", "opens_at_year": "2027", "opens_at_clock": "9"},
        initial={"opens_at": sample.OPENS},
    ).has_changed()


@pytest.mark.parametrize(("written", "hour"), [("08.00", time(8)), ("8:30", time(8, 30)), ("8", time(8))])
def test_an_hour_is_read_as_people_write_it(written: str, hour: time) -> None:
    assert ClockField().clean(written) == hour


@pytest.mark.parametrize("written", ["25.00", "8.60", "pagi", "8.0.0", "-1"])
def test_an_hour_that_is_none_says_how_to_write_it(written: str) -> None:
    with pytest.raises(ValidationError, match=r"08\.00"):
        ClockField().clean(written)
