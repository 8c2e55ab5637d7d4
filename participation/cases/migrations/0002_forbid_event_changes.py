from django.db import migrations

from participation.ledger.triggers import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_create_cases"), ("ledger", "0002_forbid_changes")]

    operations = [forbid_changes("cases_caseevent")]
