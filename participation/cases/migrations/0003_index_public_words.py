from django.db import migrations

_CREATE = (
    "CREATE INDEX case_public_words ON cases_case USING gin (to_tsvector('simple', public_words)) "
    "WHERE public_words <> ''"
)


def create(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(_CREATE)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS case_public_words")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_forbid_event_changes")]

    operations = [migrations.RunPython(create, drop)]
