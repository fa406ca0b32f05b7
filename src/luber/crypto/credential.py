"""A voter's credential: 22 random letters that only the voter holds, and the key that follows from them.

Form: groups of 5, 6, 5 and 6 letters of base58 joined by dashes, for example `2nBjX-rFmjVd-RFiYN-Zbyt3V`.
The public half g^x stands in the published list; x is the first 128 hex digits of SHA-256 of
`derive_credential|UUID|i|CREDENTIAL` for i = 0, 1, modulo the order.

Source: belenios.md section 4 (form of 2.4 and later, the only one that 3.1+ accepts). Left out: the old
form of 2.0.
"""

from __future__ import annotations

import hashlib

from luber.crypto.entropy import BASE58, Entropy, base58
from luber.crypto.group import Element, Group
from luber.crypto.secret import Secret
from luber.errors import Malformed
from luber.errors import gettext_noop as _

GROUPS = (5, 6, 5, 6)
"""Letters in each group between dashes."""


def generate(entropy: Entropy) -> str:
    """A fresh private credential, some 128 bits of chance."""
    letters = base58(sum(GROUPS), entropy=entropy)
    return "-".join(letters[sum(GROUPS[:index]) : sum(GROUPS[: index + 1])] for index in range(len(GROUPS)))


def read(typed: str) -> str:
    """The credential in its one form, from what a person typed or scanned.

    Blanks around it, blanks for dashes and missing dashes are mended; letters never are. Raises `Malformed`
    that names the group of letters that is off.
    """
    groups = typed.replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-").replace("-", " ").split()
    if len(groups) == 1 and len(groups[0]) == sum(GROUPS):
        joined = groups[0]
        groups = [joined[sum(GROUPS[:index]) : sum(GROUPS[: index + 1])] for index in range(len(GROUPS))]
    for number, group in enumerate(groups, start=1):
        strange = next((letter for letter in group if letter not in BASE58), None)
        if strange is not None:
            raise Malformed(
                _("Kelompok huruf ke-%(number)d memuat “%(letter)s”, padahal huruf itu tidak dipakai."),
                code="credential.letter",
                facts={"number": number, "letter": strange},
            )
    for number, (group, length) in enumerate(zip(groups, GROUPS, strict=False), start=1):
        if len(group) != length:
            raise Malformed(
                _("Kelompok huruf ke-%(number)d seharusnya %(expected)d huruf, terketik %(found)d."),
                code="credential.length",
                facts={"number": number, "expected": length, "found": len(group)},
            )
    if len(groups) != len(GROUPS):
        raise Malformed(
            _("Kode terdiri dari 4 kelompok huruf, yang terketik %(found)d; periksa lagi kartumu."),
            code="credential.groups",
            facts={"found": len(groups)},
        )
    return "-".join(groups)


def secret(*, group: Group, uuid: str, credential: str) -> Secret:
    """The voter's secret key. `credential` is in its one form (see `read`)."""
    digits = "".join(
        hashlib.sha256(f"derive_credential|{uuid}|{i}|{credential}".encode()).hexdigest() for i in range(2)
    )
    return Secret(int(digits[:128], 16) % group.order)


def public(*, group: Group, uuid: str, credential: str) -> Element:
    """The voter's public credential g^x, as it stands in the published list."""
    return group.public(secret(group=group, uuid=uuid, credential=credential))
