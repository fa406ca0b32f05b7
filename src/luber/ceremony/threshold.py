"""Trustees of whom any t of n can open the box: Pedersen's key generation, in six steps, with belenios-tool's files.

    1  each      make_certificate       seed → certificate, signed, with the context (group, n, t, index)
    2  all       check_certificates
    3  each      make_polynomial        secret polynomial; a share sealed to each; commitments
    4  messenger distribute             what is for trustee j, handed to j
    5  each      receive_shares         check every share, sum them up: x_j, sealed to itself; its public key
    6  messenger assemble               what is published

Dialect: the one of 3.x, which 2.0 accepts too. The old dialect of 2.0 (certificates without context, no
signatures of step 3) is read and checked as far as it goes, and `legacy` says so; Luber never writes it.
Source: belenios.md section 6.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luber.canon import json, shape
from luber.ceremony import single
from luber.ceremony.single import SingleKey
from luber.ceremony.threshold_check import all_certificates, check_certificates, check_commitments, verify
from luber.ceremony.threshold_key import (
    Answer,
    Certificate,
    Context,
    Delivery,
    Polynomial,
    ThresholdKey,
    parse,
    parse_answer,
    parse_certificate,
    parse_delivery,
    parse_polynomial,
    read_commitments,
)
from luber.crypto import channel
from luber.crypto import threshold as shares
from luber.crypto.channel import Keys
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.secret import Secret
from luber.errors import Malformed, Refused, Unverified
from luber.errors import gettext_noop as _

__all__ = [
    "Answer",
    "Certificate",
    "Context",
    "Delivery",
    "Polynomial",
    "ThresholdKey",
    "assemble",
    "check_certificates",
    "check_commitments",
    "distribute",
    "make_certificate",
    "make_polynomial",
    "open_decryption_key",
    "parse",
    "parse_answer",
    "parse_certificate",
    "parse_delivery",
    "parse_polynomial",
    "receive_shares",
    "verify",
]


# ---- step 1


def make_certificate(*, group: Group, seed: str, context: Context, entropy: Entropy) -> Certificate:
    """Step 1: the trustee's certificate. `seed` is its whole private key file."""
    keys = channel.keys(group=group, seed=seed)
    message = json.text(
        {
            "context": context.to_json(),
            "verification": group.text(keys.verification),
            "encryption": group.text(keys.encryption),
        }
    )
    return Certificate(
        signed=channel.sign(group=group, secret=keys.signing, message=message, entropy=entropy),
        context=context,
        verification=keys.verification,
        encryption=keys.encryption,
    )


# ---- step 3


def make_polynomial(
    *,
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    threshold: int | None = None,
    entropy: Entropy,
) -> Polynomial:
    """Step 3: choose a polynomial of t coefficients, seal a share to each trustee, commit to the coefficients."""
    check_certificates(certificates, group=group, threshold=threshold)
    keys = channel.keys(group=group, seed=seed)
    _own_index(keys, certificates)
    context = certificates[0].context
    assert context is not None  # checked above
    polynomial = tuple(Secret(group.random_scalar(entropy)) for _each in range(context.threshold))
    commitments = [group.text(element) for element in shares.commitments(group=group, polynomial=polynomial)]

    def seal(recipient: Element, message: dict[str, Any]) -> str:
        return channel.send(
            group=group, sender=keys.signing, recipient=recipient, message=json.text(message), entropy=entropy
        )

    return Polynomial(
        polynomial=seal(
            keys.encryption, {"polynomial": [str(coefficient.value) for coefficient in polynomial]}
        ),
        secrets=tuple(
            seal(
                certificate.encryption,
                {"secret": str(shares.share(group=group, polynomial=polynomial, index=index).value)},
            )
            for index, certificate in enumerate(certificates, start=1)
        ),
        coefexps=channel.sign(
            group=group, secret=keys.signing, message=json.text({"coefexps": commitments}), entropy=entropy
        ),
        signature=channel.sign(
            group=group,
            secret=keys.signing,
            message=all_certificates(certificates, commitments),
            entropy=entropy,
        ).signature,
    )


# ---- step 4


def distribute(polynomials: Sequence[Polynomial], *, index: int) -> Delivery:
    """Step 4: what trustee `index` (from 1) is handed."""
    return Delivery(
        polynomial=polynomials[index - 1].polynomial,
        secrets=tuple(polynomial.secrets[index - 1] for polynomial in polynomials),
        coefexps=tuple(polynomial.coefexps for polynomial in polynomials),
        signatures=tuple(polynomial.signature for polynomial in polynomials),
    )


# ---- step 5


def receive_shares(
    *, group: Group, seed: str, certificates: Sequence[Certificate], delivery: Delivery, entropy: Entropy
) -> Answer:
    """Step 5: check every share against its sender's commitments and sum them up.

    Raises `Unverified`, naming the sender.
    """
    check_certificates(certificates, group=group)
    keys = channel.keys(group=group, seed=seed)
    index = _own_index(keys, certificates)
    context = certificates[0].context
    assert context is not None  # checked above
    if not len(delivery.secrets) == len(delivery.coefexps) == len(delivery.signatures) == len(certificates):
        raise Malformed(
            _("Kiriman ini tidak memuat satu bagian dari tiap pemegang kunci."), code="threshold.delivery"
        )
    _check_own_polynomial(group, keys, delivery, index)
    total = 0
    for sender, certificate in enumerate(certificates, start=1):
        commitments = check_commitments(
            group,
            certificates,
            sender,
            delivery.coefexps[sender - 1],
            delivery.signatures[sender - 1],
            context.threshold,
        )
        opened = channel.receive(
            group=group,
            recipient=keys.decryption,
            sender=certificate.verification,
            sealed=delivery.secrets[sender - 1],
        )
        where = f"secrets[{sender}]"
        read = shape.members(json.parse(opened.encode("utf-8")), where=where, required=("secret",))
        share = Secret(group.scalar(read["secret"], where=where))
        if group.public(share) != shares.committed_share(group=group, commitments=commitments, index=index):
            raise Unverified(
                _("Bagian dari pemegang kunci %(sender)d tidak cocok dengan janjinya; hentikan upacara ini."),
                code="threshold.share",
                facts={"sender": sender},
            )
        total = (total + share.value) % group.order
    secret = Secret(total)
    key = single.make(group=group, secret=secret, entropy=entropy)
    signature = channel.sign(
        group=group, secret=keys.signing, message=group.text(key.public_key), entropy=entropy
    ).signature
    return Answer(
        private_key=channel.send(
            group=group,
            sender=keys.signing,
            recipient=keys.encryption,
            message=json.text({"decryption_key": str(secret.value)}),
            entropy=entropy,
        ),
        public_key=SingleKey(public_key=key.public_key, pok=key.pok, signature=signature),
    )


def open_decryption_key(*, group: Group, seed: str, private_key: str) -> Secret:
    """The share x_j out of what trustee j sealed to itself at step 5."""
    keys = channel.keys(group=group, seed=seed)
    opened = channel.receive(
        group=group, recipient=keys.decryption, sender=keys.verification, sealed=private_key
    )
    where = "kunci pembuka"
    read = shape.members(json.parse(opened.encode("utf-8")), where=where, required=("decryption_key",))
    return Secret(group.scalar(read["decryption_key"], where=where))


# ---- step 6


def assemble(
    *,
    group: Group,
    certificates: Sequence[Certificate],
    polynomials: Sequence[Polynomial],
    answers: Sequence[Answer],
) -> ThresholdKey:
    """Step 6: what is published, checked as everyone will check it. Raises `Unverified`."""
    context = certificates[0].context
    if context is None or not len(certificates) == len(polynomials) == len(answers):
        raise Refused(
            _("Upacara ini belum lengkap: ada pemegang kunci yang belum selesai."),
            code="threshold.incomplete",
        )
    key = ThresholdKey(
        threshold=context.threshold,
        certificates=tuple(certificates),
        coefexps=tuple(polynomial.coefexps for polynomial in polynomials),
        signatures=tuple(polynomial.signature for polynomial in polynomials),
        verification_keys=tuple(answer.public_key for answer in answers),
        commitments=tuple(
            read_commitments(polynomial.coefexps, group=group, where=f"coefexps[{index}]")
            for index, polynomial in enumerate(polynomials, start=1)
        ),
    )
    verify(key, group=group, where="trustees")
    return key


def _check_own_polynomial(group: Group, keys: Keys, delivery: Delivery, index: int) -> None:
    opened = channel.receive(
        group=group, recipient=keys.decryption, sender=keys.verification, sealed=delivery.polynomial
    )
    where = "polynomial"
    read = shape.members(json.parse(opened.encode("utf-8")), where=where, required=("polynomial",))
    own = tuple(
        Secret(group.scalar(each, where=where)) for each in shape.array(read["polynomial"], where=where)
    )
    committed = read_commitments(delivery.coefexps[index - 1], group=group, where=f"coefexps[{index}]")
    if shares.commitments(group=group, polynomial=own) != committed:
        raise Unverified(
            _("Janji yang beredar atas nama Anda bukan janji Anda; hentikan upacara ini."),
            code="threshold.own",
        )


def _own_index(keys: Keys, certificates: Sequence[Certificate]) -> int:
    for index, certificate in enumerate(certificates, start=1):
        if certificate.verification == keys.verification:
            return index
    raise Refused(
        _("Kunci ini bukan milik salah satu pemegang kunci di upacara ini."), code="threshold.stranger"
    )
