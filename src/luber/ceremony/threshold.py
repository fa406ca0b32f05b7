"""Trustees of whom any t of n can open the box: Pedersen's key generation, in six steps, with
belenios-tool's files.

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
from dataclasses import dataclass
from typing import Any

from luber.canon import json, shape
from luber.ceremony import single
from luber.ceremony.single import SingleKey
from luber.crypto import channel
from luber.crypto import proof as proofs
from luber.crypto import threshold as shares
from luber.crypto.channel import Keys, Signed
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Malformed, Refused, Unverified
from luber.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Context:
    """Which ceremony a certificate is for: n trustees, any t of them, this one at `index` (from 1)."""

    group: str
    size: int
    threshold: int
    index: int

    def __post_init__(self) -> None:
        if not 1 <= self.threshold <= self.size or not 1 <= self.index <= self.size:
            raise Malformed(
                _("%(threshold)d dari %(size)d pemegang kunci, nomor %(index)d: susunan ini tidak mungkin."),
                code="threshold.context",
                facts={"threshold": self.threshold, "size": self.size, "index": self.index},
            )

    def to_json(self) -> dict[str, Any]:
        return {"group": self.group, "size": self.size, "threshold": self.threshold, "index": self.index}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A trustee's two public keys, signed with the first. `context` is None in the old dialect."""

    signed: Signed
    context: Context | None
    verification: Element
    encryption: Element


@dataclass(frozen=True, slots=True)
class Polynomial:
    """What a trustee sends at step 3:

    its own polynomial and n shares, sealed; its commitments; its signature on all.
    """

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: Signed
    signature: Proof

    def to_json(self) -> dict[str, Any]:
        return {
            "polynomial": self.polynomial,
            "secrets": list(self.secrets),
            "coefexps": self.coefexps.to_json(),
            "signature": self.signature.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Delivery:
    """What trustee j is handed at step 4 (belenios-tool's vinput)."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: tuple[Signed, ...]
    signatures: tuple[Proof, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "polynomial": self.polynomial,
            "secrets": list(self.secrets),
            "coefexps": [signed.to_json() for signed in self.coefexps],
            "signatures": [signature.to_json() for signature in self.signatures],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What trustee j answers at step 5 (belenios-tool's voutput):

    its share sealed to itself, its signed public key.
    """

    private_key: str
    public_key: SingleKey

    def to_json(self, group: Group) -> dict[str, Any]:
        return {"private_key": self.private_key, "public_key": self.public_key.to_json(group)}


@dataclass(frozen=True, slots=True)
class ThresholdKey:
    """What is published at step 6. `signatures` is empty in the old dialect."""

    threshold: int
    certificates: tuple[Certificate, ...]
    coefexps: tuple[Signed, ...]
    signatures: tuple[Proof, ...]
    verification_keys: tuple[SingleKey, ...]
    commitments: tuple[tuple[Element, ...], ...]

    @property
    def size(self) -> int:
        """n, the number of trustees."""
        return len(self.verification_keys)

    @property
    def legacy(self) -> bool:
        """Is this the old dialect of 2.0, without contexts and without the signatures of step 3?"""
        return not self.signatures

    def public_key(self, group: Group) -> Element:
        """The key that needs any t of the n: the product of all g^a_0."""
        return group.product(commitments[0] for commitments in self.commitments)

    def to_json(self, group: Group) -> dict[str, Any]:
        printed: dict[str, Any] = {
            "threshold": self.threshold,
            "certs": [certificate.signed.to_json() for certificate in self.certificates],
            "coefexps": [signed.to_json() for signed in self.coefexps],
        }
        if not self.legacy:
            printed["signatures"] = [signature.to_json() for signature in self.signatures]
        return printed | {"verification_keys": [key.to_json(group) for key in self.verification_keys]}


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


# ---- step 2


def check_certificates(
    certificates: Sequence[Certificate], *, group: Group, threshold: int | None = None
) -> None:
    """Step 2: every signature, and every context. Raises `Unverified`.

    `threshold` is the agreed t; where it is not given, the first certificate says it.
    """
    agreed = threshold
    for index, certificate in enumerate(certificates, start=1):
        where = f"certs[{index}]"
        channel.verify(
            group=group, verification=certificate.verification, signed=certificate.signed, where=where
        )
        if certificate.context is None:
            raise Unverified(
                _("Di %(where)s tidak ada konteks."), code="threshold.context", facts={"where": where}
            )
        agreed = certificate.context.threshold if agreed is None else agreed
        expected = Context(group=group.name, size=len(certificates), threshold=agreed, index=index)
        if certificate.context != expected:
            raise Unverified(
                _("Konteks di %(where)s seharusnya %(expected)s, ternyata %(found)s."),
                code="threshold.context",
                facts={
                    "where": where,
                    "expected": json.text(expected.to_json()),
                    "found": json.text(certificate.context.to_json()),
                },
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
    """Step 3:

    choose a polynomial of t coefficients, seal a share to each trustee, commit to the coefficients.
    """
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
            message=_all_certificates(certificates, commitments),
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
    """Step 5:

    check every share against its sender's commitments and sum them up. Raises `Unverified`, naming the
    sender.
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
            _read_commitments(polynomial.coefexps, group=group, where=f"coefexps[{index}]")
            for index, polynomial in enumerate(polynomials, start=1)
        ),
    )
    verify(key, group=group, where="trustees")
    return key


# ---- what everyone checks


def verify(key: ThresholdKey, *, group: Group, where: str) -> None:
    """Check certificates, commitments, and every verification key against them. Raises `Unverified`."""
    if key.legacy:
        _verify_legacy(key, group=group, where=where)
    else:
        check_certificates(key.certificates, group=group, threshold=key.threshold)
        for sender in range(1, key.size + 1):
            check_commitments(
                group,
                key.certificates,
                sender,
                key.coefexps[sender - 1],
                key.signatures[sender - 1],
                key.threshold,
            )
    for index, verification_key in enumerate(key.verification_keys, start=1):
        here = f"{where}.verification_keys[{index}]"
        single.verify(verification_key, group=group, where=here)
        expected = group.product(
            shares.committed_share(group=group, commitments=commitments, index=index)
            for commitments in key.commitments
        )
        if verification_key.public_key != expected:
            raise Unverified(
                _("Kunci di %(where)s tidak sama dengan yang mengikuti dari janji para pemegang kunci."),
                code="threshold.verification_key",
                facts={"where": here},
            )
        if not key.legacy:
            if verification_key.signature is None:
                raise Unverified(
                    _("Kunci di %(where)s tidak ditandatangani."),
                    code="threshold.signature",
                    facts={"where": here},
                )
            channel.verify(
                group=group,
                verification=key.certificates[index - 1].verification,
                signed=Signed(group.text(verification_key.public_key), verification_key.signature),
                where=f"{here}.signature",
            )


def _verify_legacy(key: ThresholdKey, *, group: Group, where: str) -> None:
    for index, certificate in enumerate(key.certificates, start=1):
        here = f"{where}.certs[{index}]"
        if certificate.context is not None:
            # Half a dialect is none: whoever signed a context also signed step 3.
            raise Unverified(
                _("Di %(where)s tanda tangan langkah 3 hilang."),
                code="threshold.signature",
                facts={"where": here},
            )
        channel.verify(
            group=group, verification=certificate.verification, signed=certificate.signed, where=here
        )
        channel.verify(
            group=group,
            verification=certificate.verification,
            signed=key.coefexps[index - 1],
            where=f"{where}.coefexps[{index}]",
        )
        if len(key.commitments[index - 1]) != key.threshold:
            raise _wrong_length(f"{where}.coefexps[{index}]", key.threshold, len(key.commitments[index - 1]))


def check_commitments(
    group: Group,
    certificates: Sequence[Certificate],
    sender: int,
    coefexps: Signed,
    signature: Proof,
    threshold: int,
) -> tuple[Element, ...]:
    """The t commitments of `sender` (from 1), signed alone and together with all certificates.

    Raises `Unverified`.
    """
    where = f"coefexps[{sender}]"
    verification = certificates[sender - 1].verification
    channel.verify(group=group, verification=verification, signed=coefexps, where=where)
    commitments = _read_commitments(coefexps, group=group, where=where)
    if len(commitments) != threshold:
        raise _wrong_length(where, threshold, len(commitments))
    message = _all_certificates(certificates, [group.text(commitment) for commitment in commitments])
    channel.verify(
        group=group,
        verification=verification,
        signed=Signed(message, signature),
        where=f"signatures[{sender}]",
    )
    return commitments


def _check_own_polynomial(group: Group, keys: Keys, delivery: Delivery, index: int) -> None:
    opened = channel.receive(
        group=group, recipient=keys.decryption, sender=keys.verification, sealed=delivery.polynomial
    )
    where = "polynomial"
    read = shape.members(json.parse(opened.encode("utf-8")), where=where, required=("polynomial",))
    own = tuple(
        Secret(group.scalar(each, where=where)) for each in shape.array(read["polynomial"], where=where)
    )
    committed = _read_commitments(delivery.coefexps[index - 1], group=group, where=f"coefexps[{index}]")
    if shares.commitments(group=group, polynomial=own) != committed:
        raise Unverified(
            _("Janji yang beredar atas nama Anda bukan janji Anda; hentikan upacara ini."),
            code="threshold.own",
        )


def _all_certificates(certificates: Sequence[Certificate], commitments: Sequence[str]) -> str:
    certs = [certificate.signed.to_json() for certificate in certificates]
    return "certs_sig|" + json.text({"certs": certs, "coefexps": list(commitments)})


def _own_index(keys: Keys, certificates: Sequence[Certificate]) -> int:
    for index, certificate in enumerate(certificates, start=1):
        if certificate.verification == keys.verification:
            return index
    raise Refused(
        _("Kunci ini bukan milik salah satu pemegang kunci di upacara ini."), code="threshold.stranger"
    )


def _wrong_length(where: str, expected: int, found: int) -> Unverified:
    return Unverified(
        _("Di %(where)s seharusnya ada %(expected)d janji, ternyata %(found)d."),
        code="threshold.length",
        facts={"where": where, "expected": expected, "found": found},
    )


# ---- reading


def parse_certificate(value: Any, *, group: Group, where: str) -> Certificate:
    """Read a certificate; its signature is not checked here. Raises `Malformed`."""
    signed = channel.parse_signed(value, group=group, where=where)
    read = shape.members(
        json.parse(signed.message.encode("utf-8")),
        where=where,
        required=("verification", "encryption"),
        optional=("context",),
    )
    return Certificate(
        signed=signed,
        context=_parse_context(read["context"], where=f"{where}.context") if "context" in read else None,
        verification=group.element(read["verification"], where=f"{where}.verification"),
        encryption=group.element(read["encryption"], where=f"{where}.encryption"),
    )


def parse_polynomial(value: Any, *, group: Group, where: str) -> Polynomial:
    """Read what a trustee sent at step 3. Raises `Malformed`."""
    read = shape.members(value, where=where, required=("polynomial", "secrets", "coefexps", "signature"))
    return Polynomial(
        polynomial=shape.string(read["polynomial"], where=f"{where}.polynomial"),
        secrets=_strings(read["secrets"], where=f"{where}.secrets"),
        coefexps=channel.parse_signed(read["coefexps"], group=group, where=f"{where}.coefexps"),
        signature=proofs.parse(read["signature"], group=group, where=f"{where}.signature"),
    )


def parse_delivery(value: Any, *, group: Group, where: str) -> Delivery:
    """Read what a trustee is handed at step 4. Raises `Malformed`."""
    read = shape.members(value, where=where, required=("polynomial", "secrets", "coefexps", "signatures"))
    return Delivery(
        polynomial=shape.string(read["polynomial"], where=f"{where}.polynomial"),
        secrets=_strings(read["secrets"], where=f"{where}.secrets"),
        coefexps=_signed_all(read["coefexps"], group=group, where=f"{where}.coefexps"),
        signatures=_proofs(read["signatures"], group=group, where=f"{where}.signatures"),
    )


def parse_answer(value: Any, *, group: Group, where: str) -> Answer:
    """Read what a trustee answered at step 5. Raises `Malformed`."""
    read = shape.members(value, where=where, required=("private_key", "public_key"))
    return Answer(
        private_key=shape.string(read["private_key"], where=f"{where}.private_key"),
        public_key=single.parse(read["public_key"], group=group, where=f"{where}.public_key"),
    )


def parse(value: Any, *, group: Group, where: str) -> ThresholdKey:
    """Read what was published at step 6; nothing is verified here. Raises `Malformed`."""
    read = shape.members(
        value,
        where=where,
        required=("threshold", "certs", "coefexps", "verification_keys"),
        optional=("signatures",),
    )
    certificates = tuple(
        parse_certificate(each, group=group, where=f"{where}.certs[{index}]")
        for index, each in enumerate(shape.array(read["certs"], where=f"{where}.certs"), start=1)
    )
    size = len(certificates)
    coefexps = _signed_all(read["coefexps"], group=group, where=f"{where}.coefexps", length=size)
    keys = shape.array(read["verification_keys"], where=f"{where}.verification_keys", length=size)
    return ThresholdKey(
        threshold=shape.integer(read["threshold"], where=f"{where}.threshold", minimum=1, maximum=size),
        certificates=certificates,
        coefexps=coefexps,
        signatures=(
            _proofs(read["signatures"], group=group, where=f"{where}.signatures", length=size)
            if "signatures" in read
            else ()
        ),
        verification_keys=tuple(
            single.parse(each, group=group, where=f"{where}.verification_keys[{index}]")
            for index, each in enumerate(keys, start=1)
        ),
        commitments=tuple(
            _read_commitments(signed, group=group, where=f"{where}.coefexps[{index}]")
            for index, signed in enumerate(coefexps, start=1)
        ),
    )


def _parse_context(value: Any, *, where: str) -> Context:
    read = shape.members(value, where=where, required=("group", "size", "threshold", "index"))
    return Context(
        group=shape.string(read["group"], where=where),
        size=shape.integer(read["size"], where=where),
        threshold=shape.integer(read["threshold"], where=where),
        index=shape.integer(read["index"], where=where),
    )


def _read_commitments(signed: Signed, *, group: Group, where: str) -> tuple[Element, ...]:
    read = shape.members(json.parse(signed.message.encode("utf-8")), where=where, required=("coefexps",))
    elements = tuple(group.element(each, where=where) for each in shape.array(read["coefexps"], where=where))
    if not elements:
        raise Malformed(_("Di %(where)s tidak ada janji."), code="threshold.length", facts={"where": where})
    return elements


def _strings(value: Any, *, where: str) -> tuple[str, ...]:
    return tuple(shape.string(each, where=where) for each in shape.array(value, where=where))


def _signed_all(value: Any, *, group: Group, where: str, length: int | None = None) -> tuple[Signed, ...]:
    return tuple(
        channel.parse_signed(each, group=group, where=f"{where}[{index}]")
        for index, each in enumerate(shape.array(value, where=where, length=length), start=1)
    )


def _proofs(value: Any, *, group: Group, where: str, length: int | None = None) -> tuple[Proof, ...]:
    return tuple(
        proofs.parse(each, group=group, where=f"{where}[{index}]")
        for index, each in enumerate(shape.array(value, where=where, length=length), start=1)
    )
