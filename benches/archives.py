"""Make an archive of any size for the benches: real keys, real ballots, real tally."""

from __future__ import annotations

import os
import random
from pathlib import Path

from luber.ballot import marks
from luber.ballot.question import CountedQuestion
from luber.casting import ballot as ballots
from luber.ceremony import election as elections
from luber.ceremony import single, trustees
from luber.crypto import credential, groups
from luber.crypto.entropy import base58
from luber.publication.archive import Writer
from luber.registry import credentials as lists
from luber.tally import decryption, encrypted, result


def election_of(*, answers: int, group_name: str = "Ed25519") -> bytes:
    """An election file of one question, choose 1 of `answers`, whose key nobody keeps."""
    group = groups.by_name(group_name)
    question = CountedQuestion(
        "Siapa?", tuple(f"Pasangan {n}" for n in range(1, answers + 1)), 1, 1, blank=False
    )
    return elections.make(
        uuid=base58(14, entropy=os.urandom),
        name="Uji cepat",
        description="",
        group=group,
        public_key=group.public(group.random_secret(os.urandom)),
        questions=[question],
    )


def make(path: Path, *, ballot_count: int, group_name: str = "Ed25519", answers: int = 5) -> Path:
    """A finished election of one question, choose 1 of `answers`, one trustee, at `path`/UUID.bel."""
    group = groups.by_name(group_name)
    question = CountedQuestion(
        "Siapa?", tuple(f"Pasangan {n}" for n in range(1, answers + 1)), 1, 1, blank=False
    )
    secret = group.random_secret(os.urandom)
    held = trustees.make([single.make(group=group, secret=secret, entropy=os.urandom)])
    uuid = base58(14, entropy=os.urandom)
    raw = elections.make(
        uuid=uuid,
        name="Uji cepat",
        description="",
        group=group,
        public_key=held.public_key(group),
        questions=[question],
    )
    election = elections.parse(raw)
    voters = [
        credential.secret(group=group, uuid=uuid, credential=credential.generate(os.urandom))
        for _voter in range(ballot_count)
    ]
    listed = lists.make(group=group, credentials=[(group.public(voter), 1) for voter in voters])
    writer, chance = Writer(timestamp=1_790_000_000), random.Random(5)
    archive = path / f"{uuid}.bel"
    running = encrypted.Accumulator.of(election)
    with archive.open("wb") as file:
        file.write(writer.begin())
        file.write(writer.setup(election=raw, trustees=held.to_bytes(group), credentials=listed.to_bytes()))
        for voter in voters:
            vector = marks.vector(question=question, chosen=[chance.randrange(answers)])
            cast = ballots.make(election=election, secret=voter, choices=[vector], entropy=os.urandom)
            parsed = ballots.parse(election=election, raw=cast)
            running.add([answer.choices for answer in parsed.answers], weight=1)
            file.write(writer.ballot(cast))
        tally = running.tally()
        tally_raw = encrypted.to_bytes(tally, group=group)
        companion = encrypted.companion(tally_raw, running)
        file.write(writer.end_ballots())
        file.write(writer.encrypted_tally(tally_raw, companion=companion))
        partial = decryption.make(election=election, tally=tally, secret=secret, entropy=os.urandom)
        partial_raw = partial.to_bytes(group)
        file.write(
            writer.partial_decryption(partial_raw, companion=decryption.companion(owner=1, raw=partial_raw))
        )
        counted = result.combine(
            election=election,
            trustees=held,
            tally=tally,
            decryptions={1: partial},
            total_weight=companion.total_weight,
        )
        file.write(writer.result(counted.to_bytes()))
    return archive
