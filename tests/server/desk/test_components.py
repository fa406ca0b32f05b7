"""Components show what they are given, escape it, and say their state by word as well as by colour."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import format_html

from luber_server.desk import qr, sample
from luber_server.desk.parts import Bar, Column, Pair, Photo, State, SummaryRow, Table, Task

EVIL = '<b onclick="x">&'
SAFE = "&lt;b onclick=&quot;x&quot;&gt;&amp;"


def show(source: str, **context: Any) -> str:
    with translation.override("id"):
        return Template("{% load desk %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("{% step_bar x 1 %}", {"x": [EVIL]}),
        ("{% task_list x %}", {"x": [Task(title=EVIL, state=State.TODO, hint=EVIL, url=EVIL)]}),
        ("{% summary_list x %}", {"x": [SummaryRow(key=EVIL, value=EVIL, url=EVIL)]}),
        ("{% chip 'done' x %}", {"x": EVIL}),
        ("{% note 'wait' title=x %}{{ x }}{% endnote %}", {"x": EVIL}),
        ("{% button x href=x %}", {"x": EVIL}),
        ("{% button x name=x value=x %}", {"x": EVIL}),
        ("{% paslon x %}", {"x": Pair(number=1, names=[EVIL], photos=[Photo(url=EVIL, alt=EVIL)])}),
        ("{% bars x x.0.label %}", {"x": [Bar(label=EVIL, value=1, name=EVIL)]}),
        ("{% fingerprint x x %}", {"x": EVIL}),
        ("{% words x %}", {"x": EVIL}),
        ("{% qr 'a' x caption=x %}", {"x": EVIL}),
        ("{% know x %}{{ x }}{% endknow %}", {"x": EVIL}),
        ("{% empty x x x x %}", {"x": EVIL}),
        ("{% panel x %}{% endpanel %}", {"x": EVIL}),
        ("{% big_number 1 x %}", {"x": EVIL}),
        ("{% turnout_bar 1 2 x %}", {"x": EVIL}),
        ("{% error_summary errors=x %}", {"x": [(EVIL, f"#{EVIL}")]}),
        ("{% table x %}", {"x": Table(caption=EVIL, columns=[Column(title=EVIL)], rows=[[EVIL]], note=EVIL)}),
    ],
)
def test_what_is_shown_is_escaped(source: str, context: dict[str, Any]) -> None:
    html = show(source, **context)
    assert "<b onclick" not in html
    assert "&lt;b" in html or "&lt;" in html


def test_a_state_is_said_by_its_word() -> None:
    for state in State:
        html = show("{% chip state %}", state=state)
        assert str(state.word) in html
        assert f'class="chip {state.value}"' in html
    with pytest.raises(ValueError, match="shiny"):
        show("{% chip 'shiny' %}")


def test_the_present_step_is_named_to_all_readers() -> None:
    html = show("{% step_bar steps 2 %}", steps=["Kartu", "Pilih", "Periksa"])
    assert html.count('aria-current="step"') == 1
    assert '<li class="done"><span class="vh">Selesai: </span>Kartu' in html
    assert "<li>Periksa" in html


def test_a_task_without_a_place_to_do_it_is_no_link() -> None:
    html = show("{% task_list x %}", x=[Task(title="Bekukan", state=State.LOCKED)])
    assert "<a" not in html
    assert "Menunggu" in html


def test_every_candidate_has_the_same_shape() -> None:
    pairs = [
        *sample.pairs(),
        Pair(
            number=4, names=("Intan Rimba", "Surya Lembah"), photos=[Photo(url="/foto/a", alt="Intan Rimba")]
        ),
    ]
    for pair in pairs:
        html = show("{% paslon pair input='radio' name='p' %}", pair=pair)
        assert html.count("nophoto") + html.count("<img") == 2
        assert html.count('type="radio"') == 1
        assert f'value="{pair.number}"' in html


def test_the_empty_box_is_drawn_as_a_box() -> None:
    html = show("{% paslon pair %}", pair=sample.empty_box())
    assert "<circle" not in html
    assert "Kotak kosong" in html


def test_a_chosen_card_is_checked_and_a_full_one_shut() -> None:
    pair = sample.pairs()[0]
    assert " checked>" in show("{% paslon p input='checkbox' name='k' checked=True %}", p=pair)
    assert " disabled>" in show("{% paslon p input='checkbox' name='k' disabled=True %}", p=pair)


def test_bars_and_table_show_the_same_figures() -> None:
    html = show("{% bars bars 'Hasil' %}", bars=[Bar(label="1", value=1500), Bar(label="2", value=500)])
    widths = re.findall(r'class="fill" width="([\d.]+)"', html)
    assert widths == ["75.00", "25.00"]
    assert html.count("1.500") == 2
    assert "75,0\u00a0%" in html
    assert "2.000" in html
    assert 'aria-hidden="true"' in html


def test_shares_of_ballots_do_not_pretend_to_add_up() -> None:
    html = show(
        "{% bars bars 'Formatur' total=100 %}", bars=[Bar(label="A", value=90), Bar(label="B", value=80)]
    )
    assert "<tfoot>" not in html


def test_no_votes_draw_no_bar() -> None:
    html = show("{% bars bars 'Hasil' %}{% turnout_bar 0 0 %}", bars=[Bar(label="1", value=0)])
    assert 'class="fill" width="0"' in html
    assert "–" in html


def test_a_fingerprint_loses_no_letter() -> None:
    html = show("{% fingerprint digest 'Daftar' %}", digest=sample.FINGERPRINT)
    groups = re.findall(r"<span>(\w+)</span>", html)
    assert "".join(groups) == sample.FINGERPRINT
    assert f'data-text="{sample.FINGERPRINT}"' in html


def test_four_words_come_as_text_or_as_a_list() -> None:
    assert show("{% words 'a b c d' %}") == show("{% words w %}", w=["a", "b", "c", "d"])


def test_a_qr_code_says_what_it_was_given() -> None:
    import segno

    html = str(qr.svg("https://example.invalid/e/1", label="Kode"))
    size = int(re.search(r'viewBox="0 0 (\d+) ', html).group(1))  # type: ignore[union-attr]
    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", html)
        for step in range(int(width))
    }
    rows = list(segno.make("https://example.invalid/e/1", error="m", micro=False, boost_error=False).matrix)
    assert size == len(rows) + 8
    assert drawn == {(x + 4, y + 4) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert 'role="img" aria-label="Kode"' in html


def test_a_table_names_its_columns_in_every_cell() -> None:
    table = Table(
        caption="Pemilih",
        columns=[Column(title="Kelas"), Column(title="Jumlah", numeric=True)],
        rows=[["7A", format_html("<strong>{}</strong>", 31)]],
    )
    html = show("{% table table %}", table=table)
    assert '<th scope="row">7A</th>' in html
    assert '<td class="num" data-label="Jumlah"><span><strong>31</strong></span></td>' in html
    assert 'aria-labelledby="tabel-judul"' in html


def test_a_table_with_a_cell_too_few_is_a_bug() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells"):
        Table(caption="", columns=[Column(title="a"), Column(title="b")], rows=[["1", "2"], ["1"]])


def test_pages_keep_what_was_searched() -> None:
    request = RequestFactory().get("/kotak/", {"cari": "a b", "page": "2"})
    html = show("{% pages page %}", page=Paginator(range(100), 10).get_page(2), request=request)
    assert "?cari=a+b&amp;page=3" in html
    assert html.count('aria-current="page"') == 1
    assert 'rel="prev"' in html
    assert 'rel="next"' in html


def test_a_single_page_has_no_numbers() -> None:
    assert show("{% pages page %}", page=Paginator([1], 10).get_page(1)).strip() == ""


def test_a_button_is_a_button_unless_it_goes_somewhere() -> None:
    assert show("{% button 'Kirim suara' %}").strip() == '<button class="btn">Kirim suara</button>'
    assert '<a class="btn second" href="/x">' in show("{% button 'Unduh' kind='second' href='/x' %}")
    assert " disabled>" in show("{% button 'Bekukan' disabled=True %}")


def test_an_unknown_note_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        show("{% note 'rainbow' %}{% endnote %}")


def test_no_problems_no_summary() -> None:
    assert show("{% error_summary form %}", form=sample.SampleForm()).strip() == ""
