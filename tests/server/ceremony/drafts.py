"""An invented election up to the freeze, made through the product's own use cases, and who holds its keys.

`AtHome` is a trustee's browser: it speaks the JSON contract of /kunci/ over HTTP and does with the Python
core what the page does with the TypeScript one. `Cards` is the credential authority's.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from luber.canon import json
from luber.ceremony import election as sealed_elections
from luber.ceremony import single, threshold
from luber.ceremony.threshold import Context
from luber.crypto import credential, elgamal, groups
from luber.crypto import decryption as proofs
from luber.crypto.group import Group
from luber.crypto.secret import Secret
from luber.election.template import Template
from luber.tally import decryption, encrypted
from luber_server.ballot import usecases as ballot
from luber_server.ballot.models import Question
from luber_server.ceremony import queries, states, tokens, usecases
from luber_server.ceremony.invitations import Invitation, Person
from luber_server.ceremony.stages import Kind
from luber_server.ceremony.usecases.trustees import Seat
from luber_server.election import usecases as elections
from luber_server.election.models import Election
from luber_server.people.models import Organisation
from luber_server.people.offices import Officer
from luber_server.ports import clock
from luber_server.registry import usecases as registry
from luber_server.registry.usecases.voters import Written

CLASSES = ("7A", "7B", "8A")
ANSWERS = "Melati & Bayu\nCempaka & Surya\nKenanga & Guntur"
NAMES = ("Bapak Surya, pembina", "Dewi, wakil siswa", "Ibu Lestari, orang tua", "Bapak Harun", "Ibu Ratna")


def draft(
    *,
    actor: Officer,
    organisation: Organisation,
    at: datetime,
    voters: int = 6,
    answers: str = ANSWERS,
    group: str = "Ed25519",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Election:
    """A draft with its times, its ballot paper, and a frozen DPT of so many voters in three classes."""
    election = elections.create(
        actor=actor,
        organisation=organisation,
        template=Template.PLAIN,
        title="Pemilihan Ketua OSIS 2026/2027",
        zone_name="Asia/Jakarta",
        opens_at=opens_at or at + timedelta(hours=1),
        closes_at=closes_at or at + timedelta(hours=7),
        at=at,
    )
    if group != election.group:
        Election.objects.filter(pk=election.pk).update(group=group)
    question = Question.objects.get(election=election)
    ballot.set_answers(actor=actor, uuid=election.uuid, question=question.pk, lines=answers, at=at)
    enrol(actor=actor, uuid=election.uuid, voters=voters, at=at)
    election.refresh_from_db()
    return election


def enrol(*, actor: Officer, uuid: str, voters: int, at: datetime) -> None:
    """So many invented voters, and their DPT frozen."""
    for number in range(voters):
        written = Written(
            ident=f"{9900000000 + number}",
            name=f"Pemilih {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]} {'I' * (number // 26 + 1)}",
            class_label=CLASSES[number % len(CLASSES)],
            sex="L" if number % 2 else "P",
        )
        registry.add_voter(actor=actor, uuid=uuid, written=written, reason="daftar percobaan", at=at)
    registry.freeze_without_dps(actor=actor, uuid=uuid, reason="pemilihan percobaan satu hari", at=at)


def seats(*, shared: int = 0, single: int = 0) -> tuple[Seat, ...]:
    """Invented trustees: so many of the t-of-n item, so many who must be there."""
    kinds = [Kind.THRESHOLD] * shared + [Kind.SINGLE] * single
    return tuple(Seat(person=Person(name=NAMES[n]), kind=kind) for n, kind in enumerate(kinds))


def arranged(
    *, actor: Officer, election: Election, at: datetime, shared: int = 3, single: int = 0, t: int | None = 2
) -> list[AtHome]:
    """Trustees invited, each in a browser of their own."""
    invited = usecases.arrange(
        actor=actor,
        uuid=election.uuid,
        seats=seats(shared=shared, single=single),
        threshold=t if shared else None,
        at=at,
    )
    return [AtHome(token=token_of(one)) for one in invited]


def token_of(invitation: Invitation) -> str:
    return invitation.link.partition("#")[2]


@dataclass(slots=True)
class AtHome:
    """A trustee's browser and key file."""

    token: str
    client: Client = field(default_factory=Client)
    secret: Secret | None = None  # a single trustee's key file
    seed: str = ""  # a threshold trustee's key file
    sent: dict[str, str] = field(default_factory=dict)
    entered: bool = False

    def enter(self) -> dict[str, Any]:
        self.entered = True
        return ok(post(self.client, "/kunci/masuk", {"token": self.token}))

    def state(self) -> dict[str, Any]:
        """As the page sees it; opens the link first where that has not happened."""
        return ok(self.client.get("/kunci/keadaan")) if self.entered else self.enter()

    def send(self, step: str, body: str) -> Any:
        if not self.entered:
            self.enter()
        self.sent[step] = body
        return post(self.client, "/kunci/langkah", {"step": step, "body": body})

    def act(self) -> dict[str, Any]:
        """Do what the page asks for now; the state after it."""
        state = self.state()
        step = state["step"]
        return ok(self.send(step, self.made(step, state)))

    def made(self, step: str, state: dict[str, Any]) -> str:
        """What the page would hand in."""
        return {
            "key": self._key,
            "certificate": self._certificate,
            "polynomial": self._polynomial,
            "verification_key": self._answer,
            "rehearse": self._rehearse,
            "decrypt": self._decrypt,
        }[step](state)

    def _key(self, state: dict[str, Any]) -> str:
        group = group_of(state)
        self.secret = group.random_secret(os.urandom)
        return json.text(single.make(group=group, secret=self.secret, entropy=os.urandom).to_json(group))

    def _certificate(self, state: dict[str, Any]) -> str:
        from luber.crypto import channel

        group = group_of(state)
        self.seed = channel.generate_seed(os.urandom)
        context = Context(
            group=group.name, size=state["size"], threshold=state["threshold"], index=state["me"]["index"]
        )
        made = threshold.make_certificate(group=group, seed=self.seed, context=context, entropy=os.urandom)
        return json.text(made.signed.to_json())

    def _certificates(self, state: dict[str, Any]) -> list[threshold.Certificate]:
        group = group_of(state)
        return [threshold.parse_certificate(one, group=group, where="certs") for one in state["certs"]]

    def _polynomial(self, state: dict[str, Any]) -> str:
        made = threshold.make_polynomial(
            group=group_of(state),
            seed=self.seed,
            certificates=self._certificates(state),
            threshold=state["threshold"],
            entropy=os.urandom,
        )
        return json.text(made.to_json())

    def _answer(self, state: dict[str, Any]) -> str:
        group = group_of(state)
        made = threshold.receive_shares(
            group=group,
            seed=self.seed,
            certificates=self._certificates(state),
            delivery=threshold.parse_delivery(state["vinput"], group=group, where="vinput"),
            entropy=os.urandom,
        )
        return json.text(made.to_json(group))

    def key(self, state: dict[str, Any]) -> Secret:
        """The secret that decrypts, out of the key file (and what it sealed to itself)."""
        if self.secret is not None:
            return self.secret
        return threshold.open_decryption_key(
            group=group_of(state), seed=self.seed, private_key=state["voutput"]["private_key"]
        )

    def _rehearse(self, state: dict[str, Any]) -> str:
        return rehearsed(state, self.key(state))

    def _decrypt(self, state: dict[str, Any]) -> str:
        election = sealed_elections.parse(state["tally"]["election"].encode())
        tally = encrypted.parse(state["tally"]["encrypted_tally"].encode(), election=election)
        made = decryption.make(election=election, tally=tally, secret=self.key(state), entropy=os.urandom)
        return made.to_bytes(election.group).decode()


def rehearsed(state: dict[str, Any], secret: Secret) -> str:
    """The answer to a rehearsal with this key."""
    group, asked = group_of(state), state["rehearsal"]
    hidden = elgamal.parse(
        json.parse(asked["encrypted_tally"].encode())[0][0], group=group, where="encrypted_tally"
    )
    assert hidden.alpha == group.generate(int(asked["randomness"]))
    public = group.public(secret)
    proof = proofs.prove(
        group=group,
        secret=secret,
        alpha=hidden.alpha,
        prefix=proofs.prefix(group=group, fingerprint=asked["fingerprint"], public=public),
        entropy=os.urandom,
    )
    factor = group.power(hidden.alpha, secret.value)
    return json.text({"decryption_factors": [[group.text(factor)]], "decryption_proofs": [[proof.to_json()]]})


def ceremony_held(trustees: list[AtHome]) -> None:
    """All trustees through all steps, in turns; by the use cases alone, which is faster than over HTTP."""
    at = clock.now()
    while True:
        shown = [_shown(one, at) for one in trustees]
        if all(state["step"] == "ready" for state in shown):
            return
        for one, state in zip(trustees, shown, strict=True):
            step = state["step"]
            if not step.startswith("wait"):
                holder = tokens.digest(one.token)
                usecases.hand_in(token_hash=holder, step=step, body=one.made(step, state), at=at)


def _shown(trustee: AtHome, at: datetime) -> dict[str, Any]:
    return states.trustee_state(queries.by_token(tokens.digest(trustee.token)), at=at)


@dataclass(slots=True)
class Cards:
    """The credential authority's browser: the cards it made, by public key."""

    token: str
    client: Client = field(default_factory=Client)
    private: dict[str, str] = field(default_factory=dict)

    def enter(self) -> dict[str, Any]:
        return ok(post(self.client, "/kredensial/masuk", {"token": self.token}))

    def state(self) -> dict[str, Any]:
        return ok(self.client.get("/kredensial/keadaan"))

    def made(self, state: dict[str, Any]) -> list[dict[str, Any]]:
        """Fresh cards for every voter: what is handed in of them."""
        group, uuid = group_of(state), state["election"]["uuid"]
        rows = []
        for one in state["classes"]:
            for _ in range(one["count"]):
                card = credential.generate(os.urandom)
                key = group.text(credential.public(group=group, uuid=uuid, credential=card))
                self.private[key] = card
                rows.append({"key": key, "group": one["label"], "weight": 1})
        return rows

    def upload(self, rows: list[dict[str, Any]]) -> Any:
        return post(self.client, "/kredensial/unggah", {"credentials": rows})


def cards_made(*, actor: Officer, election: Election, at: datetime) -> Cards:
    """The authority invited, come, and done."""
    person = Person(name="Ibu Wulan, kepala tata usaha")
    invited = usecases.invite_authority(actor=actor, uuid=election.uuid, person=person, at=at)
    cards = Cards(token=token_of(invited))
    ok(cards.upload(cards.made(cards.enter())))
    return cards


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, data=json.text(body), content_type="application/json")


def ok(response: Any) -> dict[str, Any]:
    assert response.status_code == 200, response.content.decode()
    found = response.json()
    assert isinstance(found, dict)
    return found


def group_of(state: dict[str, Any]) -> Group:
    return groups.by_name(state["election"]["group"])
