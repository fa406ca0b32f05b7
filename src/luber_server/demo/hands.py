"""What people do at home in the demonstration, computed by the core as their browsers would.

A trustee's key, a card's code and a voter's choice live in these objects only; the server gets what it would
get over the wire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from luber.canon import json
from luber.casting import ballot as ballots
from luber.ceremony import election as sealed_elections
from luber.ceremony import threshold
from luber.ceremony.threshold import Certificate, Context
from luber.crypto import channel, credential, groups
from luber.crypto import decryption as decryption_proofs
from luber.crypto.entropy import Entropy
from luber.crypto.group import Group
from luber.crypto.secret import Secret
from luber.tally import decryption, encrypted
from luber_server.casting import usecases as casting
from luber_server.casting.usecases import Receipt
from luber_server.ceremony import checks, queries, tokens
from luber_server.ceremony.stages import Deed
from luber_server.ceremony.usecases import cards, steps
from luber_server.election.models import Election
from luber_server.tally import queries as tallies
from luber_server.tally import usecases as tally


@dataclass(slots=True)
class TrusteeHands:
    """One of the t-of-n trustees with the own seed, working through the steps of the ceremony."""

    token: str
    group: Group
    entropy: Entropy
    seed: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)

    def enter(self, *, at: datetime) -> None:
        steps.enter(token=self.token, at=at)
        self.seed = channel.generate_seed(self.entropy)

    def certify(self, *, at: datetime) -> None:
        place = self._place()
        certificate = threshold.make_certificate(
            group=self.group,
            seed=self.seed,
            context=Context(
                group=self.group.name, size=place.size, threshold=place.threshold, index=place.index
            ),
            entropy=self.entropy,
        )
        self._hand_in(Deed.CERTIFICATE, certificate.signed.to_json(), at=at)

    def deal(self, *, at: datetime) -> None:
        place = self._place()
        polynomial = threshold.make_polynomial(
            group=self.group,
            seed=self.seed,
            certificates=checks.certificates(place),
            threshold=place.threshold,
            entropy=self.entropy,
        )
        self._hand_in(Deed.POLYNOMIAL, polynomial.to_json(), at=at)

    def receive(self, *, at: datetime) -> None:
        place = self._place()
        certificates: tuple[Certificate, ...] = checks.certificates(place)
        answer = threshold.receive_shares(
            group=self.group,
            seed=self.seed,
            certificates=certificates,
            delivery=threshold.distribute(checks.polynomials(place), index=place.index),
            entropy=self.entropy,
        )
        self.answer = answer.private_key
        self._hand_in(Deed.VERIFICATION_KEY, answer.to_json(self.group), at=at)

    def rehearse(self, *, at: datetime) -> None:
        """Decrypt the test number with the key as it was saved."""
        rehearsal = self._place().rehearsal
        assert rehearsal is not None  # the last step brought it
        secret = self._secret()
        alpha = rehearsal.ciphertext(self.group).alpha
        prefix = decryption_proofs.prefix(
            group=self.group, fingerprint=rehearsal.fingerprint, public=self.group.public(secret)
        )
        proof = decryption_proofs.prove(
            group=self.group, secret=secret, alpha=alpha, prefix=prefix, entropy=self.entropy
        )
        factor = self.group.text(self.group.power(alpha, secret.value))
        self._hand_in(
            Deed.REHEARSE, {"decryption_factors": [[factor]], "decryption_proofs": [[proof.to_json()]]}, at=at
        )

    def decrypt(self, election: Election, *, at: datetime) -> None:
        """Open the own part of the tally."""
        sealed = sealed_elections.parse(bytes(queries.sealed(election).election_json))
        published = tallies.encrypted_tally(election)
        assert published is not None  # the box is closed
        partial = decryption.make(
            election=sealed,
            tally=encrypted.parse(published, election=sealed),
            secret=self._secret(),
            entropy=self.entropy,
        )
        owner = queries.by_token(self._hash).owner
        body = partial.to_bytes(self.group).decode("ascii")
        tally.accept_partial(uuid=election.uuid, owner=owner, body=body, at=at)

    def key_file(self) -> bytes:
        """The file that the trustee's page saves (`luber-kunci-1`), to go on in a browser."""
        trustee = queries.by_token(self._hash)
        head = {"format": "luber-kunci-1", "uuid": trustee.ceremony.election.uuid, "group": self.group.name}
        return json.encode(head | {"index": trustee.index, "attempt": trustee.attempt, "seed": self.seed})

    def _secret(self) -> Secret:
        return threshold.open_decryption_key(group=self.group, seed=self.seed, private_key=self.answer)

    @property
    def _hash(self) -> str:
        return tokens.digest(self.token)

    def _place(self) -> checks.Place:
        trustee = queries.by_token(self._hash)
        return queries.place(trustee, everyone=queries.seated(trustee.ceremony.election))

    def _hand_in(self, deed: Deed, body: Mapping[str, Any], *, at: datetime) -> None:
        steps.hand_in(token_hash=self._hash, step=deed.value, body=json.text(dict(body)), at=at)


def hold_ceremony(trustees: Sequence[TrusteeHands], *, at: datetime) -> None:
    """All trustees, step by step."""
    for step in (
        TrusteeHands.enter,
        TrusteeHands.certify,
        TrusteeHands.deal,
        TrusteeHands.receive,
        TrusteeHands.rehearse,
    ):
        for trustee in trustees:
            step(trustee, at=at)


@dataclass(slots=True)
class CardMaker:
    """The credential authority: makes the cards, keeps the codes, hands in the public halves."""

    token: str
    group: Group
    entropy: Entropy
    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list), repr=False)

    def make_cards(self, election: Election, classes: Mapping[str, int], *, at: datetime) -> None:
        cards.enter_authority(token=self.token, at=at)
        halves: list[dict[str, Any]] = []
        for label, count in classes.items():
            for _card in range(count):
                code = credential.generate(self.entropy)
                self.codes[label].append(code)
                public = credential.public(group=self.group, uuid=election.uuid, credential=code)
                halves.append({"key": self.group.text(public), "group": label, "weight": 1})
        cards.upload(token_hash=tokens.digest(self.token), credentials=halves, at=at)

    def print_cards(self, *, at: datetime) -> None:
        count = sum(len(codes) for codes in self.codes.values())
        cards.log_print(token_hash=tokens.digest(self.token), cards=count, label="", reason="", at=at)


def vote(
    election: Election, *, code: str, vector: tuple[int, ...], entropy: Entropy, at: datetime
) -> Receipt:
    """Encrypt, prove and cast one ballot, as the booth does."""
    sealed = casting.sealed_of(election.uuid).election
    raw = ballots.make(
        election=sealed,
        secret=credential.secret(group=sealed.group, uuid=sealed.uuid, credential=code),
        choices=[vector],
        entropy=entropy,
    )
    return casting.cast(election_uuid=election.uuid, raw=raw, permit=None, at=at)


def token_of(link: str) -> str:
    """The token in an invitation's link."""
    return link.rsplit("#", 1)[1]


def group_of(election: Election) -> Group:
    return groups.by_name(election.group)


def dealt_out(codes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(class, code) of every card."""
    for label, of_class in codes.items():
        for code in of_class:
            yield label, code
