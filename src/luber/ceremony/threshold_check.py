"""What must hold between the values of a threshold ceremony: for its trustees while it runs, for everyone
once it is published.

In the old dialect of 2.0 certificates have no context and step 3 has no signatures; what is there is
checked all the same: the signatures on certificates and commitments, their number, and every verification
key against them. Source: belenios.md section 6.3.
"""

from __future__ import annotations

from collections.abc import Sequence

from luber.canon import json
from luber.ceremony import single
from luber.ceremony.threshold_key import Certificate, Context, ThresholdKey, read_commitments
from luber.crypto import channel
from luber.crypto import threshold as shares
from luber.crypto.channel import Signed
from luber.crypto.group import Element, Group
from luber.crypto.proof import Proof
from luber.errors import Unverified
from luber.errors import gettext_noop as _


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
    commitments = read_commitments(coefexps, group=group, where=where)
    if len(commitments) != threshold:
        raise _wrong_length(where, threshold, len(commitments))
    message = all_certificates(certificates, [group.text(commitment) for commitment in commitments])
    channel.verify(
        group=group,
        verification=verification,
        signed=Signed(message, signature),
        where=f"signatures[{sender}]",
    )
    return commitments


def all_certificates(certificates: Sequence[Certificate], commitments: Sequence[str]) -> str:
    """What a trustee signs at step 3: all certificates and its own commitments."""
    certs = [certificate.signed.to_json() for certificate in certificates]
    return "certs_sig|" + json.text({"certs": certs, "coefexps": list(commitments)})


def _wrong_length(where: str, expected: int, found: int) -> Unverified:
    return Unverified(
        _("Di %(where)s seharusnya ada %(expected)d janji, ternyata %(found)d."),
        code="threshold.length",
        facts={"where": where, "expected": expected, "found": found},
    )
