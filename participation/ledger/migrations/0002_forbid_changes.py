from django.db import migrations

from participation.ledger.triggers import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_create_ledger")]

    operations = [forbid_changes(table) for table in ("ledger_seal", "ledger_link", "ledger_sealedlink")]
