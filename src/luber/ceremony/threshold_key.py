"""The values of a threshold ceremony, and their files: what each step prints, the next one reads.

    certificate  {"message":"{\\"context\\":{…},…}","signature":{…}}
    polynomial   {"polynomial":"…","secrets":["…"],"coefexps":{…},"signature":{…}}
    delivery     {"polynomial":"…","secrets":["…"],"coefexps":[{…}],"signatures":[{…}]}    (their vinput)
    answer       {"private_key":"…","public_key":{…}}                                      (their voutput)
    published    {"threshold":2,"certs":[…],"coefexps":[…],"signatures":[…],"verification_keys":[…]}

Reading checks the form only; what must hold between them is checked in `threshold_check`.
Source: belenios.md section 6.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luber.canon import json, shape
from luber.ceremony import single
from luber.ceremony.single import SingleKey
from luber.crypto import channel
from luber.crypto import proof as proofs
from luber.crypto.channel import Signed
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.errors import Malformed
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
    """What a trustee sends at step 3: its own polynomial and n shares, sealed; its commitments; its
    signature on all.
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
    """What trustee j answers at step 5 (belenios-tool's voutput): its share sealed to itself, its signed
    public key.
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
            read_commitments(signed, group=group, where=f"{where}.coefexps[{index}]")
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


def read_commitments(signed: Signed, *, group: Group, where: str) -> tuple[Element, ...]:
    """The commitments g^a_0, … in a signed message of step 3. Raises `Malformed`."""
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
