"""The look lives in one file: no colour and no pixel is named elsewhere, and the colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[3] / "src" / "luber_server"
STATIC = SERVER / "static" / "luber"
TOKENS = STATIC / "css" / "tokens.css"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch|color)\(")
WORD = re.compile(
    r"(?<![-\w])(?:white|black|red|green|blue|grey|gray|silver|orange|yellow|brown|pink|purple|gold|navy|teal)(?![-\w])"
)
PIXELS = re.compile(r"(?<![\w-])\d*\.?\d+px\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

# Bytes, compressed as a server would; all three files together.
ALL_OF_IT = 20_000


def rules(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


@pytest.mark.parametrize("path", [p for p in STATIC.rglob("*.css") if p != TOKENS], ids=lambda p: p.name)
def test_no_colour_and_no_pixel_outside_the_tokens(path: Path) -> None:
    text = rules(path)
    for pattern in (COLOUR, WORD, PIXELS):
        assert not pattern.findall(text), f"{path.name} names {pattern.findall(text)}"


def test_every_token_that_is_used_exists() -> None:
    known = set(re.findall(r"(--[\w-]+)\s*:", TOKENS.read_text()))
    for path in STATIC.rglob("*.css"):
        own = set(re.findall(r"(--[\w-]+)\s*:", path.read_text()))
        used = set(re.findall(r"var\((--[\w-]+)", path.read_text()))
        assert used <= known | own, f"{path.name}: {used - known - own}"


@pytest.mark.parametrize("path", sorted(SERVER.rglob("templates/**/*.html")), ids=lambda p: p.name)
def test_pages_carry_no_style_and_no_script_of_their_own(path: Path) -> None:
    html = path.read_text()
    assert not re.search(r"\sstyle\s*=", html), "a style attribute: give it a class"
    assert "<style" not in html
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", html), (
        "an event attribute: desk.js or a script of the room"
    )
    for tag in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    colours = [c for c in COLOUR.findall(html) if not re.fullmatch(r"#(?:add|bad|bed|cab|dad|fab|fad)", c)]
    assert not colours


def test_pictures_of_ours_use_our_colours() -> None:
    tokens = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}", TOKENS.read_text())}
    for path in (STATIC / "img").glob("*.svg"):
        found = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}", path.read_text())}
        assert found <= tokens, path.name


def test_the_skin_is_light() -> None:
    import gzip

    weight = sum(len(gzip.compress((STATIC / "css" / name).read_bytes(), 9)) for name in
                 ("tokens.css", "luber.css", "print.css"))  # fmt: skip
    assert weight <= ALL_OF_IT


# ---- contrast ----


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b", block))


def _palette(mode: str) -> dict[str, str]:
    text = rules(TOKENS)
    light = _tokens(text.split("@media")[0])
    if mode == "light":
        return light
    dark = next(part for part in text.split("@media") if "prefers-color-scheme: dark" in part)
    return light | _tokens(dark)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "sheet", 7),
        ("ink", "red-wash", 7),
        ("ink", "green-wash", 7),
        ("ink", "amber-wash", 7),
        ("ink-2", "paper", 7),
        ("ink-2", "red-wash", 5),
        ("ink-2", "trough", 5),
        ("on-red", "red", 5),
        ("red-ink", "paper", 5),
        ("red-ink", "red-wash", 5),
        ("green", "green-wash", 5),
        ("amber", "amber-wash", 5),
        ("on-focus", "focus", 7),
        ("bar", "trough", 3),
        ("ink-2", "sheet", 3),
        ("qr-ink", "qr-paper", 7),
    ],
)
def test_words_can_be_read(mode: str, ink: str, ground: str, least: float) -> None:
    palette = _palette(mode)
    assert contrast(palette[ink], palette[ground]) >= least


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
