"""The whole check of an election's archive: a superset of what belenios-tool's `election verify` does.

In order: the file as a file (`outline`), what was sealed, every ballot, the tally, the openings, the
result. A check that depends on one that failed could not be made, and says so. An archive that has not come
to its end verifies as far as it goes.

The source is a binary stream that can be read twice (it is sought in); memory stays bounded by the number
of voters, some hundred bytes each, whatever the ballots' size. Source: belenios.md section 10.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, Final

from luber.ceremony.election import SealedElection
from luber.ceremony.threshold import ThresholdKey
from luber.ceremony.trustees import Trustees
from luber.errors import LuberError
from luber.errors import gettext_noop as _
from luber.publication import archive, ballots, outline
from luber.publication.ballots import MapChunks, Verdict
from luber.publication.checks import (
    ballots_credential,
    ballots_form,
    decryption_enough,
    decryption_owner,
    decryption_proofs,
    result_value,
    setup_credentials,
    setup_election,
    setup_key,
    setup_record,
    setup_trustees,
    shuffles_count,
    tally_ballots,
    tally_payload,
    tally_sum,
    tally_weight,
)
from luber.publication.events import State
from luber.publication.findings import Findings
from luber.publication.outline import ARCHIVE_CHECKS, Outline
from luber.publication.report import Report, catalogue
from luber.registry.credentials import PublicCredentials
from luber.tally import encrypted, result
from luber.tally.decryption import PartialDecryption
from luber.tally.encrypted import Accumulator, EncryptedTally

OLD_DIALECT: Final = _(
    "Sertifikat pemegang kunci ditulis dengan dialek lama (2.0): tanpa konteks dan tanpa tanda tangan"
    " bersama. Semua yang ada di dalamnya sudah diperiksa."
)

_BALLOT_CHECKS = (
    "ballots.form",
    "ballots.election",
    "ballots.credential",
    "ballots.signature",
    "ballots.proofs",
)
_TALLY_CHECKS = ("tally.sum", "tally.ballots", "tally.weight")


@dataclass(slots=True)
class _Opened:
    """What the checks have read so far. `last` is the number of each credential's last ballot."""

    source: BinaryIO
    outline: Outline
    election: SealedElection
    trustees: Trustees | None = None
    credentials: PublicCredentials | None = None
    last: dict[str, int] = field(default_factory=dict)
    running: Accumulator | None = None
    tally: EncryptedTally | None = None
    decryptions: dict[int, PartialDecryption] = field(default_factory=dict)


def verify(source: BinaryIO, *, map_chunks: MapChunks = map) -> Report:
    """Check everything in the archive that `source` holds, from its beginning.

    Does not raise for what is wrong with the archive: that is the report. Whatever reading `source` raises
    comes through.
    """
    findings = Findings()
    source.seek(0)
    drawn = outline.draw(source, findings=findings)
    if drawn is None:
        later = [check.id for check in catalogue() if check.id not in ARCHIVE_CHECKS]
        findings.skip(*later, reason=_first_fault(findings, ARCHIVE_CHECKS))
        return _report(findings, outline=None, opened=None)
    if not drawn.setup:
        return _report(findings, outline=drawn, opened=None)
    opened = _open_setup(source, drawn, findings)
    if opened is not None:
        _check_ballots(opened, findings, map_chunks)
        _check_tally(opened, findings)
        _check_decryptions(opened, findings)
        _check_result(opened, findings)
    return _report(findings, outline=drawn, opened=opened)


def _open_setup(source: BinaryIO, drawn: Outline, findings: Findings) -> _Opened | None:
    election_raw, trustees_raw, credentials_raw, _sealed = drawn.setup
    findings.attempt("setup.record", lambda: setup_record.run(drawn.setup))
    election = findings.attempt("setup.election", lambda: setup_election.run(election_raw))
    if election is None:
        order = [check.id for check in catalogue()]
        findings.skip(*order[order.index("setup.election") + 1 :], reason="setup.election")
        return None
    opened = _Opened(source=source, outline=drawn, election=election, running=Accumulator.of(election))
    trustees = findings.attempt("setup.trustees", lambda: setup_trustees.run(trustees_raw, election=election))
    if trustees is None:
        findings.skip("setup.key", reason="setup.trustees")
    else:
        opened.trustees = trustees
        findings.attempt("setup.key", lambda: setup_key.run(election=election, trustees=trustees))
    opened.credentials = findings.attempt(
        "setup.credentials", lambda: setup_credentials.run(credentials_raw, election=election)
    )
    return opened


def _check_ballots(opened: _Opened, findings: Findings, map_chunks: MapChunks) -> None:
    if not opened.outline.ballots:
        return
    chunked = ballots.chunks(opened.source, election=opened.election, positions=opened.outline.ballots)
    for verdicts in map_chunks(ballots.check_chunk, chunked):
        for verdict in verdicts:
            _enter_ballot(verdict, opened, findings)
    for check in _BALLOT_CHECKS:
        if check != "ballots.credential":
            findings.hold(check)
    if opened.credentials is None:
        findings.skip("ballots.credential", reason="setup.credentials")


def _enter_ballot(verdict: Verdict, opened: _Opened, findings: Findings) -> None:
    fault = verdict.fault
    if fault is not None:
        findings.enter(fault)
    credentials = opened.credentials
    if credentials is None or not verdict.credential:
        return
    weight = findings.attempt(
        "ballots.credential",
        lambda: ballots_credential.run(
            verdict.credential, credentials=credentials, where=f"Ballot[{verdict.number}]"
        ),
    )
    if weight is None or fault is not None or opened.running is None:
        return
    earlier = opened.last.get(verdict.credential)
    if earlier is not None:
        opened.running.take_away(_choices_again(opened, earlier), weight=weight)
    opened.last[verdict.credential] = verdict.number
    opened.running.add(verdict.choices, weight=weight)


def _choices_again(opened: _Opened, number: int) -> EncryptedTally:
    """The ciphertexts of a ballot that was checked before, read again rather than kept."""
    raw = archive.read_body(opened.source, position=opened.outline.ballots[number])
    parsed = ballots_form.run(raw, election=opened.election)
    return tuple(answer.choices for answer in parsed.answers)


def _check_tally(opened: _Opened, findings: Findings) -> None:
    if not opened.outline.tally:
        return
    raw, companion_raw = opened.outline.tally
    election, running = opened.election, opened.running
    companion = findings.attempt("tally.payload", lambda: tally_payload.run(raw, companion=companion_raw))
    sound = opened.credentials is not None and findings.all_hold(*_BALLOT_CHECKS)
    if not sound or running is None:
        findings.skip(*_TALLY_CHECKS, reason=_first_fault(findings, ("setup.credentials", *_BALLOT_CHECKS)))
    else:
        recomputed = running.tally()
        findings.attempt("tally.sum", lambda: tally_sum.run(raw, recomputed=recomputed, election=election))
        if companion is None:
            findings.skip("tally.ballots", "tally.weight", reason="tally.payload")
        else:
            findings.attempt(
                "tally.ballots", lambda: tally_ballots.run(companion, in_force=running.num_tallied)
            )
            findings.attempt(
                "tally.weight", lambda: tally_weight.run(companion, total_weight=running.total_weight)
            )
        if findings.all_hold("tally.sum"):
            opened.tally = recomputed
            return
    # What the trustees opened is the published tally, right or wrong: their proofs can still be checked.
    try:
        opened.tally = encrypted.parse(raw, election=election)
    except LuberError:
        opened.tally = None


def _check_decryptions(opened: _Opened, findings: Findings) -> None:
    drawn, election, trustees, tally = opened.outline, opened.election, opened.trustees, opened.tally
    if drawn.tally:
        findings.attempt("shuffles.count", lambda: shuffles_count.run(shuffles=drawn.shuffles))
    if not drawn.decryptions:
        return
    if trustees is None or tally is None:
        reason = "setup.trustees" if trustees is None else "tally.sum"
        findings.skip("decryption.owner", "decryption.proofs", reason=reason)
        return
    for raw, companion in drawn.decryptions:
        owner = findings.attempt(
            "decryption.owner",
            lambda raw=raw, companion=companion: decryption_owner.run(  # type: ignore[misc]
                raw, companion=companion, trustees=trustees, seen=opened.decryptions
            ),
        )
        if owner is None:
            continue
        public = trustees.owner_key(owner)
        checked = findings.attempt(
            "decryption.proofs",
            lambda raw=raw, public=public: decryption_proofs.run(  # type: ignore[misc]
                raw, election=election, tally=tally, public=public
            ),
            where=f"PartialDecryption {owner}",
        )
        if checked is not None:
            opened.decryptions[owner] = checked


def _check_result(opened: _Opened, findings: Findings) -> None:
    raw, trustees, tally = opened.outline.result, opened.trustees, opened.tally
    if raw is None:
        return
    needed = ("setup.trustees", "setup.credentials", "decryption.owner", "decryption.proofs")
    credentials = opened.credentials
    if trustees is None or tally is None or credentials is None or not findings.all_hold(*needed):
        reason = _first_fault(findings, (*needed, "tally.sum"))
        findings.skip("decryption.enough", "result.value", reason=reason)
        return
    owners = opened.decryptions
    findings.attempt(
        "decryption.enough",
        lambda: decryption_enough.run(election=opened.election, trustees=trustees, owners=owners),
    )
    if not findings.all_hold("decryption.enough"):
        findings.skip("result.value", reason="decryption.enough")
        return
    findings.attempt(
        "result.value",
        lambda: result_value.run(
            raw,
            election=opened.election,
            trustees=trustees,
            tally=tally,
            decryptions=opened.decryptions,
            total_weight=credentials.total_weight,
        ),
    )


def _first_fault(findings: Findings, checks: tuple[str, ...]) -> str:
    return next((check for check in checks if not findings.all_hold(check)), checks[0])


def _report(findings: Findings, *, outline: Outline | None, opened: _Opened | None) -> Report:
    legacy = (
        opened is not None
        and opened.trustees is not None
        and any(isinstance(item, ThresholdKey) and item.legacy for item in opened.trustees.items)
    )
    running = opened.running if opened is not None else None
    return Report(
        outcomes=findings.outcomes(),
        notes=(OLD_DIALECT,) if legacy else (),
        state=outline.chain.state if outline is not None else State.EMPTY,
        election=opened.election if opened is not None else None,
        last_event=outline.chain.parent if outline is not None else None,
        voters=len(opened.credentials) if opened is not None and opened.credentials is not None else 0,
        ballots=len(outline.ballots) if outline is not None else 0,
        in_force=running.num_tallied if running is not None else 0,
        total_weight=running.total_weight if running is not None else 0,
        counts=_published(opened),
    )


def _published(opened: _Opened | None) -> tuple[tuple[int, ...], ...] | None:
    if opened is None or opened.outline.result is None:
        return None
    try:
        return result.parse(opened.outline.result, election=opened.election).counts
    except LuberError:
        return None
