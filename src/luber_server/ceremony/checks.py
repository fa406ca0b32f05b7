"""Each thing a trustee hands in is checked by the core before it is stored. Nothing is stored that does not
hold.

All raise `Malformed` (not the file of this step), `Unverified` (a proof in it does not hold) or `Refused`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from luber.canon import json
from luber.ceremony import messenger, single, threshold
from luber.ceremony.threshold import Answer, Certificate, Context, Polynomial
from luber.crypto.group import Group
from luber.errors import Refused
from luber.errors import gettext_noop as _

from . import rehearsal
from .stages import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the ceremony a trustee stands, and what is there already.

    `handed_in` are the bodies of the t-of-n item by deed, in the order of its trustees, without those who are
    not so far yet; `keys` are the published keys of all other trustees; `rehearsal` is what was hidden for
    this one.
    """

    group: Group
    size: int
    threshold: int
    index: int
    handed_in: Mapping[Deed, Sequence[bytes]]
    keys: Sequence[str]
    rehearsal: rehearsal.Rehearsal | None


def check(deed: Deed, body: bytes, *, place: Place) -> None:
    """Check what was handed in for `deed`."""
    CHECKS[deed](body, place)


def certificates(place: Place) -> tuple[Certificate, ...]:
    """The certificates handed in so far."""
    return tuple(
        threshold.parse_certificate(json.parse(body), group=place.group, where=f"certs[{number}]")
        for number, body in enumerate(place.handed_in[Deed.CERTIFICATE], start=1)
    )


def polynomials(place: Place) -> tuple[Polynomial, ...]:
    """The polynomials handed in so far."""
    return tuple(
        threshold.parse_polynomial(json.parse(body), group=place.group, where=f"polynomials[{number}]")
        for number, body in enumerate(place.handed_in[Deed.POLYNOMIAL], start=1)
    )


def answers(place: Place) -> tuple[Answer, ...]:
    """The answers to step 5 handed in so far."""
    return tuple(
        threshold.parse_answer(json.parse(body), group=place.group, where=f"voutputs[{number}]")
        for number, body in enumerate(place.handed_in[Deed.VERIFICATION_KEY], start=1)
    )


def _key(body: bytes, place: Place) -> None:
    key = single.parse(json.parse(body), group=place.group, where="key")
    single.verify(key, group=place.group, where="key")
    if place.group.text(key.public_key) in place.keys:
        raise Refused(
            _("Kunci ini sudah dipakai pemegang kunci lain. Buat kunci Anda sendiri."),
            code="ceremony.same_key",
        )


def _certificate(body: bytes, place: Place) -> None:
    messenger.check_certificate(
        threshold.parse_certificate(json.parse(body), group=place.group, where="certificate"),
        group=place.group,
        context=Context(
            group=place.group.name, size=place.size, threshold=place.threshold, index=place.index
        ),
        others=certificates(place),
    )


def _polynomial(body: bytes, place: Place) -> None:
    messenger.check_polynomial(
        threshold.parse_polynomial(json.parse(body), group=place.group, where="polynomial"),
        group=place.group,
        certificates=certificates(place),
        index=place.index,
        threshold=place.threshold,
    )


def _answer(body: bytes, place: Place) -> None:
    messenger.check_answer(
        threshold.parse_answer(json.parse(body), group=place.group, where="voutput"),
        group=place.group,
        certificates=certificates(place),
        polynomials=polynomials(place),
        index=place.index,
        threshold=place.threshold,
    )


def _rehearsal(body: bytes, place: Place) -> None:
    assert place.rehearsal is not None  # the stage table leads here only after a key was handed in
    rehearsal.check(place.rehearsal, answer=body, group=place.group)


CHECKS = {
    Deed.KEY: _key,
    Deed.CERTIFICATE: _certificate,
    Deed.POLYNOMIAL: _polynomial,
    Deed.VERIFICATION_KEY: _answer,
    Deed.REHEARSE: _rehearsal,
}
