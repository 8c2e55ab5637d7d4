from datetime import UTC, datetime

from django.db import migrations


def create(apps, editor):
    rules = apps.get_model("cases", "DeadlineRuleSet")
    rules.objects.using(editor.connection.alias).get_or_create(
        version=1, defaults={"starts_at": datetime(2020, 1, 1, tzinfo=UTC)}
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_index_public_words")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
