"""Indonesia's three clocks. A time is never shown without the name of its clock."""

from __future__ import annotations

from enum import Enum

from luber.errors import Malformed
from luber.errors import gettext_noop as _


class Zone(Enum):
    """WIB, WITA, WIT: western, central, eastern Indonesian time; no daylight saving. Values are the
    names in the tz database."""

    WIB = "Asia/Jakarta"
    WITA = "Asia/Makassar"
    WIT = "Asia/Jayapura"

    @property
    def hours(self) -> int:
        """Hours ahead of UTC."""
        return {"WIB": 7, "WITA": 8, "WIT": 9}[self.name]


def parse(name: str) -> Zone:
    """The zone of a tz name. Raises `Malformed`."""
    try:
        return Zone(name)
    except ValueError as error:
        raise Malformed(_("Zona waktu di Indonesia adalah WIB, WITA, atau WIT."), code="zone.name") from error
