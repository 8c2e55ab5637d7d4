from django.db import migrations, models


class Migration(migrations.Migration):
    """An account made with a phone number alone has no hash until the code from the text has been typed in."""

    dependencies = [("accounts", "0001_create_accounts")]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="account_has_email_or_phone"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                name="account_has_email_or_phone",
                condition=models.Q(
                    ("email__isnull", False),
                    ("phone_hash__isnull", False),
                    models.Q(("phone", ""), _negated=True),
                    _connector="OR",
                ),
            ),
        ),
    ]
