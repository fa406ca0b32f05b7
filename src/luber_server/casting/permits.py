"""The second factor: one voter, one card, and nobody knows which (docs/decisions/0006).

Where an election asks for it, a ballot enters only with a permit (izin), and a voter gets one permit, for a
card of their own that the server does not see. The order: `request` sends six digits to the contact on the
roll; `redeem` takes them with a blinded element and evaluates it once for this voter; the browser takes the
blinding away; `check` tells at the cast whether the permit belongs to the credential. What is stored of the
first two knows the voter and no card, what is stored of the third is nothing.

The answer to `request` is the same whether the contact is on the roll or not, and so is the work.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Thread

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext

from luber.canon.digest import sha256_hex
from luber.crypto import blind
from luber.crypto.entropy import Entropy
from luber.crypto.group import Element
from luber.crypto.groups import ED25519
from luber.crypto.proof import Proof
from luber.crypto.secret import Secret
from luber.errors import Malformed, Refused
from luber.errors import gettext_noop as _
from luber.registry import cells
from luber_server.election.models import Election
from luber_server.ports import gateway, sealing
from luber_server.ports.messages import Channel, Message, masked
from luber_server.registry import queries as registry

from .entry import why_not_open
from .models import Permit, PermitCode, PermitKey

DIGITS = 6
LIVES = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)  # before another code goes to the same voter
TRIES = 5
SETTLED_AT_ONCE = 500  # permits of one election; where there are more, the ticker settles them each minute

PURPOSE_VOTER = "casting.permit.voter"
PURPOSE_CODE = "casting.permit.code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What the browser needs to make its permit: hex elements and the proof that this very key was used."""

    evaluated: str
    proof: Proof
    key: str


def request(*, election: Election, contact: str, entropy: Entropy, at: datetime) -> str:
    """Send a code to the voter with this contact; returns the contact masked, known or not. Raises
    `Refused`.
    """
    _must_ask(election, at=at)
    contact = _in_one_form(election, contact)
    voter = registry.contact_index(election, contact)
    row = _voter(election, voter, contact)
    code = str(int.from_bytes(entropy(8), "big") % 10**DIGITS).zfill(DIGITS)
    with transaction.atomic():
        standing = PermitCode.objects.select_for_update().filter(election=election, voter=row).first()
        if standing is not None and standing.expires_at - at > LIVES - PAUSE:
            return masked(contact)
        PermitCode.objects.update_or_create(
            election=election,
            voter=row,
            defaults={"code": _hashed(election, row, code), "tries": 0, "expires_at": at + LIVES},
        )
    if voter is not None:
        message = _message(election, contact, code)
        # In a thread of its own: the time a provider takes must not tell who is on the roll. Unlinked: no
        # row, no time.
        Thread(target=gateway.send, args=(message,), kwargs={"at": at}, name="permit-code").start()
    return masked(contact)


def redeem(
    *, election: Election, contact: str, code: str, blinded: str, entropy: Entropy, at: datetime
) -> Evaluated:
    """Evaluate this voter's one blinded element. The same element again gives the same answer; another is
    `Refused`.
    """
    _must_ask(election, at=at)
    point = _element(blinded)
    contact = _in_one_form(election, contact)
    row = _voter(election, registry.contact_index(election, contact), contact)
    if not _code_holds(election, row, code, at=at):
        raise Refused(
            _("Kode ini tidak cocok atau sudah lewat waktunya. Periksa pesan terbaru, atau minta kode baru."),
            code="casting.permit_code",
        )
    _spend(election, row, blinded)
    k = secret_key(election)
    evaluation = blind.evaluate(k, point, uuid=election.uuid, entropy=entropy)
    return Evaluated(
        evaluated=ED25519.text(evaluation.evaluated),
        proof=evaluation.proof,
        key=ED25519.text(ED25519.public(k)),
    )


def check(*, election: Election, credential: str, stamp: str | None) -> None:
    """At the cast: raise `Refused` without a permit, `Malformed` or `Unverified` with one that is not this
    credential's.
    """
    if not election.second_factor:
        return
    if not stamp:
        raise Refused(
            _("Pemilihan ini meminta kode yang dikirim ke surel atau ponsel. Minta kodenya dulu."),
            code="casting.permit_missing",
        )
    element = ED25519.element(stamp, where="X-Luber-Izin")
    blind.check(secret_key(election), token=credential.encode(), stamp=element, uuid=election.uuid)


def fix_key(*, election: Election, entropy: Entropy) -> str:
    """The public half of this election's permit key, in hex; made at the freeze (apps.py) and never
    changed.
    """
    row = PermitKey.objects.filter(election=election).first()
    if row is None:
        k = ED25519.random_secret(entropy)
        try:
            with transaction.atomic():
                row = PermitKey.objects.create(
                    election=election,
                    sealed=sealing.seal(str(k.value), purpose=PermitKey.PURPOSE, election=election.uuid),
                    public=ED25519.text(ED25519.public(k)),
                )
        except IntegrityError:  # made by another process between the two lines
            row = PermitKey.objects.get(election=election)
    return row.public


def secret_key(election: Election) -> Secret:
    """The secret half. Raises `Refused` where `fix_key` was never asked."""
    return _open_key(election.uuid, election.pk)


def forget_keys() -> None:
    """Between tests."""
    _open_key.cache_clear()


@lru_cache(maxsize=64)
def _open_key(uuid: str, number: int) -> Secret:
    row = PermitKey.objects.filter(election=number).first()
    if row is None:
        raise Refused(
            _("Kunci izin pemilihan ini belum dibuat. Beri tahu panitia."), code="casting.permit_key"
        )
    return Secret(int(sealing.open(bytes(row.sealed), purpose=PermitKey.PURPOSE, election=uuid)))


def _element(blinded: str) -> Element:
    """A blinded element that hides something. Raises `Malformed`."""
    if len(blinded) == 64:
        point = ED25519.element(blinded, where="blinded")
        if point != ED25519.one:
            return point
    raise Malformed(_("Permintaan izin ini tidak utuh. Muat ulang halaman."), code="casting.permit_form")


def _must_ask(election: Election, *, at: datetime) -> None:
    if not election.second_factor:
        raise Refused(
            _("Pemilihan ini tidak memakai kode ke surel atau ponsel."), code="casting.no_second_factor"
        )
    shut = why_not_open(election, at=at)
    if shut is not None:
        raise shut


def _in_one_form(election: Election, contact: str) -> str:
    """The contact as rolls hold it, so that the code goes where the roll says. Raises `Malformed`."""
    read = (cells.mail if election.second_factor == Election.Factor.MAIL else cells.phone)(contact, row=0)
    if not read.value:
        raise Malformed(
            _("Ini bukan alamat surel yang utuh. Periksa lagi tulisannya.")
            if election.second_factor == Election.Factor.MAIL
            else _("Ini bukan nomor ponsel yang utuh. Periksa lagi angkanya."),
            code="casting.contact",
        )
    return str(read.value)


def _voter(election: Election, voter: object | None, contact: str) -> str:
    """The name of a voter's rows. Who is not on the roll gets one too: it leads nowhere, and costs the
    same.
    """
    said = f"voter:{voter}" if voter is not None else f"unknown:{contact.casefold()}"
    return sealing.index(said, purpose=PURPOSE_VOTER, election=election.uuid)


def _hashed(election: Election, row: str, code: str) -> str:
    return sealing.index(f"{row}|{code}", purpose=PURPOSE_CODE, election=election.uuid)


def _code_holds(election: Election, row: str, code: str, *, at: datetime) -> bool:
    """Count the try, then tell; a code that held is gone."""
    with transaction.atomic():
        standing = PermitCode.objects.select_for_update().filter(election=election, voter=row).first()
        if standing is None or standing.expires_at <= at or standing.tries >= TRIES:
            return False
        if not hmac.compare_digest(standing.code, _hashed(election, row, code.strip())):
            standing.tries += 1
            standing.save(update_fields=["tries"])
            return False
        forget_on_disk()
        standing.delete()
        return True


def _spend(election: Election, row: str, blinded: str) -> None:
    digest = sha256_hex(blinded.encode())
    with transaction.atomic():
        spent, created = Permit.objects.get_or_create(
            election=election, voter=row, defaults={"blinded": digest}
        )
        if created and Permit.objects.filter(election=election).count() <= SETTLED_AT_ONCE:
            settle(election.pk)
    if created:
        forget_past_pages(patience_ms=0)
    if spent.blinded != digest:
        raise Refused(
            _(
                "Izin memilihmu sudah dipakai untuk kartu lain. Satu pemilih hanya boleh memakai satu kartu."
                " Kalau itu bukan kamu, beri tahu panitia sekarang."
            ),
            code="casting.permit_spent",
        )


def tidy(*, at: datetime) -> None:
    """Codes out of date go, and no order of permits stays behind."""
    with transaction.atomic():
        forget_on_disk()
        PermitCode.objects.filter(expires_at__lte=at).delete()
        for election in set(Permit.objects.filter(settled=False).values_list("election_id", flat=True)):
            settle(election)
    forget_past_pages(patience_ms=500)


def settle(election: int) -> None:
    """Write this election's permits again in the order of their keys.

    In which order rows were written can be read from a database's pages long after. Inside a transaction.
    """
    forget_on_disk()
    rows = Permit.objects.select_for_update().filter(election=election).order_by("voter")
    kept = [(row.voter, row.blinded) for row in rows]
    Permit.objects.filter(election=election).delete()
    Permit.objects.bulk_create(
        Permit(election_id=election, voter=voter, blinded=blinded, settled=True) for voter, blinded in kept
    )


def forget_past_pages(*, patience_ms: int) -> None:
    """Empty SQLite's journal of past pages, where whoever reads just then lets us; vacuum PostgreSQL's dead
    rows.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            if patience_ms:
                cursor.execute("VACUUM casting_permit, casting_permitcode")
            return
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience_ms)}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:  # somebody is writing; the ticker comes round again
            pass
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def forget_on_disk() -> None:
    """SQLite: what is deleted from here on in this connection is overwritten with zeros, not only let go."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _message(election: Election, contact: str, code: str) -> Message:
    return Message(
        channel=Channel.MAIL if election.second_factor == Election.Factor.MAIL else Channel.SMS,
        to=contact,
        subject=gettext("Kode memilih: %(title)s") % {"title": election.title},
        body=gettext(
            "Kode memilih: %(code)s\n\nBerlaku 10 menit, untuk %(title)s."
            " Panitia tidak pernah meminta kode ini."
            " Tidak sedang memilih? Abaikan pesan ini dan beri tahu panitia."
        )
        % {"code": code, "title": election.title},
        purpose="casting.permit",
        election=election.uuid,
        unlinked=True,
    )
