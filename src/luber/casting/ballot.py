"""A whole ballot: made by a voter, checked by everyone, in the same bytes.

    {"election_uuid":"RGVi…","election_hash":"3vPs…","credential":"f783…","answers":[…],
    "signature":{"hash":"…","proof":{"challenge":"…","response":"…"}}}

`hash` is the fingerprint of the same bytes without the signature; the proof is Schnorr's over `sig|hash|`.
Checks go from cheap to dear, and each refusal has its code:

    ballot.form   ballot.election   ballot.credential   ballot.signature   ballot.proofs

Source: belenios.md section 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from luber.ballot.marks import Vector
from luber.canon import digest, json, shape
from luber.casting import answer as answers_of
from luber.casting.answer import Answer
from luber.ceremony.election import SealedElection
from luber.crypto import proof as proofs
from luber.crypto import schnorr
from luber.crypto.entropy import Entropy
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import LuberError, Malformed, Refused, Unverified
from luber.errors import gettext_noop as _
from luber.registry.credentials import PublicCredentials

LARGEST_BALLOT_BYTES: Final = 4_000_000
"""No counted ballot comes near; whoever receives ballots refuses larger ones before reading them whole."""

FORM: Final = "ballot.form"
ELECTION: Final = "ballot.election"
CREDENTIAL: Final = "ballot.credential"
SIGNATURE: Final = "ballot.signature"
PROOFS: Final = "ballot.proofs"

_MEMBERS = ("election_uuid", "election_hash", "credential", "answers", "signature")


@dataclass(frozen=True, slots=True)
class ParsedBallot:
    """Of the right form, nothing verified.

    `signed` is the fingerprint of the bytes that must have been signed.
    """

    raw: bytes
    election_uuid: str
    election_hash: str
    credential: str
    answers: tuple[Answer, ...]
    hash: str
    proof: Proof
    signed: str


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """A ballot that may go into the box: everything about it was verified."""

    raw: bytes
    credential: str
    weight: int
    tracker: str
    answers: tuple[Answer, ...]


def make(*, election: SealedElection, secret: Secret, choices: Sequence[Vector], entropy: Entropy) -> bytes:
    """Encrypt, prove and sign `choices`, one vector a question.

    Raises `Refused` for marks that are not valid.
    """
    group = election.group
    if len(choices) != len(election.questions):
        raise Malformed(
            _("Surat suara ini punya %(expected)d pertanyaan, yang dijawab %(found)d."),
            code=FORM,
            facts={"expected": len(election.questions), "found": len(choices)},
        )
    credential = group.text(group.public(secret))
    unsigned: dict[str, Any] = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": [
            answers_of.encrypt(
                group=group,
                key=election.public_key,
                question=question,
                vector=vector,
                bound_to=_bound_to(election, credential),
                entropy=entropy,
            ).to_json(group)
            for question, vector in zip(election.questions, choices, strict=True)
        ],
    }
    signed = digest.fingerprint(json.encode(unsigned))
    proof = schnorr.prove(group=group, secret=secret, prefix=f"sig|{signed}|", entropy=entropy)
    return json.encode(unsigned | {"signature": {"hash": signed, "proof": proof.to_json()}})


def check(*, election: SealedElection, credentials: PublicCredentials, raw: bytes) -> CheckedBallot:
    """All checks of an arriving ballot, in order.

    Raises `Malformed` (not a ballot), `Refused` (for another election, or the card is not listed) or
    `Unverified` (signature or proof), each with its `code`.
    """
    ballot = parse(election=election, raw=raw)
    check_election(ballot, election=election)
    weight = check_credential(ballot, credentials=credentials)
    verify(ballot, election=election)
    return CheckedBallot(
        raw=raw,
        credential=ballot.credential,
        weight=weight,
        tracker=digest.fingerprint(raw),
        answers=ballot.answers,
    )


def parse(*, election: SealedElection, raw: bytes) -> ParsedBallot:
    """Read the form of a ballot: canonical bytes, known members, lengths and groups.

    Raises `Malformed`, code `ballot.form`.
    """
    try:
        return _parse(election, raw)
    except Malformed as error:
        raise Malformed(
            _("Isi surat suara ini rusak, jadi tidak diterima: %(fault)s"),
            code=FORM,
            facts={**error.facts, "fault": error},
        ) from error


def check_election(ballot: ParsedBallot, *, election: SealedElection) -> None:
    """Raise `Refused` when the ballot is for another election."""
    if ballot.election_uuid != election.uuid or ballot.election_hash != election.fingerprint:
        raise Refused(
            _("Surat suara ini untuk pemilihan lain (%(found)s), bukan untuk yang ini (%(expected)s)."),
            code=ELECTION,
            facts={
                "found": f"{ballot.election_uuid[:40]} {ballot.election_hash[:43]}",
                "expected": f"{election.uuid} {election.fingerprint}",
            },
        )


def check_credential(ballot: ParsedBallot, *, credentials: PublicCredentials) -> int:
    """The weight of the ballot's credential. Raises `Refused` when it is not listed."""
    if ballot.credential not in credentials:
        raise Refused(
            _("Kartu suara ini tidak terdaftar; periksa apakah kartunya untuk pemilihan ini."),
            code=CREDENTIAL,
        )
    return credentials.weight(ballot.credential)


def verify(ballot: ParsedBallot, *, election: SealedElection) -> None:
    """Check signature, then membership and all proofs.

    The credential's membership is the list's business. Raises `Unverified`.
    """
    verify_signature(ballot, election=election)
    verify_proofs(ballot, election=election)


def verify_signature(ballot: ParsedBallot, *, election: SealedElection) -> None:
    """Raise `Unverified` unless the holder of the credential signed these bytes."""
    group = election.group
    try:
        if ballot.hash != ballot.signed:
            raise Unverified(
                _("Sidik jari isinya berbeda."),
                code=SIGNATURE,
                facts={"expected": ballot.signed, "found": ballot.hash},
            )
        public = group.decode(ballot.credential, where="credential")
        schnorr.verify(
            group=group, public=public, prefix=f"sig|{ballot.hash}|", proof=ballot.proof, where="signature"
        )
    except LuberError as error:
        raise Unverified(
            _("Tanda tangan surat suara ini tidak cocok dengan isinya, jadi tidak diterima."),
            code=SIGNATURE,
            facts=error.facts,
        ) from error


def verify_proofs(ballot: ParsedBallot, *, election: SealedElection) -> None:
    """Raise `Unverified` unless every answer is proved to hide a valid vote."""
    bound_to = _bound_to(election, ballot.credential)
    for index, (question, answer) in enumerate(zip(election.questions, ballot.answers, strict=True)):
        try:
            answers_of.verify(
                answer,
                group=election.group,
                key=election.public_key,
                question=question,
                bound_to=bound_to,
                where=f"answers[{index}]",
            )
        except LuberError as error:
            raise Unverified(
                _("Bukti bahwa surat suara ini sah tidak cocok, jadi tidak diterima: %(fault)s"),
                code=PROOFS,
                facts={**error.facts, "fault": error},
            ) from error


def _parse(election: SealedElection, raw: bytes) -> ParsedBallot:
    group = election.group
    if len(raw) > LARGEST_BALLOT_BYTES:
        raise Malformed(_("Surat suara terlalu besar."), code=FORM)
    value = shape.members(json.parse_exact(raw), where="ballot", required=_MEMBERS, ordered=True)
    signature = shape.members(value["signature"], where="signature", required=("hash", "proof"), ordered=True)
    credential = shape.string(value["credential"], where="credential")
    group.decode(credential, where="credential")
    election_hash = shape.string(value["election_hash"], where="election_hash")
    answers = shape.array(value["answers"], where="answers")
    if election_hash == election.fingerprint:
        shape.array(answers, where="answers", length=len(election.questions))
    else:
        answers = []  # they belong to questions that we do not have; `check_election` says so
    return ParsedBallot(
        raw=raw,
        election_uuid=shape.string(value["election_uuid"], where="election_uuid"),
        election_hash=election_hash,
        credential=credential,
        answers=tuple(
            answers_of.parse(answer, group=group, question=question, where=f"answers[{index}]")
            for index, (question, answer) in enumerate(zip(election.questions, answers, strict=False))
        ),
        hash=shape.string(signature["hash"], where="signature.hash"),
        proof=proofs.parse(signature["proof"], group=group, where="signature.proof"),
        signed=digest.fingerprint(_unsigned(raw, signature)),
    )


def _unsigned(raw: bytes, signature: dict[str, Any]) -> bytes:
    """The bytes without their last member. They are canonical, so cutting is printing."""
    return raw[: -len(b',"signature":') - len(json.encode(signature)) - 1] + b"}"


def _bound_to(election: SealedElection, credential: str) -> str:
    """Z of belenios.md section 5: what binds every proof to this election and this voter."""
    return f"{election.fingerprint}|{credential}"
