"""A sealed election made in a moment: real keys, real credentials, real bytes, without the days that a
committee takes.

What the rooms below would have left in the database is written here directly; from the seal on, everything
is the product's own. Voters, classes and candidates are invented.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from luber.ballot import marks
from luber.ballot.question import CountedQuestion
from luber.canon import digest, json
from luber.casting import ballot as ballots
from luber.ceremony import election as elections
from luber.ceremony import single, trustees
from luber.ceremony.election import SealedElection
from luber.crypto import credential, groups, schnorr
from luber.crypto.entropy import Entropy, base58
from luber.crypto.group import Element
from luber.crypto.secret import Secret
from luber.registry import credentials
from luber_server.ceremony import also_fixed, rules
from luber_server.ceremony.models import Ceremony, PublicCredential, SealedSetup, Trustee
from luber_server.ceremony.stages import Kind, Stage
from luber_server.election.models import Election
from luber_server.people.models import Organisation, User
from luber_server.ports import sealing
from luber_server.registry import sealed
from luber_server.registry.models import Voter

PAIRS = ("Melati & Bayu", "Cempaka & Surya", "Kenanga & Guntur")
CLASSES = ("7A", "7B", "8A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An election, and what its voters and its one trustee hold. `cards` are in an order of their own."""

    election: Election
    sealed: SealedElection
    cards: tuple[str, ...]
    classes: tuple[str, ...]  # of each card
    trustee: Secret

    def ballot(self, *, card: int, choice: int | None, entropy: Entropy = os.urandom) -> bytes:
        """A ballot by this card for one pair, counted from 0; None is a blank vote."""
        question = self.sealed.questions[0]
        vector = marks.blank(question) if choice is None else marks.vector(question=question, chosen=[choice])
        secret = credential.secret(
            group=self.sealed.group, uuid=self.sealed.uuid, credential=self.cards[card]
        )
        return ballots.make(election=self.sealed, secret=secret, choices=[vector], entropy=entropy)

    def unlisted_ballot(self) -> bytes:
        """A ballot that is right in all but this: no such card was made."""
        question = self.sealed.questions[0]
        secret = self.sealed.group.random_secret(os.urandom)
        return ballots.make(
            election=self.sealed,
            secret=secret,
            choices=[marks.vector(question=question, chosen=[0])],
            entropy=os.urandom,
        )

    def signed_rubbish(self, *, card: int) -> bytes:
        """Truly signed by this card, with a proof that belongs to another ciphertext."""
        group, uuid = self.sealed.group, self.sealed.uuid
        value = json.parse(self.ballot(card=card, choice=0))
        del value["signature"]
        proofs = value["answers"][0]["individual_proofs"]
        proofs[0], proofs[1] = proofs[1], proofs[0]
        signed = digest.fingerprint(json.encode(value))
        secret = credential.secret(group=group, uuid=uuid, credential=self.cards[card])
        proof = schnorr.prove(group=group, secret=secret, prefix=f"sig|{signed}|", entropy=os.urandom)
        return json.encode(value | {"signature": {"hash": signed, "proof": proof.to_json()}})

    def public(self, card: int) -> str:
        """The public half of a card."""
        group = self.sealed.group
        return group.text(credential.public(group=group, uuid=self.sealed.uuid, credential=self.cards[card]))


def sealed_election(
    *,
    organisation: Organisation,
    user: User,
    voters: int,
    at: datetime,
    revote: bool = True,
    second_factor: str = "",
    group_name: str = "Ed25519",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    classes: Sequence[str] = CLASSES,
    entropy: Entropy = os.urandom,
) -> Made:
    """An election that was sealed two days before `at` and is open from an hour before to five hours after
    it.
    """
    group = groups.by_name(group_name)
    uuid = base58(14, entropy=entropy)
    row = Election.objects.create(
        uuid=uuid,
        organisation=organisation,
        title="Pemilihan Ketua OSIS 2026/2027",
        description="Pasangan ketua dan wakil ketua OSIS.",
        group=group_name,
        state=Election.State.SEALED,
        opens_at=opens_at or at - timedelta(hours=1),
        closes_at=closes_at or at + timedelta(hours=5),
        revote=revote,
        second_factor=second_factor,
        created_by=user,
        created_at=at - timedelta(days=9),
    )
    trustee = group.random_secret(entropy)
    held = trustees.make([single.make(group=group, secret=trustee, entropy=entropy)])
    cards = tuple(credential.generate(entropy) for _ in range(voters))
    theirs = tuple(classes[number * len(classes) // voters] for number in range(voters))
    public = [credential.public(group=group, uuid=uuid, credential=card) for card in cards]
    listed = credentials.make(group=group, credentials=[(key, 1) for key in public])
    label = {group.text(key): theirs[number] for number, key in enumerate(public)}
    PublicCredential.objects.bulk_create(
        PublicCredential(election=row, position=place, key=key, label=label[key])
        for place, key in enumerate(listed)
    )
    raw = _election_file(row, group_name=group_name, key=held.public_key(group))
    _store(row, user=user, at=at, raw=raw, held=held.to_bytes(group), listed=listed.to_bytes())
    return Made(election=row, sealed=elections.parse(raw), cards=cards, classes=theirs, trustee=trustee)


def enrol(made: Made, *, contacts: Sequence[str]) -> None:
    """Put as many voters on the roll, each with a contact; in an order that says nothing about cards."""
    uuid = made.election.uuid
    Voter.objects.bulk_create(
        Voter(
            election=made.election,
            ident_index=sealing.index(f"009{number:07}", purpose=sealed.IDENT, election=uuid),
            ident=sealing.seal(f"009{number:07}", purpose=sealed.IDENT, election=uuid),
            name=sealing.seal(f"Pemilih Ke-{number}", purpose=sealed.NAME, election=uuid),
            class_label=CLASSES[number % len(CLASSES)],
            contact_index=sealing.index(contact, purpose=sealed.CONTACT, election=uuid),
            contact=sealing.seal(contact, purpose=sealed.CONTACT, election=uuid),
        )
        for number, contact in enumerate(contacts)
    )


def question() -> CountedQuestion:
    return CountedQuestion(
        question="Siapa ketua OSIS pilihanmu?",
        answers=tuple(f"Pasangan {number}: {names}" for number, names in enumerate(PAIRS, start=1)),
        minimum=1,
        maximum=1,
        blank=True,
    )


def presentation() -> bytes:
    return json.encode(
        {
            "questions": [
                {
                    "kind": "paslon",
                    "question": question().question,
                    "answers": [
                        {
                            "number": number,
                            "names": names.split(" & "),
                            "photos": [],
                            "photo_sha256": [],
                            "vision": "",
                            "mission": [],
                            "programme": [],
                            "detail": [],
                        }
                        for number, names in enumerate(PAIRS, start=1)
                    ],
                    "empty_box": False,
                }
            ],
            "blank_label": "Tidak memilih siapa pun",
        }
    )


def _election_file(row: Election, *, group_name: str, key: Element) -> bytes:
    return elections.make(
        uuid=row.uuid,
        name=row.title,
        description=row.description,
        group=groups.by_name(group_name),
        public_key=key,
        questions=[question()],
        administrator=row.organisation.name,
        language="id",
        luber={
            "dpt": "0" * 64,
            "presentation": digest.sha256_hex(presentation()),
            "rules": digest.sha256_hex(rules.make(election=row, questions=[question()])),
            **also_fixed.of(row),
        },
    )


def _store(row: Election, *, user: User, at: datetime, raw: bytes, held: bytes, listed: bytes) -> None:
    ceremony = Ceremony.objects.create(election=row, threshold=None)
    Trustee.objects.create(
        ceremony=ceremony,
        name="Pemegang kunci 1",
        token_hash=digest.sha256_hex(row.uuid.encode()),
        invited_at=at - timedelta(days=5),
        kind=Kind.SINGLE.value,
        owner=1,
        index=1,
        stage=Stage.READY.value,
    )
    SealedSetup(
        election=row,
        election_json=raw,
        trustees_json=held,
        public_creds_json=listed,
        presentation_json=presentation(),
        rules_json=rules.make(election=row, questions=[question()]),
        fingerprint=digest.fingerprint(raw),
        dpt_sha256="0" * 64,
        sealed_by=user,
        sealed_at=at - timedelta(days=2),
    ).save()
