"""A leaf is public for ever: what looks like a person is refused before it is written.

Two nets, both coarse. Members whose name says that a person is meant (`name`, `nisn`, `email`, …), and text
that has the shape of an e-mail address, of a NISN (10 digits), of a NIK (16 digits) or of a mobile number.
Neither can see a name in free text: rooms hand in offices, counts, codes and digests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.translog.act import Json

PERSONAL = frozenset(
    "name names full_name voter_name username user email mail phone mobile whatsapp contact address birth"
    " birth_date born ip nama nama_lengkap nisn nis nik surel hp telepon kontak alamat tanggal_lahir".split()
)
_SHAPES = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+"  # e-mail
    r"|(?<![0-9A-Za-z])(?:[0-9]{10}|[0-9]{16})(?![0-9A-Za-z])"  # NISN, NIK
    r"|(?<![0-9A-Za-z])(?:\+62|62|0)8[0-9]{8,11}(?![0-9A-Za-z])"  # mobile
)


def refuse_personal(value: Json, *, at: str) -> None:
    """Raise `Refused` where something in `value` names a person or looks as if it did."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            if name.lower() in PERSONAL:
                raise _personal(f"{at}.{name}")
            refuse_personal(below, at=f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for place, below in enumerate(value):
            refuse_personal(below, at=f"{at}[{place}]")
    elif isinstance(value, str | int) and not isinstance(value, bool) and _SHAPES.search(str(value)):
        raise _personal(at)


def _personal(at: str) -> Refused:
    return Refused(
        _("“%(at)s” terlihat seperti data orang. Nama, NISN, dan NIK tidak boleh masuk buku terbuka."),
        code="trail.personal",
        facts={"at": at},
    )
