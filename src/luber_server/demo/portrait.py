"""Drawn portraits of invented pupils, so that no photograph of a real child is ever needed.

A portrait follows from its name alone (SHA-256), so that the demo looks the same on every machine.
"""

from __future__ import annotations

import hashlib
import io
from typing import NamedTuple

from PIL import Image, ImageDraw

SIZE = (640, 800)  # pixels, 4:5 as on the ballot
SCALE = 2  # drawn larger, then reduced: Pillow's shapes have no soft edges of their own

GROUNDS = ("#d9cfc2", "#c9d3cf", "#d3cbd6", "#cfd6dd", "#ddd3c4", "#cdd6c6")
SKINS = ("#c98f63", "#b97b52", "#d8a477", "#a86d47", "#c08559")
HAIRS = ("#1f1814", "#2a1f19", "#17120f")
SCARVES = ("#f4f1ea", "#e9e4da", "#dfe5ea")


class Face(NamedTuple):
    ground: str
    skin: str
    hair: str
    scarf: str | None
    glasses: bool
    long_hair: bool


def face_of(name: str, *, girl: bool) -> Face:
    seed = hashlib.sha256(name.encode()).digest()
    return Face(
        ground=GROUNDS[seed[0] % len(GROUNDS)],
        skin=SKINS[seed[1] % len(SKINS)],
        hair=HAIRS[seed[2] % len(HAIRS)],
        scarf=SCARVES[seed[3] % len(SCARVES)] if girl and seed[4] % 2 else None,
        glasses=seed[5] % 3 == 0,
        long_hair=girl,
    )


def draw(name: str, *, girl: bool) -> bytes:
    """The portrait of `name` as JPEG, 640 by 800 pixels."""
    face = face_of(name, girl=girl)
    width, height = SIZE[0] * SCALE, SIZE[1] * SCALE
    image = Image.new("RGB", (width, height), face.ground)
    pen = ImageDraw.Draw(image)

    def x(share: float) -> int:
        return round(share * width)

    def y(share: float) -> int:
        return round(share * height)

    def oval(cx: float, cy: float, rx: float, ry: float, fill: str) -> None:
        pen.ellipse((x(cx - rx), y(cy) - x(ry), x(cx + rx), y(cy) + x(ry)), fill=fill)

    # Hair or scarf behind, then shoulders in a white uniform shirt with a dark blue tie.
    if face.scarf:
        oval(0.5, 0.43, 0.275, 0.34, face.scarf)
    elif face.long_hair:
        oval(0.5, 0.44, 0.265, 0.33, face.hair)
        pen.rectangle((x(0.235), y(0.44), x(0.765), y(0.68)), fill=face.hair)
    pen.rounded_rectangle((x(0.12), y(0.74), x(0.88), y(1.2)), radius=x(0.17), fill="#fbfaf7")
    pen.rectangle((x(0.43), y(0.62), x(0.57), y(0.78)), fill=_darker(face.skin))
    pen.polygon([(x(0.43), y(0.755)), (x(0.5), y(0.82)), (x(0.57), y(0.755))], fill=_darker(face.skin))
    pen.polygon([(x(0.38), y(0.735)), (x(0.5), y(0.83)), (x(0.42), y(0.87))], fill="#e8e5de")
    pen.polygon([(x(0.62), y(0.735)), (x(0.5), y(0.83)), (x(0.58), y(0.87))], fill="#e8e5de")
    pen.polygon([(x(0.47), y(0.825)), (x(0.53), y(0.825)), (x(0.55), y(1)), (x(0.45), y(1))], fill="#22365c")
    # The head, the ears, the features.
    if not face.scarf:
        oval(0.295, 0.48, 0.035, 0.05, _darker(face.skin))
        oval(0.705, 0.48, 0.035, 0.05, _darker(face.skin))
    oval(0.5, 0.47, 0.2, 0.255, face.skin)
    if face.scarf:
        pen.polygon(
            [(x(0.26), y(0.58)), (x(0.74), y(0.58)), (x(0.66), y(0.86)), (x(0.34), y(0.86))], fill=face.scarf
        )
        oval(0.5, 0.465, 0.185, 0.235, face.skin)
    else:
        pen.pieslice((x(0.285), y(0.245), x(0.715), y(0.245) + x(0.44)), 180, 360, fill=face.hair)
        pen.rectangle((x(0.285), y(0.245) + x(0.215), x(0.345), y(0.47)), fill=face.hair)
        pen.rectangle((x(0.655), y(0.245) + x(0.215), x(0.715), y(0.47)), fill=face.hair)
    for side in (-1, 1):
        eye = 0.5 + side * 0.08
        oval(eye, 0.475, 0.02, 0.02, "#241a15")
        pen.arc(
            (x(eye - 0.045), y(0.425), x(eye + 0.045), y(0.465)), 200, 340, fill="#241a15", width=x(0.011)
        )
        if face.glasses:
            pen.ellipse(
                (x(eye - 0.062), y(0.475) - x(0.055), x(eye + 0.062), y(0.475) + x(0.055)),
                outline="#3a3330",
                width=x(0.009),
            )
    if face.glasses:
        pen.line((x(0.482), y(0.47), x(0.518), y(0.47)), fill="#3a3330", width=x(0.009))
    pen.arc((x(0.475), y(0.5), x(0.525), y(0.54)), 20, 160, fill=_darker(face.skin), width=x(0.012))
    pen.arc((x(0.43), y(0.53), x(0.57), y(0.6)), 25, 155, fill="#7c3b2e", width=x(0.014))

    target = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(target, "JPEG", quality=88)
    return target.getvalue()


def _darker(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"#{red * 88 // 100:02x}{green * 88 // 100:02x}{blue * 88 // 100:02x}"
