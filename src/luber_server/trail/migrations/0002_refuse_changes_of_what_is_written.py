"""Leaves and checkpoints stay as they were written: the database itself refuses to change them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("trail_leaf", "trail_checkpoint")


def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the transparency log is only added to'; END $$"
        )
    for table in TABLES:
        if vendor == "sqlite":
            editor.execute(
                f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'the transparency log is only added to'); END"
            )
        elif vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION trail_refuse()"
            )


def unguard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    on_table = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_final" + (f" ON {table}" if on_table else ""))
    if on_table:
        editor.execute("DROP FUNCTION IF EXISTS trail_refuse()")


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
