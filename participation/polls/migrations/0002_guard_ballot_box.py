from django.db import migrations

from participation.ledger.triggers import forbid_changes
from participation.polls.triggers import guard_ballot_box


class Migration(migrations.Migration):
    dependencies = [("polls", "0001_create_polls")]

    operations = [guard_ballot_box(), forbid_changes("polls_pollevent")]
