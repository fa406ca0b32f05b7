"""What is sealed stays as it was sealed: the database itself refuses to change it, or to add credentials to it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAID = "what is sealed does not change"
SETUP = "ceremony_sealedsetup"
CREDENTIALS = "ceremony_publiccredential"


def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    sealed = f"EXISTS (SELECT 1 FROM {SETUP} WHERE election_id = NEW.election_id)"  # noqa: S608
    if editor.connection.vendor == "sqlite":
        editor.execute(
            f"CREATE TRIGGER {SETUP}_is_final BEFORE UPDATE ON {SETUP} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )
        for act in ("INSERT", "UPDATE"):
            editor.execute(
                f"CREATE TRIGGER {CREDENTIALS}_no_{act.lower()} BEFORE {act} ON {CREDENTIALS}"
                f" WHEN {sealed} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )
    elif editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION ceremony_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
        )
        editor.execute(
            "CREATE FUNCTION ceremony_refuse_once_sealed() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {sealed} THEN RAISE EXCEPTION '{SAID}'; END IF; RETURN NEW; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {SETUP}_is_final BEFORE UPDATE ON {SETUP}"
            " FOR EACH ROW EXECUTE FUNCTION ceremony_refuse()"
        )
        editor.execute(
            f"CREATE TRIGGER {CREDENTIALS}_is_final BEFORE INSERT OR UPDATE ON {CREDENTIALS}"
            " FOR EACH ROW EXECUTE FUNCTION ceremony_refuse_once_sealed()"
        )


def unguard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for name in (f"{SETUP}_is_final", f"{CREDENTIALS}_no_insert", f"{CREDENTIALS}_no_update"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    elif editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS {SETUP}_is_final ON {SETUP}")
        editor.execute(f"DROP TRIGGER IF EXISTS {CREDENTIALS}_is_final ON {CREDENTIALS}")
        editor.execute("DROP FUNCTION IF EXISTS ceremony_refuse()")
        editor.execute("DROP FUNCTION IF EXISTS ceremony_refuse_once_sealed()")


class Migration(migrations.Migration):
    dependencies = [("ceremony", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
