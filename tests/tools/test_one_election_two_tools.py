"""One election in which every second step is done by belenios-tool, the others by `luber`: both accept it.

The files of the two are the same files. 3.3.0 holds it in Ed25519, the stock tool of Debian 12 (2.0) in
BELENIOS-2048.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEW_TOOL = Path(os.environ.get("LUBER_BELENIOS_TOOL", ROOT / ".cache" / "belenios-tool" / "belenios-tool"))
OLD_TOOL = shutil.which("belenios-tool")

pytestmark = pytest.mark.peer


@dataclass(frozen=True)
class Hands:
    """Both commands, working in one folder."""

    folder: Path
    peer_path: str

    def luber(self, *arguments: str, given: str = "") -> str:
        return self._run([sys.executable, "-m", "luber_tools", *arguments], given)

    def peer(self, *arguments: str, given: str = "") -> str:
        return self._run([self.peer_path, *arguments], given)

    def _run(self, command: list[str], given: str) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            input=given,
            capture_output=True,
            text=True,
            env={**os.environ, "LWT_ASYNC_METHOD": "none", "PYTHONPATH": str(ROOT / "src")},
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr}"
        return done.stdout

    def read(self, name: str) -> str:
        return (self.folder / name).read_text()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def newest(self, pattern: str) -> Path:
        return max(self.folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


TEMPLATE = {
    "description": "Uji bergantian",
    "name": "Ketua OSIS SMP Negeri 3 Kunang-Kunang",
    "questions": [
        {
            "answers": ["Pasangan 1", "Pasangan 2", "Pasangan 3"],
            "blank": True,
            "min": 1,
            "max": 1,
            "question": "Siapa?",
        },
        {"answers": ["A", "B", "C", "D"], "min": 2, "max": 3, "question": "Pilih dua atau tiga"},
    ],
}
CHOICES = (
    [[0, 1, 0, 0], [1, 1, 0, 0]],
    [[0, 0, 1, 0], [1, 1, 1, 0]],
    [[1, 0, 0, 0], [0, 0, 1, 1]],
    [[0, 0, 1, 0], [0, 1, 0, 1]],
)
EXPECTED = [[1, 1, 2, 0], [2, 3, 2, 2]]


@pytest.mark.skipif(
    not NEW_TOOL.exists(),
    reason="belenios-tool 3.x tidak ada di .cache/belenios-tool (scripts/get-belenios-tool)",
)
def test_every_second_step_with_3_3_0_in_ed25519_with_threshold_trustees(tmp_path: Path) -> None:
    hands = Hands(tmp_path, str(NEW_TOOL))
    group = ("--group", "Ed25519")
    uuid = hands.luber("election", "token").strip()

    # Credentials: made by luber, one of them derived again by the peer.
    hands.write("voters.txt", "warga1\nwarga2\nwarga3\nwarga4\nwarga5\n")
    hands.luber("credentials", "generate", "--uuid", uuid, *group, "--file", "voters.txt")
    private: dict[str, str] = json.loads(hands.newest("*.privcreds").read_text())
    derived = hands.peer(
        "setup", "generate-credentials", "--uuid", uuid, *group, "--derive", private["warga1"]
    ).strip()
    assert derived.split(",")[0] in json.loads(hands.read("public_creds.json"))

    # The ceremony, 2 of 3: the first and third trustee work with luber, the second with the peer.
    keys: list[str] = []
    for index in (1, 2, 3):
        context = f"{index}/2/3"
        if index == 2:
            hands.peer(
                "setup",
                "generate-trustee-key-threshold",
                *group,
                "--threshold-context",
                context,
                "--step",
                "1",
            )
        else:
            hands.luber("trustee", "cert", *group, "--context", context)
        keys.append(hands.newest("*.cert").stem)
    hands.write("certs.jsons", "".join(hands.read(f"{key}.cert") for key in keys))
    hands.luber("trustee", "check", *group, "--certs", "certs.jsons")
    hands.peer("setup", "generate-trustee-key-threshold", *group, "--certs", "certs.jsons", "--step", "2")

    def by_turn(index: int, luber: tuple[str, ...], step: str, given: str = "") -> str:
        key = f"{keys[index]}.key"
        if index == 1:
            return hands.peer(
                "setup",
                "generate-trustee-key-threshold",
                *group,
                "--certs",
                "certs.jsons",
                "--key",
                key,
                "--step",
                step,
                given=given,
            )
        return hands.luber("trustee", *luber, *group, "--certs", "certs.jsons", "--key", key, given=given)

    hands.write("polynomials.jsons", "".join(by_turn(index, ("polynomial",), "3") for index in range(3)))
    hands.luber(
        "trustee", "distribute", *group, "--certs", "certs.jsons", "--polynomials", "polynomials.jsons"
    )
    deliveries = sorted(tmp_path.glob("*.vinput"))
    assert len(deliveries) == 3
    by_verification = _deliveries_in_order(hands, keys, deliveries)
    answers = [by_turn(index, ("receive",), "5", given=by_verification[index]) for index in range(3)]
    hands.write("voutputs.jsons", "".join(answers))
    assembled = hands.peer(
        "setup", "generate-trustee-key-threshold", *group, "--certs", "certs.jsons",
        "--polynomials", "polynomials.jsons", "--step", "6",
        given="".join(answers),
    )  # fmt: skip
    ours = hands.luber(
        "trustee",
        "assemble",
        *group,
        "--certs",
        "certs.jsons",
        "--polynomials",
        "polynomials.jsons",
        given="".join(answers),
    )
    assert ours.strip() == assembled.strip()
    hands.write("threshold.json", assembled)

    # The set-up, by one and the other.
    hands.luber("election", "trustees", *group)
    made = hands.read("trustees.json")
    (tmp_path / "trustees.json").chmod(0o644)
    hands.write("public_keys.jsons", "")
    (tmp_path / "trustees.json").unlink()
    hands.peer("setup", "make-trustees")
    assert hands.read("trustees.json").strip() == made.strip()
    hands.write("template.json", json.dumps(TEMPLATE))
    hands.luber("election", "make", "--uuid", uuid, *group, "--template", "template.json")
    hands.peer("archive", "init")

    _vote(hands, [private[f"warga{number}"] for number in (1, 2, 3, 4)])
    _revote(hands, private["warga4"])

    # Closing and opening.
    hands.peer("archive", "add-event", "--type=EndBallots")
    tally = hands.luber("tally")
    assert tally.split() == hands.peer("election", "compute-encrypted-tally").split()
    hands.luber("archive", "add", "EncryptedTally", given=tally)
    for owner, answer in ((1, answers[0]), (2, answers[1])):
        hands.write(f"{owner}.dkey", json.loads(answer)["private_key"])
        key = f"{keys[owner - 1]}.key"
        if owner == 1:
            opened = hands.peer(
                "election",
                "decrypt-threshold",
                "--key",
                key,
                "--decryption-key",
                "1.dkey",
                "--trustee-id",
                "1",
            )
            hands.luber("archive", "add", "PartialDecryption", given=opened)
        else:
            opened = hands.luber(
                "trustee", "decrypt", "--key", key, "--decryption-key", "2.dkey", "--owner", "2"
            )
            hands.peer("archive", "add-event", "--type=PartialDecryption", given=opened)
    _finish(hands, uuid)


@pytest.mark.skipif(OLD_TOOL is None, reason="belenios-tool 2.0 (Debian 12) tidak terpasang")
def test_every_second_step_with_2_0_in_belenios_2048_with_two_trustees(tmp_path: Path) -> None:
    hands = Hands(tmp_path, str(OLD_TOOL))
    group = ("--group", "BELENIOS-2048")
    uuid = hands.peer("setup", "generate-token").strip()
    hands.luber("credentials", "generate", "--uuid", uuid, *group, "--count", "4")
    private: dict[str, str] = json.loads(hands.newest("*.privcreds").read_text())
    hands.luber("trustee", "key", *group)
    hands.peer("setup", "generate-trustee-key", *group)
    pubkeys = sorted(tmp_path.glob("*.pubkey"))
    hands.write("public_keys.jsons", "".join(path.read_text().strip() + "\n" for path in pubkeys))
    hands.write("template.json", json.dumps(TEMPLATE))
    hands.peer("setup", "make-trustees")
    hands.luber("election", "make", "--uuid", uuid, *group, "--template", "template.json")
    hands.luber("archive", "init")

    for number, choice in enumerate(CHOICES, start=1):  # 2.0 does not know today's credentials: luber votes
        hands.write("code", private[str(number)])
        hands.write("choice", json.dumps(choice))
        ballot = hands.luber("ballot", "make", "--privcred", "code", "--choice", "choice")
        if number % 2:
            hands.peer("archive", "add-event", "--type=Ballot", given=ballot)
        else:
            hands.luber("archive", "add", "Ballot", given=ballot)

    hands.luber("archive", "add", "EndBallots")
    tally = hands.peer("election", "compute-encrypted-tally")
    assert tally.split() == hands.luber("tally").split()
    hands.peer("archive", "add-event", "--type=EncryptedTally", given=tally)
    for owner, path in enumerate(pubkeys, start=1):
        key = f"{path.stem}.privkey"
        if owner == 1:
            opened = hands.luber("trustee", "decrypt", "--privkey", key, "--owner", "1")
            hands.peer("archive", "add-event", "--type=PartialDecryption", given=opened)
        else:
            opened = hands.peer("election", "decrypt", "--privkey", key, "--trustee-id", "2")
            hands.luber("archive", "add", "PartialDecryption", given=opened)
    _finish(hands, uuid)


def _deliveries_in_order(hands: Hands, keys: list[str], paths: list[Path]) -> list[str]:
    """The deliveries in the trustees' order: each trustee's own polynomial comes back to it."""
    polynomials = [json.loads(line) for line in hands.read("polynomials.jsons").splitlines()]
    by_polynomial = {json.loads(path.read_text())["polynomial"]: path.read_text() for path in paths}
    assert len(keys) == len(polynomials)
    return [by_polynomial[polynomial["polynomial"]] for polynomial in polynomials]


def _vote(hands: Hands, credentials: list[str]) -> None:
    for number, (credential, choice) in enumerate(zip(credentials, CHOICES, strict=True)):
        hands.write("code", credential)
        hands.write("choice", json.dumps(choice))
        if number % 2:
            ballot = hands.luber("ballot", "make", "--privcred", "code", "--choice", "choice")
            hands.peer("archive", "add-event", "--type=Ballot", given=ballot)
        else:
            ballot = hands.peer("election", "generate-ballot", "--privcred", "code", "--choice", "choice")
            hands.luber("archive", "add", "Ballot", given=ballot)
            assert "sah" in hands.luber("ballot", "check", "-", given=ballot)


def _revote(hands: Hands, credential: str) -> None:
    """The last voter votes again, the same: only the last ballot counts."""
    hands.write("code", credential)
    hands.write("choice", json.dumps(CHOICES[3]))
    ballot = hands.luber("ballot", "make", "--privcred", "code", "--choice", "choice")
    hands.luber("archive", "add", "Ballot", given=ballot)


def _finish(hands: Hands, uuid: str) -> None:
    result = hands.luber("result")
    assert json.loads(result) == {"result": EXPECTED}
    assert json.loads(hands.peer("election", "compute-result")) == {"result": EXPECTED}
    hands.peer("archive", "add-event", "--type=Result", given=result)
    said = hands.luber("verify", f"{uuid}.bel")
    assert said.startswith("SAH: 4 surat suara berlaku")
    report = json.loads(hands.luber("verify", f"{uuid}.bel", "--json"))
    assert report["status"] == "holds"
    assert report["result"] == EXPECTED
    hands.peer("election", "verify")
