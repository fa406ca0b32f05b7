"""The box and the permits. On SQLite the tables that know a voter have no hidden row number, which would count arrivals."""

import django.db.models.deletion
from django.db import migrations, models

KNOW_A_VOTER = ("casting_permitcode", "casting_permit")


def without_row_numbers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in KNOW_A_VOTER:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            made = cursor.fetchone()[0]
            cursor.execute(f'DROP TABLE "{table}"')
            cursor.execute(f"{made} WITHOUT ROWID")


def election(**options):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="election.election",
        **options,
    )


def election_itself():
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        primary_key=True,
        related_name="+",
        serialize=False,
        to="election.election",
    )


def composite(*names):
    return models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("election", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                ("election", election_itself()),
                ("ballots", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(max_length=64)),
                ("ended", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("pk", composite("election_id", "seq")),
                ("election", election(db_constraint=False)),
                ("seq", models.PositiveBigIntegerField()),
                ("credential", models.CharField(max_length=620)),
                ("tracker", models.CharField(max_length=43)),
                ("payload", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("election", "tracker"), name="ballot_bytes_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InForce",
            fields=[
                ("pk", composite("election_id", "credential")),
                ("election", election(db_constraint=False)),
                ("credential", models.CharField(max_length=620)),
                ("seq", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("election", "seq"), name="in_force_one_ballot_a_credential"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PermitKey",
            fields=[
                ("election", election_itself()),
                ("sealed", models.BinaryField()),
                ("public", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="PermitCode",
            fields=[
                ("pk", composite("election_id", "voter")),
                ("election", election()),
                ("voter", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("pk", composite("election_id", "voter")),
                ("election", election()),
                ("voter", models.CharField(max_length=64)),
                ("blinded", models.CharField(max_length=64)),
                ("settled", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunPython(without_row_numbers, migrations.RunPython.noop),
    ]
