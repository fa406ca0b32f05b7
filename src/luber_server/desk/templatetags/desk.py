"""`{% load desk %}`: the components of a page, and how figures and times are said. See `/rupa/`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luber_server.desk import forms, numbers
from luber_server.desk import qr as codes
from luber_server.desk.parts import Bar, Event, Pair, State, SummaryRow, Table, Task, Text

register = template.Library()

# ---- figures and times ----

register.filter("decimal", numbers.decimal)
register.filter("weight", numbers.weight)


@register.filter
def count(value: int | None) -> str:
    return numbers.NO_FIGURE if value is None else numbers.count(value)


@register.filter
def share(part: int, whole: int) -> str:
    return numbers.share(part, whole)


@register.filter
def day(value: date | datetime | None, zone: str | tzinfo | None = None) -> str:
    return numbers.day(value, zone) if value else numbers.NO_FIGURE


@register.filter
def clock(at: datetime | None, zone: str | tzinfo | None = None) -> str:
    return numbers.clock(at, zone) if at else numbers.NO_FIGURE


@register.filter
def moment(at: datetime | None, zone: str | tzinfo | None = None) -> str:
    return numbers.moment(at, zone) if at else numbers.NO_FIGURE


@register.filter
def span(begin: datetime, end: datetime) -> str:
    return numbers.span(begin, end)


@register.simple_tag(name="span")
def span_in(begin: datetime, end: datetime, zone: str | None = None) -> str:
    return numbers.span(begin, end, zone)


@register.filter
def grouped(digest: str) -> str:
    return " ".join(numbers.grouped(digest))


# ---- small marks ----


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html('<span class="icon icon-{}" aria-hidden="true"></span>', name)


@register.simple_tag
def chip(state: str, text: Text = "") -> SafeString:
    known = State(state)
    return format_html('<span class="chip {}">{}</span>', known.value, text or known.word)


@register.inclusion_tag("desk/parts/wordmark.html")
def wordmark() -> dict[str, Any]:
    return {}


@register.inclusion_tag("desk/parts/watermark.html")
def watermark() -> dict[str, Any]:
    return {}


# ---- acts ----


@register.inclusion_tag("desk/parts/button.html")
def button(
    text: Text,
    kind: str = "main",
    href: str = "",
    name: str = "",
    value: str = "",
    disabled: bool = False,
    icon: str = "",
) -> dict[str, Any]:
    """One main button a page; `second` and `quiet` stand aside. With `href` it is a link that looks so."""
    return {
        "text": text,
        "kind": kind,
        "href": href,
        "name": name,
        "value": value,
        "disabled": disabled,
        "icon": icon,
    }


@register.inclusion_tag("desk/parts/link_quiet.html")
def link_quiet(url: str, text: Text) -> dict[str, Any]:
    return {"url": url, "text": text}


@register.inclusion_tag("desk/parts/back_link.html")
def back_link(url: str, text: Text = "") -> dict[str, Any]:
    return {"url": url, "text": text}


@register.inclusion_tag("desk/parts/pages.html", takes_context=True)
def pages(context: Context, page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Numbered pages; the other parameters of the address are kept."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{param}={number}"
        query[param] = str(number)
        return f"?{query.urlencode()}"

    numbered = [
        (number, address(number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbered": numbered,
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


# ---- lists ----


@register.inclusion_tag("desk/parts/step_bar.html")
def step_bar(steps: Sequence[Text], current: int) -> dict[str, Any]:
    def standing(number: int) -> str:
        return "done" if number < current else "now" if number == current else ""

    return {"steps": [(word, standing(number)) for number, word in enumerate(steps, start=1)]}


@register.inclusion_tag("desk/parts/task_list.html")
def task_list(tasks: Iterable[Task]) -> dict[str, Any]:
    return {"tasks": list(tasks)}


@register.inclusion_tag("desk/parts/summary_list.html")
def summary_list(rows: Iterable[SummaryRow]) -> dict[str, Any]:
    return {"rows": list(rows)}


@register.inclusion_tag("desk/parts/timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, Any]:
    return {"events": list(events)}


@register.inclusion_tag("desk/parts/table.html")
def table(table: Table, cards: bool = True, name: str = "tabel") -> dict[str, Any]:
    """A table with its caption; `name` makes ids unique where a page has several."""
    rows = [list(zip(table.columns, row, strict=True)) for row in table.rows]
    return {"table": table, "rows": rows, "cards": cards, "name": name}


@register.inclusion_tag("desk/parts/empty.html")
def empty(title: Text, text: Text = "", url: str = "", act: Text = "") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "act": act}


# ---- figures ----


@register.inclusion_tag("desk/parts/bars.html")
def bars(
    bars: Sequence[Bar], caption: Text, unit: Text = "", total: int | None = None, name: str = "hasil"
) -> dict[str, Any]:
    """Bars of one colour, as long as their share of `total` (default: their sum), and a table of the same."""
    whole = sum(bar.value for bar in bars) if total is None else total
    drawn = [
        {"bar": bar, "width": _width(bar.value, whole), "share": numbers.share(bar.value, whole)}
        for bar in bars
    ]
    return {
        "bars": drawn,
        "caption": caption,
        "unit": unit or _("Suara"),
        "total": whole,
        "adds_up": whole == sum(bar.value for bar in bars),
        "name": name,
        "numbered": all(len(str(bar.label)) <= 3 for bar in bars),
    }


@register.inclusion_tag("desk/parts/turnout_bar.html")
def turnout_bar(came: int, total: int, label: Text = "") -> dict[str, Any]:
    return {"came": came, "total": total, "label": label, "width": _width(came, total)}


def _width(part: int, whole: int) -> str:
    """Hundredths of a bar, with a point whatever the language: it is markup, not a figure to read."""
    return f"{100 * part / whole:.2f}" if whole else "0"


@register.inclusion_tag("desk/parts/big_number.html")
def big_number(value: int, text: Text) -> dict[str, Any]:
    return {"value": value, "text": text}


# ---- candidates ----


@register.inclusion_tag("desk/parts/paslon.html")
def paslon(
    pair: Pair,
    input: str = "",  # noqa: A002 - reads as the attribute it becomes
    name: str = "",
    checked: bool = False,
    disabled: bool = False,
    photos: bool = True,
) -> dict[str, Any]:
    """A candidate's card; with `input` radio or checkbox it can be chosen; without `photos` it is a line."""
    return {
        "pair": pair,
        "names": list(pair.names),
        "missing": range(max(0, max(1, len(pair.names)) - len(pair.photos))),
        "input": input,
        "name": name,
        "photos": photos,
        "checked": checked,
        "disabled": disabled,
    }


# ---- proof ----


@register.inclusion_tag("desk/parts/fingerprint.html")
def fingerprint(digest: str, label: Text = "", name: str = "") -> dict[str, Any]:
    """A long code to compare and copy. Its id comes from the code: shown twice, one needs a `name`."""
    return {
        "digest": digest,
        "groups": numbers.grouped(digest),
        "label": label,
        "id": f"sidik-{name or ''.join(c for c in digest[:12] if c.isalnum())}",
    }


@register.simple_tag
def words(four: str | Sequence[str]) -> SafeString:
    parts = four.split() if isinstance(four, str) else list(four)
    return format_html(
        '<p class="words">{}</p>', format_html_join(" ", "<span>{}</span>", ((w,) for w in parts))
    )


@register.inclusion_tag("desk/parts/qr.html")
def qr(text: str, label: Text, size: str = "m", error: str = "m", caption: Text = "") -> dict[str, Any]:
    return {"svg": codes.svg(text, label=str(label), error=error), "size": size, "caption": caption}


# ---- forms ----


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    return bound.as_field_group()


@register.inclusion_tag("desk/parts/error_summary.html")
def error_summary(
    form: BaseForm | None = None, errors: Sequence[tuple[Text, str]] = (), focus: bool = True, level: int = 2
) -> dict[str, Any]:
    found = [*(forms.problems(form) if form is not None and form.is_bound else ()), *errors]
    return {"problems": found, "focus": focus, "level": level}


register.filter("kind", forms.kind)
register.filter("said", forms.said)
register.filter("groups", forms.groups)


# ---- what encloses ----

_NOTES = ("info", "wait", "problem", "plain")


@register.simple_block_tag
def note(content: str, kind: str = "info", title: Text = "") -> SafeString:
    if kind not in _NOTES:
        raise template.TemplateSyntaxError(f"a note is one of {', '.join(_NOTES)}, not {kind}")
    head = format_html("<strong>{}</strong> ", title) if title else ""
    return format_html('<div class="note {}">{}{}</div>', kind, head, content)


@register.simple_block_tag
def know(content: str, title: Text = "", open: bool = False) -> SafeString:  # noqa: A002 - as in HTML
    return format_html(
        '<details class="know"{}><summary>{}</summary><div class="inside">{}</div></details>',
        SafeString(" open") if open else "",
        title or _("Bagaimana kami tahu?"),
        content,
    )


@register.simple_block_tag
def panel(content: str, title: Text, level: int = 1) -> SafeString:
    return format_html('<div class="panel"><h{}>{}</h{}>{}</div>', level, title, level, content)
