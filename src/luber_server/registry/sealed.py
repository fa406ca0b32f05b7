"""What of this room is sealed, under which purpose; and a voter's data in plain, for as long as a page
needs it."""

from __future__ import annotations

from luber_server.ports import resealing, sealing
from luber_server.ports.resealing import SealedColumn

IDENT = "registry.ident"
NAME = "registry.name"
CONTACT = "registry.contact"
UPLOAD = "registry.upload"
EVENT = "registry.event"
OBJECTION = "registry.objection"
CODE = "registry.code"
SALT = "registry.salt"

COLUMNS = (
    SealedColumn(
        model="registry.Voter", column="ident", purpose=IDENT, election="election__uuid", index="ident_index"
    ),
    SealedColumn(model="registry.Voter", column="name", purpose=NAME, election="election__uuid"),
    SealedColumn(
        model="registry.Voter",
        column="contact",
        purpose=CONTACT,
        election="election__uuid",
        index="contact_index",
    ),
    SealedColumn(model="registry.Roll", column="dpt_salt", purpose=SALT, election="election__uuid"),
    SealedColumn(model="registry.RollEvent", column="who", purpose=EVENT, election="election__uuid"),
    SealedColumn(model="registry.RollEvent", column="reason", purpose=EVENT, election="election__uuid"),
    SealedColumn(model="registry.Upload", column="content", purpose=UPLOAD, election="election__uuid"),
    SealedColumn(model="registry.Objection", column="content", purpose=OBJECTION, election="election__uuid"),
    SealedColumn(
        model="registry.Objection", column="answer_text", purpose=OBJECTION, election="election__uuid"
    ),
    SealedColumn(
        model="registry.Objection", column="code", purpose=CODE, election="election__uuid", index="code_index"
    ),
)


def register() -> None:
    for column in COLUMNS:
        resealing.register(column)


def text(sealed_bytes: bytes | memoryview, *, purpose: str, election: str) -> str:
    """The plain text, or "" where nothing is stored."""
    return sealing.open(bytes(sealed_bytes), purpose=purpose, election=election) if sealed_bytes else ""
