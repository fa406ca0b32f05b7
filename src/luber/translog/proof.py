"""An offline proof: one text that shows, without any server, that a leaf stands in the log.

    c2sp.org/tlog-proof@v1
    index 1
    HR4fgV5BkgCbBw/2A/08IQeqg0ktU9WMXxFZg0c1wkA=
    kGD6kRHcghA5fxRyqx5lDiIucklqLlEcZZFahoJ0yZY=

    luber.local/log
    3
    jw3+mSdluRkDWqfNnNyvNbRunZGCFT/rz5Mv4cxu8iI=

    — luber.local/log ExvxG6no5f6YLdEeBaH5qP8B++EAbYU0x6Yg+PYO+MK+jEJG9e0sVQCqCohkATXONrPUJbejHm51lD9pVezf8RHWQAA=

After the first line stand the place of the leaf and the hashes from the leaf up to the root, then an empty
line and the signed checkpoint as it was served. The leaf itself is not in it: who checks has it, and hashes
it.

Source: C2SP tlog-proof (https://c2sp.org/tlog-proof). Extra data are not written by us and refused here.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass

from luber.errors import Malformed
from luber.errors import gettext_noop as _

from .checkpoint import Checkpoint, open_checkpoint
from .merkle import leaf_hash, verify_inclusion
from .note import Checks, VerifierKey

HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """Leaf `index` stands under the checkpoint in `note` (bytes of a signed note), by these hashes."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes

    def encode(self) -> bytes:
        """The bytes of the proof; `parse` takes exactly these."""
        lines = [HEADER, f"index {self.index}", *(b64encode(each).decode() for each in self.hashes), "", ""]
        return "\n".join(lines).encode() + self.note

    @classmethod
    def parse(cls, raw: bytes) -> InclusionProof:
        """The proof of its bytes. Raises `Malformed`."""
        head, gap, note = raw.partition(b"\n\n")
        try:
            header, index, *hashes = head.decode("ascii").split("\n")
            if header != HEADER or not gap or not (place := _INDEX.fullmatch(index)):
                raise ValueError
            proof = cls(int(place[1]), tuple(b64decode(each, validate=True) for each in hashes), note)
        except (BadBase64, ValueError):
            raise _no_proof() from None
        if proof.encode() != raw:
            raise _no_proof()
        return proof

    def verify(self, *, leaf: bytes, key: VerifierKey, checks: Checks) -> Checkpoint:
        """The checkpoint under which the bytes `leaf` are shown to stand. Raises `Unverified`."""
        checkpoint = open_checkpoint(self.note, key=key, checks=checks)
        verify_inclusion(
            leaf=leaf_hash(leaf),
            index=self.index,
            size=checkpoint.size,
            proof=self.hashes,
            root=checkpoint.root,
        )
        return checkpoint


def _no_proof() -> Malformed:
    return Malformed(
        _("Ini bukan bukti %(form)s dalam bentuk baku."), code="proof.form", facts={"form": HEADER}
    )
