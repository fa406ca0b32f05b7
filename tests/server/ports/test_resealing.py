"""After a change of key: everything sealed is rewritten, searches find again, and the old key can go."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import ClassVar

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from pytest_django import Settings

from luber.errors import Unverified
from luber_server.people.adapters import SecondSteps
from luber_server.people.models import User
from luber_server.ports import resealing, sealing
from luber_server.ports.resealing import SealedColumn

UUID = "5Gzv9h8RMXsXTm"


class Letter(models.Model):
    """A table of this test's own, with a sealed column and its index."""

    election = models.CharField(max_length=22)
    text = models.BinaryField()
    text_index = models.CharField(max_length=64)
    objects: ClassVar[models.Manager[Letter]] = models.Manager()

    class Meta:
        app_label = "ports"


COLUMN = SealedColumn(
    model="ports.Letter", column="text", purpose="letter", election="election", index="text_index"
)


@pytest.fixture
def letters(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(resealing, "_columns", {("ports.Letter", "text"): COLUMN})
    with connection.schema_editor() as editor:
        editor.create_model(Letter)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Letter)


def _write(text: str) -> Letter:
    return Letter.objects.create(
        election=UUID,
        text=sealing.seal(text, purpose="letter", election=UUID),
        text_index=sealing.index(text, purpose="letter", election=UUID),
    )


def _new_key(settings: Settings) -> None:
    settings.FIELD_KEY_OLD = (settings.FIELD_KEY,)
    settings.FIELD_KEY = "a new key of this school, long enough"


def test_all_is_rewritten_and_found_and_the_old_key_can_go(letters: None, settings: Settings) -> None:
    for number in range(7):
        _write(f"surat {number}")
    Letter.objects.create(election=UUID, text=b"", text_index="")  # nothing was written here
    _new_key(settings)
    _write("surat baru")
    assert resealing.reseal(batch=3)["ports.Letter.text"] == 7
    settings.FIELD_KEY_OLD = ()
    for number in range(7):
        index = sealing.index(f"surat {number}", purpose="letter", election=UUID)
        row = Letter.objects.get(text_index=index)
        assert sealing.open(bytes(row.text), purpose="letter", election=UUID) == f"surat {number}"
    assert resealing.reseal()["ports.Letter.text"] == 0


def test_a_value_that_does_not_open_stops_it_and_loses_nothing(letters: None, settings: Settings) -> None:
    row = _write("surat")
    settings.FIELD_KEY = "a new key of this school, long enough"
    with pytest.raises(Unverified, match="LUBER_FIELD_KEY_OLD"):
        resealing.reseal()
    row.refresh_from_db()
    assert not sealing.is_current(bytes(row.text))


@pytest.mark.django_db
def test_second_steps_follow_and_the_command_says_how_many(settings: Settings) -> None:
    user = User.objects.create_user(username="melati")
    steps = SecondSteps()
    row = Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": steps.encrypt("RAHASIA")}
    )
    _new_key(settings)
    said = io.StringIO()
    call_command("reseal", stdout=said)
    assert "people.second_steps: 1" in said.getvalue()
    settings.FIELD_KEY_OLD = ()
    row.refresh_from_db()
    assert steps.decrypt(row.data["secret"]) == "RAHASIA"
    assert "RAHASIA" not in str(row.data)


def test_every_registered_column_exists() -> None:
    for column in resealing.registered():
        model = apps.get_model(column.model)
        assert isinstance(model._meta.get_field(column.column), models.BinaryField), column
        if column.index:
            model._meta.get_field(column.index)
        if column.election:
            model.objects.none().values_list(column.election)
