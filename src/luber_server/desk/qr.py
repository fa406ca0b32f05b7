"""QR codes as inline SVG: one path in the colour of the text, with the quiet zone that cameras need."""

from __future__ import annotations

from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4  # modules


def svg(text: str, *, label: str, error: str = "m") -> SafeString:
    """A QR code (never a Micro QR) of `text`; `label` names it to all readers, `error` is l, m, q or h."""
    code = segno.make(text, error=error, micro=False, boost_error=False)
    rows = tuple(bytes(row) for row in code.matrix_iter(border=QUIET))
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path fill="currentColor" d="{}"/></svg>',
        label,
        len(rows[0]),
        len(rows),
        _path(rows),
    )


def _path(rows: tuple[bytes, ...]) -> str:
    """One rectangle for each run of dark modules in a row."""
    drawn: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                drawn.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return "".join(drawn)
