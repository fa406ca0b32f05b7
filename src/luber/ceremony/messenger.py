"""What the messenger checks of each file a threshold trustee hands in, before anyone builds on it.

The messenger (the server that carries the files between trustees) learns no secret and is not trusted: every
trustee, and everyone afterwards, checks all of it again. But a fault that is found here is found while its
owner still sits before the page, and not three steps later by somebody else. Shares are sealed to their
recipients, so whether a share fits is checked by them (`threshold.receive_shares`).

Source: belenios.md section 6.3, the checks between its steps.
"""

from __future__ import annotations

from collections.abc import Sequence

from luber.canon import json, shape
from luber.ceremony import single
from luber.ceremony.threshold import Answer, Certificate, Context, Polynomial, check_commitments
from luber.crypto import channel
from luber.crypto import threshold as shares
from luber.crypto.channel import Signed
from luber.crypto.group import Group
from luber.errors import Refused, Unverified
from luber.errors import gettext_noop as _


def check_certificate(
    certificate: Certificate, *, group: Group, context: Context, others: Sequence[Certificate]
) -> None:
    """After step 1: signed by its own key, for exactly this place in this ceremony, and with keys of its own.

    Raises `Unverified`, or `Refused` for keys that another trustee has already.
    """
    where = f"certs[{context.index}]"
    channel.verify(group=group, verification=certificate.verification, signed=certificate.signed, where=where)
    if certificate.context != context:
        found = "–" if certificate.context is None else json.text(certificate.context.to_json())
        raise Unverified(
            _("Sertifikat ini untuk tempat lain: seharusnya %(expected)s, ternyata %(found)s."),
            code="threshold.context",
            facts={"expected": json.text(context.to_json()), "found": found},
        )
    for other in others:
        if certificate.verification == other.verification or certificate.encryption == other.encryption:
            raise Refused(
                _("Kunci ini sudah dipakai pemegang kunci lain. Buat kunci Anda sendiri."),
                code="threshold.same",
            )


def check_polynomial(
    polynomial: Polynomial, *, group: Group, certificates: Sequence[Certificate], index: int, threshold: int
) -> None:
    """After step 3: t commitments signed together with all certificates, and a sealed share for everyone.

    Raises `Unverified`, or `Malformed` for a share that nobody could open.
    """
    for number, sealed in enumerate((polynomial.polynomial, *polynomial.secrets)):
        shape.members(
            json.parse(sealed.encode("utf-8")),
            where=f"secrets[{number}]" if number else "polynomial",
            required=("algorithm", "alpha", "beta", "data"),
        )
    shape.array(list(polynomial.secrets), where="secrets", length=len(certificates))
    check_commitments(group, certificates, index, polynomial.coefexps, polynomial.signature, threshold)


def check_answer(
    answer: Answer,
    *,
    group: Group,
    certificates: Sequence[Certificate],
    polynomials: Sequence[Polynomial],
    index: int,
    threshold: int,
) -> None:
    """After step 5:

    the public key follows from everyone's commitments, is proved, and signed. Raises `Unverified`.
    """
    where = f"verification_keys[{index}]"
    key = answer.public_key
    single.verify(key, group=group, where=where)
    expected = group.product(
        shares.committed_share(
            group=group,
            commitments=check_commitments(
                group, certificates, sender, polynomial.coefexps, polynomial.signature, threshold
            ),
            index=index,
        )
        for sender, polynomial in enumerate(polynomials, start=1)
    )
    if key.public_key != expected:
        raise Unverified(
            _("Kunci di %(where)s tidak sama dengan yang mengikuti dari janji para pemegang kunci."),
            code="threshold.verification_key",
            facts={"where": where},
        )
    if key.signature is None:
        raise Unverified(
            _("Kunci di %(where)s tidak ditandatangani."), code="threshold.signature", facts={"where": where}
        )
    channel.verify(
        group=group,
        verification=certificates[index - 1].verification,
        signed=Signed(group.text(key.public_key), key.signature),
        where=where,
    )
