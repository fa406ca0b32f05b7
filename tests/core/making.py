"""Small elections, made from a seed: the same every time, and open to being tampered with.

`make(...)` holds a whole election by the core's own means; what it returns still has its secrets, so that a
test can play any part again, badly. `write(...)` frames any records and events into an archive with a sound
chain, lawful or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from luber.ballot import marks
from luber.ballot.marks import Vector
from luber.ballot.question import CountedQuestion
from luber.canon import digest, json
from luber.casting import ballot as ballots
from luber.casting.ballot import CheckedBallot
from luber.casting.box import in_force
from luber.ceremony import election as elections
from luber.ceremony import setup, single, threshold
from luber.ceremony import trustees as trustees_of
from luber.ceremony.election import SealedElection
from luber.ceremony.threshold import ThresholdKey
from luber.ceremony.trustees import Item, Trustees
from luber.crypto import channel, credential, groups
from luber.crypto.entropy import base58
from luber.crypto.group import Group
from luber.crypto.secret import Secret
from luber.publication import archive
from luber.registry import credentials as credentials_of
from luber.registry.credentials import PublicCredentials
from luber.tally import decryption, encrypted, result
from luber.tally.decryption import PartialDecryption

TIMESTAMP = 1795281960
CHAIR = CountedQuestion(
    "Siapa ketua OSIS pilihanmu?", ("Pasangan A", "Pasangan B", "Pasangan C"), 1, 1, False
)
THREE_QUESTIONS = (
    CountedQuestion("Siapa pengurus pilihan Anda?", ("Adi", "Bela", "Citra", "Dewi"), 0, 2, True),
    CountedQuestion("Setuju?", ("Ya", "Tidak"), 1, 1, False),
    CountedQuestion("Pilih tepat dua", ("P", "Q", "R"), 2, 2, True),
)


class Seeded:
    """Chance that a test can repeat: SHA-256 in counter mode."""

    def __init__(self, seed: str) -> None:
        self.seed = seed.encode()
        self.counter = 0

    def __call__(self, size: int) -> bytes:
        made = b""
        while len(made) < size:
            made += hashlib.sha256(self.seed + self.counter.to_bytes(8, "big")).digest()
            self.counter += 1
        return made[:size]


@dataclass(slots=True)
class Made:
    """A finished election with everything that made it. Owner i's secret is `secrets[i]`."""

    election: SealedElection
    trustees: Trustees
    credentials: PublicCredentials
    voters: list[str]
    secrets: dict[int, Secret]
    entropy: Seeded
    ballots: list[bytes] = field(default_factory=list)
    tally: bytes = b""
    companion: bytes = b""
    decryptions: list[tuple[bytes, bytes]] = field(default_factory=list)
    result: bytes = b""

    @property
    def group(self) -> Group:
        return self.election.group

    def copy(self) -> Made:
        """The same election, to be tampered with apart."""
        return replace(
            self,
            entropy=Seeded(f"{self.election.uuid} again"),
            ballots=list(self.ballots),
            decryptions=list(self.decryptions),
        )

    def voter_secret(self, index: int) -> Secret:
        return credential.secret(group=self.group, uuid=self.election.uuid, credential=self.voters[index])

    def checked(self) -> list[CheckedBallot]:
        return [
            ballots.check(election=self.election, credentials=self.credentials, raw=raw)
            for raw in self.ballots
        ]

    def steps(self) -> list[tuple[str, list[bytes]]]:
        """Event types, each with the records before it."""
        fixed = [
            self.election.raw,
            self.trustees.to_bytes(self.group),
            self.credentials.to_bytes(),
        ]
        sealed = setup.seal(election=fixed[0], trustees=fixed[1], credentials=fixed[2]).to_bytes()
        return [
            ("Setup", [*fixed, sealed]),
            *(("Ballot", [raw]) for raw in self.ballots),
            ("EndBallots", []),
            ("EncryptedTally", [self.tally, self.companion]),
            *(("PartialDecryption", [raw, companion]) for raw, companion in self.decryptions),
            ("Result", [self.result]),
        ]

    def archive(self) -> bytes:
        return write(self.steps())


def write(steps: Sequence[tuple[str, Sequence[bytes]]], *, timestamp: int = TIMESTAMP) -> bytes:
    """An archive of these steps in this order, with heights, parents and payloads that fit."""
    body = json.encode({"version": 1, "timestamp": str(timestamp)})
    written = [archive.frame(name="BELENIOS", body=body, timestamp=timestamp)]
    parent: str | None = None
    for height, (kind, records) in enumerate(steps):
        written += [archive.data_record(record, timestamp=timestamp) for record in records]
        event = event_body(kind, height=height, parent=parent, payload=records[-1] if records else None)
        written.append(archive.event_record(event, timestamp=timestamp))
        parent = digest.sha256_hex(event)
    return b"".join(written)


def event_body(kind: str, *, height: int, parent: str | None, payload: bytes | None) -> bytes:
    """The bytes of an event of any type, known or not."""
    printed: dict[str, object] = {} if parent is None else {"parent": parent}
    printed |= {"height": height, "type": kind}
    if payload is not None:
        printed["payload"] = digest.sha256_hex(payload)
    return json.encode(printed)


def hold_ceremony(
    group: Group, *, needed: int, of: int, entropy: Seeded
) -> tuple[ThresholdKey, list[Secret]]:
    """All six steps: the published key and each trustee's share."""
    seeds = [channel.generate_seed(entropy) for _each in range(of)]
    certificates = [
        threshold.make_certificate(
            group=group, seed=seed, context=threshold.Context(group.name, of, needed, index), entropy=entropy
        )
        for index, seed in enumerate(seeds, start=1)
    ]
    polynomials = [
        threshold.make_polynomial(group=group, seed=seed, certificates=certificates, entropy=entropy)
        for seed in seeds
    ]
    answers = [
        threshold.receive_shares(
            group=group,
            seed=seed,
            certificates=certificates,
            delivery=threshold.distribute(polynomials, index=index),
            entropy=entropy,
        )
        for index, seed in enumerate(seeds, start=1)
    ]
    key = threshold.assemble(group=group, certificates=certificates, polynomials=polynomials, answers=answers)
    return key, [
        threshold.open_decryption_key(group=group, seed=seed, private_key=answer.private_key)
        for seed, answer in zip(seeds, answers, strict=True)
    ]


def prepare(
    *,
    group: str = "Ed25519",
    seed: str = "luber",
    questions: Sequence[CountedQuestion] = (CHAIR,),
    weights: Sequence[int] = (1, 1, 1, 1),
    singles: int = 1,
    thresholds: Sequence[tuple[int, int]] = ((2, 3),),
) -> Made:
    """An election that is set up: `singles` trustees alone, then each (t, n) of `thresholds`; a voter a weight."""
    entropy = Seeded(seed)
    chosen = groups.by_name(group)
    items: list[Item] = []
    secrets: list[Secret] = []
    for _each in range(singles):
        secrets.append(chosen.random_secret(entropy))
        items.append(single.make(group=chosen, secret=secrets[-1], entropy=entropy))
    for needed, of in thresholds:
        key, shares = hold_ceremony(chosen, needed=needed, of=of, entropy=entropy)
        items.append(key)
        secrets += shares
    trustees = trustees_of.make(items)
    uuid = base58(14, entropy=entropy)
    voters = [credential.generate(entropy) for _weight in weights]
    listed = credentials_of.make(
        group=chosen,
        credentials=[
            (credential.public(group=chosen, uuid=uuid, credential=voter), weight)
            for voter, weight in zip(voters, weights, strict=True)
        ],
    )
    raw = elections.make(
        uuid=uuid,
        name="Pemilihan Ketua OSIS",
        description="SMP Negeri 3 Kunang-Kunang",
        group=chosen,
        public_key=trustees.public_key(chosen),
        questions=questions,
        administrator="Panitia Contoh",
        credential_authority="Otoritas Contoh",
        language="id",
        luber={"dpt": digest.fingerprint(b"dpt"), "rules": digest.fingerprint(b"rules")},
    )
    return Made(
        election=elections.parse(raw),
        trustees=trustees,
        credentials=listed,
        voters=voters,
        secrets=dict(enumerate(secrets, start=1)),
        entropy=entropy,
    )


def cast(made: Made, *, voter: int, choices: Sequence[Vector]) -> bytes:
    """Voter `voter` (from 0) casts."""
    raw = ballots.make(
        election=made.election, secret=made.voter_secret(voter), choices=choices, entropy=made.entropy
    )
    made.ballots.append(raw)
    return raw


def close(made: Made) -> None:
    """Count the ballots in force."""
    tally, companion = encrypted.compute(
        election=made.election,
        ballots=[(ballot.answers, ballot.weight) for ballot in in_force(made.checked())],
    )
    made.tally = encrypted.to_bytes(tally, group=made.group)
    made.companion = companion.to_bytes()


def decrypt(made: Made, *, owner: int) -> PartialDecryption:
    """Owner `owner` opens their part."""
    tally = encrypted.parse(made.tally, election=made.election)
    opened = decryption.make(
        election=made.election, tally=tally, secret=made.secrets[owner], entropy=made.entropy
    )
    raw = opened.to_bytes(made.group)
    made.decryptions.append((raw, decryption.companion(owner=owner, raw=raw).to_bytes()))
    return opened


def finish(made: Made, *, owners: Sequence[int]) -> None:
    """Close, let `owners` decrypt, publish the result."""
    close(made)
    opened = {owner: decrypt(made, owner=owner) for owner in owners}
    made.result = result.combine(
        election=made.election,
        trustees=made.trustees,
        tally=encrypted.parse(made.tally, election=made.election),
        decryptions=opened,
        total_weight=made.credentials.total_weight,
    ).to_bytes()


def make(seed: str = "luber", group: str = "Ed25519") -> Made:
    """One single and 2-of-3 trustees; weights 1, 1, 20, 3; voter 0 votes twice, voter 3 not at all: 1, 21,
    0 for A, B, C.
    """
    made = prepare(seed=seed, group=group, weights=(1, 1, 20, 3))
    for voter, answer in ((0, 2), (1, 0), (2, 1), (0, 1)):
        cast(made, voter=voter, choices=[marks.vector(question=CHAIR, chosen=[answer])])
    finish(made, owners=(1, 2, 4))
    return made
