"""The election file: exact bytes, one fingerprint, our own member last and covered."""

from __future__ import annotations

import pytest
from tests.core import belenios, making
from tests.core.making import CHAIR, THREE_QUESTIONS

from luber.canon import digest, json
from luber.ceremony import election as elections
from luber.ceremony import setup
from luber.crypto import groups
from luber.errors import LuberError, Malformed, Refused, Unverified

ED = groups.ED25519


def made(**changed: object) -> bytes:
    arguments: dict[str, object] = {
        "uuid": "RGVivtyZXyQ9PP",
        "name": "Pemilihan “Ketua” OSIS",
        "description": "",
        "group": ED,
        "public_key": ED.generate(5),
        "questions": (CHAIR,),
    }
    return elections.make(**(arguments | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", belenios.READABLE)
def test_belenios_tools_elections_have_their_fingerprints(name: str) -> None:
    vector = belenios.load(name)
    read = elections.parse(vector.election)
    assert read.fingerprint == vector.expected["election_fingerprint"]
    again = elections.make(
        uuid=read.uuid,
        name=read.name,
        description=read.description,
        group=read.group,
        public_key=read.public_key,
        questions=read.questions,
        administrator=read.administrator,
        credential_authority=read.credential_authority,
        language=read.language,
        luber=read.luber,
    )
    assert again == vector.election


def test_members_stand_in_their_order_and_absent_ones_not_at_all() -> None:
    assert list(json.parse(made())) == [
        "version",
        "description",
        "name",
        "group",
        "public_key",
        "questions",
        "uuid",
    ]
    whole = made(
        administrator="Panitia",
        credential_authority="Otoritas",
        language="id",
        luber={"dpt": "a", "presentation": "b", "rules": "c"},
        questions=THREE_QUESTIONS,
    )
    assert list(json.parse(whole))[7:] == ["administrator", "credential_authority", "language", "luber"]
    read = elections.parse(whole)
    assert read.luber == {"dpt": "a", "presentation": "b", "rules": "c"}
    assert read.language == "id"
    assert read.questions == THREE_QUESTIONS
    assert read.fingerprint == digest.fingerprint(whole)


def test_members_of_others_are_skipped_but_covered() -> None:
    raw = made()
    value = json.parse(raw) | {"committee": "x"}
    read = elections.parse(json.encode(value))
    assert read.name == "Pemilihan “Ketua” OSIS"
    assert read.fingerprint != elections.parse(raw).fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"uuid": "short"},
        {"uuid": "RGVivtyZXyQ9P0"},
        {"questions": []},
        {"public_key": "00" * 32},
        {"public_key": 5},
        {"name": None},
        {"language": "id"},
        {"luber": {"dpt": 5}},
        {"luber": "x"},
        {"version": "1"},
    ],
)
def test_an_election_that_cannot_be(changed: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        elections.parse(json.encode(json.parse(made()) | changed))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"version": 2}, "election.version"),
        ({"group": "RFC-3526-2048"}, "group.unknown"),
        ({"questions": [{"type": "Lists", "value": {}}]}, "question.kind"),
    ],
)
def test_what_we_cannot_compute_is_refused_in_one_sentence(changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        elections.parse(json.encode(json.parse(made()) | changed))
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_a_missing_member_is_named() -> None:
    value = json.parse(made())
    for name in list(value):
        with pytest.raises(Malformed) as refused:
            elections.parse(json.encode({key: inner for key, inner in value.items() if key != name}))
        assert name in str(refused.value)


def test_a_bad_uuid_is_not_printed_in_the_first_place() -> None:
    with pytest.raises(Malformed):
        made(uuid="tidak sah")
    with pytest.raises(Malformed):
        made(questions=())


def test_the_seal_is_over_exact_bytes() -> None:
    sealed = setup.seal(election=b"a", trustees=b"b", credentials=b"c")
    assert setup.parse(sealed.to_bytes()) == sealed
    assert sealed.election == digest.sha256_hex(b"a")
    for bad in (b"{}", sealed.to_bytes() + b"\n", sealed.to_bytes().replace(b"a", b"A")):
        with pytest.raises(Malformed):
            setup.parse(bad)


def test_a_setup_is_opened_when_everything_fits() -> None:
    election = making.prepare()
    other = making.prepare(seed="lain")
    fixed = {
        "election": election.election.raw,
        "trustees": election.trustees.to_bytes(ED),
        "credentials": election.credentials.to_bytes(),
    }
    opened = setup.open_setup(**fixed)
    assert opened.election == election.election
    assert opened.credentials == election.credentials
    with pytest.raises(Unverified) as refused:
        setup.open_setup(**(fixed | {"trustees": other.trustees.to_bytes(ED)}))
    assert refused.value.code == "setup.public_key"
    with pytest.raises(LuberError):
        setup.open_setup(**(fixed | {"credentials": b"{}"}))
