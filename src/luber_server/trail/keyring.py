"""The key that signs checkpoints: made once, on first use, in a file that only its owner may read.

    <data>/secrets/log.key      PRIVATE+KEY+luber.local/log+131bf11b+…

Who has this file can sign a second history for this log; who kept a checkpoint can prove that they did.
Keep a copy of it: a log whose key is lost can be read and checked for ever, but never again be added to.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from luber.crypto.signature import SEED_BYTES, SigningKey
from luber.errors import Refused
from luber.errors import gettext_noop as _
from luber.translog.note import Signer, VerifierKey, parse_signing_key, print_signing_key
from luber_server.ports import entropy


def path() -> Path:
    """Where the key lies."""
    return Path(settings.DATA) / "secrets" / "log.key"


def signer() -> Signer:
    """The log's signer, of the key on disk. Raises `Refused` where there is none, or another log's."""
    try:
        text = path().read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refused(
            _("Kunci buku terbuka belum ada. Pulihkan berkas %(path)s dari cadangan."),
            code="trail.no_key",
            facts={"path": f"secrets/{path().name}"},
        ) from None
    name, seed = parse_signing_key(text)
    if name != settings.LOG_ORIGIN:
        raise Refused(
            _("Kunci buku terbuka dibuat untuk %(name)s, tetapi LUBER_LOG_ORIGIN berisi %(origin)s."),
            code="trail.other_origin",
            facts={"name": name, "origin": settings.LOG_ORIGIN},
        )
    return Signer(name, SigningKey(seed))


def create() -> None:
    """Make the key, once; one that is there is left alone. It is whole on disk before it has its name."""
    if path().exists():
        return
    seed = entropy.system(SEED_BYTES)
    signer = Signer(settings.LOG_ORIGIN, SigningKey(seed))
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path().with_name(f".{path().name}.{os.getpid()}-{entropy.system(4).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(print_signing_key(signer=signer, seed=seed))
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path())
    except FileExistsError:
        pass  # another process was first: its key is the log's
    finally:
        beside.unlink()
    folder = os.open(path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def verifier() -> VerifierKey | None:
    """The public half, None where no key was made yet."""
    return signer().verifier if path().exists() else None
