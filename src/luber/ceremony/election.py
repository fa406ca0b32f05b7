"""The election file: what is fixed, in exact bytes, and its fingerprint.

Members in this order: `version` (1), `description`, `name`, `group`, `public_key`, `questions`, `uuid`,
optional `administrator`, `credential_authority`, `language` (`["id","ltr"]`), and last our own optional
`luber`, an object of strings: hashes of what else is fixed (`dpt`, `presentation`, `rules`). Members of
other names are for others: they are covered by the fingerprint and skipped here.

    {"version":1,"description":"Pemilihan ketua OSIS","name":"Pilketos 2029","group":"Ed25519",
    "public_key":"7251…a2ad","questions":[…],"uuid":"RGVivtyZXyQ9PP","luber":{"dpt":"3vPs…"}}

The bytes are never printed again from the parsed value: fingerprint, ballots and proofs hang on every byte.
Source: belenios.md section 7; docs/spec/formats/election.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from luber.ballot import question as questions_of
from luber.ballot.question import Question
from luber.canon import digest, json, shape
from luber.crypto import groups
from luber.crypto.entropy import BASE58
from luber.crypto.group import Element, Group
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _

VERSION = 1
UUID_LETTERS = 14

_REQUIRED = ("version", "description", "name", "group", "public_key", "questions", "uuid")


@dataclass(frozen=True, slots=True)
class SealedElection:
    """An election file as parsed. `raw` are its exact bytes, `fingerprint` is over them."""

    raw: bytes
    fingerprint: str
    uuid: str
    name: str
    description: str
    group: Group
    public_key: Element
    questions: tuple[Question, ...]
    administrator: str | None
    credential_authority: str | None
    language: str | None
    luber: Mapping[str, str]


def make(
    *,
    uuid: str,
    name: str,
    description: str,
    group: Group,
    public_key: Element,
    questions: Sequence[Question],
    administrator: str | None = None,
    credential_authority: str | None = None,
    language: str | None = None,
    luber: Mapping[str, str] | None = None,
) -> bytes:
    """The bytes of the election file. `language` is a code such as `id`, written left to right."""
    printed: dict[str, Any] = {
        "version": VERSION,
        "description": description,
        "name": name,
        "group": group.name,
        "public_key": group.text(public_key),
        "questions": [question.to_json() for question in questions],
        "uuid": uuid,
    }
    if administrator is not None:
        printed["administrator"] = administrator
    if credential_authority is not None:
        printed["credential_authority"] = credential_authority
    if language is not None:
        printed["language"] = [language, "ltr"]
    if luber:
        printed["luber"] = dict(luber)
    raw = json.encode(printed)
    parse(raw)  # what we print, we can read: a bad uuid or an empty list of questions stops here
    return raw


def parse(raw: bytes) -> SealedElection:
    """Read an election file.

    Raises `Malformed`, or `Refused` for a version, group or question kind that Luber does not know.
    """
    read = shape.members(json.parse(raw), where="election", required=_REQUIRED, extra=True)
    version = shape.integer(read["version"], where="election.version")
    if version != VERSION:
        raise Refused(
            _("Berkas pemilihan ini versi %(found)d; Luber membaca versi %(expected)d."),
            code="election.version",
            facts={"found": version, "expected": VERSION},
        )
    group = groups.by_name(shape.string(read["group"], where="election.group"))
    questions = shape.array(read["questions"], where="election.questions")
    if not questions:
        raise Malformed(_("Pemilihan ini tidak punya pertanyaan."), code="election.questions")
    return SealedElection(
        raw=raw,
        fingerprint=digest.fingerprint(raw),
        uuid=check_uuid(shape.string(read["uuid"], where="election.uuid")),
        name=shape.string(read["name"], where="election.name"),
        description=shape.string(read["description"], where="election.description"),
        group=group,
        public_key=_public_key(read["public_key"], group),
        questions=tuple(
            questions_of.parse(value, where=f"election.questions[{index}]")
            for index, value in enumerate(questions)
        ),
        administrator=_optional_string(read, "administrator"),
        credential_authority=_optional_string(read, "credential_authority"),
        language=_language(read.get("language")),
        luber=_luber(read.get("luber", {})),
    )


def check_uuid(uuid: str) -> str:
    """`uuid` itself when it has at least 14 letters, all of base58. Raises `Malformed`."""
    if len(uuid) < UUID_LETTERS or uuid.strip(BASE58):
        raise Malformed(
            _("Tanda pengenal pemilihan seharusnya paling sedikit %(letters)d huruf base58."),
            code="election.uuid",
            facts={"letters": UUID_LETTERS},
        )
    return uuid


def _public_key(value: Any, group: Group) -> Element:
    key = group.element(value, where="election.public_key")
    if key == group.one:
        raise Malformed(_("Kunci pemilihan ini tidak menyembunyikan apa pun."), code="election.key")
    return key


def _optional_string(read: Mapping[str, Any], name: str) -> str | None:
    return shape.string(read[name], where=f"election.{name}") if name in read else None


def _language(value: Any) -> str | None:
    if value is None:
        return None
    code, _direction = shape.array(value, where="election.language", length=2)
    return shape.string(code, where="election.language")


def _luber(value: Any) -> Mapping[str, str]:
    read = shape.members(value, where="election.luber", required=(), extra=True)
    return MappingProxyType(
        {name: shape.string(entry, where=f"election.luber.{name}") for name, entry in read.items()}
    )
