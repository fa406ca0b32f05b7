"""A leaf is recorded with its act or not at all, without gaps, and never names a person."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

import luber_server
from luber.errors import Malformed, Refused
from luber.translog.act import Act
from luber.translog.merkle import leaf_hash
from luber_server.trail import acts, queries, usecases
from luber_server.trail.models import Head, Leaf

AT = datetime(2026, 11, 23, 7, 30, 15, 999, tzinfo=timezone(timedelta(hours=7)))


def record(**changes: object) -> int:
    given: dict[str, object] = {
        "actor": "panitia:osis",
        "act": "registry.dpt.frozen",
        "subject": "dpt:osis",
        "at": AT,
        "data": {"sha256": "9f" * 32, "voters": 96},
        "election": "osis",
    }
    return usecases.record(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_leaf_is_the_canonical_bytes_of_its_act() -> None:
    index = record()
    row = Leaf.objects.get(index=index)
    raw = bytes(row.bytes)
    assert raw == (
        b'{"@type":"luber.act/1","act":"registry.dpt.frozen","actor_office":"panitia:osis",'
        b'"at":"2026-11-23T00:30:15Z","data":{"sha256":"' + b"9f" * 32 + b'","voters":96},'
        b'"election":"osis","subject":"dpt:osis"}'
    )
    assert bytes(row.hash) == leaf_hash(raw)
    assert Act.parse(raw).at == datetime(2026, 11, 23, 0, 30, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_an_officer_appears_under_the_public_name_of_the_office() -> None:
    class Officer:
        public_id = "panitia.12"

        def __str__(self) -> str:
            return "Nama Orang"

    index = record(actor=Officer())
    assert b'"actor_office":"panitia.12"' in bytes(Leaf.objects.get(index=index).bytes)


@pytest.mark.django_db
def test_indices_follow_one_another_and_queries_find_them() -> None:
    first = [record(election="osis"), record(election="bem"), record(election=None)]
    assert first == list(range(first[0], first[0] + 3))
    assert [entry.index for entry in queries.latest(limit=2)] == [first[2], first[1]]
    assert [entry.index for entry in queries.latest(limit=9, before=first[2])][:2] == [first[1], first[0]]
    assert [entry.election for entry in queries.of_election("bem")] == ["bem"]
    found = queries.leaf(first[0])
    assert found is not None
    assert found.meaning == "Daftar pemilih tetap (DPT) dibekukan"
    assert queries.leaf(10**9) is None


@pytest.mark.django_db
def test_an_unknown_act_is_refused_and_takes_no_index() -> None:
    before = queries.recorded()
    with pytest.raises(Refused, match=r"registry\.dpt\.melted"):
        record(act="registry.dpt.melted")
    assert queries.recorded() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {"name": "Bunga Melati"},
        {"Nama": "Bunga Melati"},
        {"voter": {"nisn": "x"}},
        {"rows": [{"email": "x"}]},
        {"note": "tulis ke bunga@contoh.sch.id"},
        {"code": "0051234567"},
        {"code": 51234567890 // 10},
        {"codes": ["a", "3201011501100001"]},
        {"reason": "telepon 081234567890 untuk bertanya"},
        {"reason": "telepon +6281234567890"},
    ],
)
def test_what_looks_like_a_person_is_refused(data: Mapping[str, object]) -> None:
    before = Leaf.objects.count()
    with pytest.raises(Refused) as refused:
        record(data=data)
    assert refused.value.code == "trail.personal"
    assert str(refused.value.facts["at"]).startswith("data.")
    assert Leaf.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {"sha256": "1234567890" * 6 + "abcd"},
        {"title": "Pemilihan Ketua OSIS 2026/2027"},
        {"opens": "2026-12-06T01:00:00Z", "voters": 96, "mock": False, "groups": None},
        {"reason": "Listrik padam dari 09.00 sampai 10.15 WIB"},
    ],
)
def test_what_is_public_passes(data: Mapping[str, object]) -> None:
    index = record(data=data)
    assert json.loads(bytes(Leaf.objects.get(index=index).bytes))["data"] == data


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": "Bunga Melati"},
        {"actor": ""},
        {"subject": "dua kata"},
        {"subject": ""},
        {"election": "dua kata"},
        {"at": datetime(2026, 11, 23, 7, 30)},  # noqa: DTZ001 (the fault under test)
        {"data": {"share": 0.5}},
        {"data": {"n": 2**53}},
        {"data": {"x": b"bytes"}},
        {"data": {1: "x"}},
        {"data": {"x": "\ud800"}},
        {"data": {"long": "x" * 70_000}},
    ],
)
def test_what_cannot_stand_in_a_leaf_is_malformed(wrong: Mapping[str, object]) -> None:
    before = queries.recorded()
    with pytest.raises(Malformed):
        record(**wrong)
    assert queries.recorded() == before


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(TransactionManagementError):
        record()
    assert Leaf.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_nothing() -> None:
    with transaction.atomic():
        assert record() == 0

    def act_and_fail() -> None:
        with transaction.atomic():
            record()
            record()
            raise RuntimeError("the act failed after its leaf")

    with pytest.raises(RuntimeError):
        act_and_fail()
    assert (Leaf.objects.count(), queries.recorded()) == (1, 1)
    with transaction.atomic():
        assert record() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_threads_leave_no_gap_and_what_they_roll_back_leaves_nothing() -> None:
    start = threading.Barrier(8)
    errors: list[str] = []

    def work(thread: int) -> None:
        start.wait()
        for turn in range(25):
            try:
                with transaction.atomic():
                    record(subject=f"test:{thread}.{turn}")
                    if turn % 5 == 4:
                        raise InterruptedError
            except InterruptedError:
                pass
            except Exception as error:  # whatever it is, the test must show it
                errors.append(repr(error))
        connection.close()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(8 * 20))
    assert queries.recorded() == 8 * 20


@pytest.mark.django_db
def test_what_is_written_is_not_changed_by_model_or_by_hand() -> None:
    index = record()
    row = Leaf.objects.get(index=index)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Leaf.objects.filter(index=index).update(bytes=b"{}")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE trail_leaf SET act = 'election.created'")
    assert bytes(Leaf.objects.get(index=index).bytes) == bytes(row.bytes)


@pytest.mark.django_db
def test_there_is_one_head() -> None:
    record()
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.create(id=2)


def test_every_act_has_a_name_and_a_line_in_both_languages() -> None:
    for act, meaning in acts.known().items():
        assert Act(act=act, actor_office="system", subject="x", at=AT).encode()
        assert meaning.id
        assert meaning.en
        assert meaning.id != meaning.en
        assert "\n" not in meaning.id + meaning.en


def test_every_act_recorded_anywhere_is_known() -> None:
    """Literal acts in the server's source; a computed one is found by the first test that records it."""
    used = {
        (path.name, act)
        for path in Path(luber_server.__file__).parent.rglob("*.py")
        for call in re.findall(r"\bact=([^,\n]*)", path.read_text(encoding="utf-8"))
        for act in re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)+)["']""", call)
    }
    assert len(used) > 5
    assert {(name, act) for name, act in used if act not in acts.known()} == set()
