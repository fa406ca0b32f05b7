"""The vector files that Python and TypeScript share for this room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from luber.crypto import blind, credential
from luber.crypto import proof as proofs
from luber.crypto.blind import Evaluation
from luber.crypto.groups import ED25519
from luber.crypto.secret import Secret
from luber.errors import Malformed, Unverified

FOLDER = Path(__file__).parents[2] / "vectors" / "crypto"


def cases(name: str) -> list[Any]:
    read = json.loads((FOLDER / name).read_text())
    assert {"algorithm", "source", "made", "cases"} == set(read)
    return list(read["cases"])


@pytest.mark.parametrize("case", cases("ed25519-encodings.json"), ids=lambda case: case["what"])
def test_encodings(case: dict[str, str]) -> None:
    if case["expect"] == "ok":
        assert ED25519.text(ED25519.element(case["text"], where="x")) == case["text"]
    else:
        with pytest.raises(Malformed):
            ED25519.element(case["text"], where="x")


@pytest.mark.parametrize("case", cases("permit.json"), ids=lambda case: case.get("why", "ok"))
def test_permits(case: dict[str, Any]) -> None:
    uuid, card = case["uuid"], case["credential"]
    assert ED25519.text(credential.public(group=ED25519, uuid=uuid, credential=card)) == case["token"]
    point = blind.hash_to_group(case["token"].encode(), uuid=uuid)
    assert ED25519.text(point) == case["point"]
    r = blind.blinding(card, uuid=uuid)
    assert str(r.value) == case["blinding"]
    blinded = blind.blind(point, r)
    assert ED25519.text(blinded) == case["blinded"]
    evaluation = Evaluation(
        evaluated=ED25519.element(case["evaluated"], where="x"),
        proof=proofs.parse(case["proof"], group=ED25519, where="x"),
    )
    key = ED25519.element(case["issuer_key"], where="x")
    if case["expect"] == "ok":
        stamp = blind.unblind(evaluation, blinded=blinded, r=r, key=key, uuid=uuid)
        assert ED25519.text(stamp) == case["stamp"]
        blind.check(Secret(int(case["issuer_secret"])), token=case["token"].encode(), stamp=stamp, uuid=uuid)
    else:
        with pytest.raises(Unverified):
            blind.unblind(evaluation, blinded=blinded, r=r, key=key, uuid=uuid)
