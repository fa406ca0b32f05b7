"""A candidate's photograph: whatever a phone took → 320 × 400 WebP of at most some 20 kB, without a trace
of where and when.

Checked by content, not by name; turned as the camera says; cropped to 4:5 a little above the middle, where
faces are; re-encoded, so that nothing of the file that came survives (EXIF, GPS, thumbnails, colour
profiles, hidden payloads).
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from luber.errors import Malformed
from luber.errors import gettext_noop as _

LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
WIDTH, HEIGHT = 320, 400
CENTRE = (0.5, 0.35)
AIM_BYTES = 20_000
QUALITIES = (82, 74, 66, 58, 50)
TYPE = "image/webp"


def portrait(content: bytes) -> bytes:
    """The photograph as it is shown. Raises `Malformed` where the file is none, too large, or too small."""
    if len(content) > LARGEST_BYTES:
        raise Malformed(_("Foto ini lebih dari 8 MB. Kirim yang lebih kecil."), code="photo.large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > LARGEST_PIXELS:
                    raise Malformed(_("Foto ini terlalu besar. Kirim yang lebih kecil."), code="photo.large")
                opened.draft("RGB", (WIDTH * 4, HEIGHT * 4))
                upright = ImageOps.exif_transpose(opened)
                upright.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _unreadable() from error
    except Image.DecompressionBombWarning as error:
        raise Malformed(_("Foto ini terlalu besar. Kirim yang lebih kecil."), code="photo.large") from error
    if upright.width < WIDTH // 2 or upright.height < HEIGHT // 2:
        raise Malformed(
            _("Foto ini terlalu kecil. Kirim foto yang lebarnya paling sedikit 160 piksel."),
            code="photo.small",
        )
    return _encode(
        ImageOps.fit(_opaque(upright), (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=CENTRE)
    )


def _opaque(image: Image.Image) -> Image.Image:
    """Transparent parts become white, as on paper."""
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    coloured = image.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(paper, coloured).convert("RGB")


def _encode(image: Image.Image) -> bytes:
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)  # pixels only: no info of the old file comes along
    encoded = b""
    for quality in QUALITIES:
        stream = io.BytesIO()
        fresh.save(stream, "WEBP", quality=quality, method=6)
        encoded = stream.getvalue()
        if len(encoded) <= AIM_BYTES:
            break
    return encoded


def _unreadable() -> Malformed:
    return Malformed(
        _("Berkas ini bukan foto yang dapat dibaca. Kirim foto JPEG, PNG, atau WebP."),
        code="photo.unreadable",
    )
