"""The position of a promise in lists as a column that the database keeps, and an index for each list in that order."""

from django.db import migrations, models
from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce

from shiliu.govern.cases.models.time import OWED_FIRST, Seconds


def index(name, *fields):
    return migrations.AddIndex("casepromise", models.Index(fields=fields, name=name))


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_sweeps")]

    operations = [
        migrations.RemoveIndex("casepromise", "promise_due"),
        migrations.RemoveIndex("casepromise", "promise_of_unit"),
        migrations.AddField(
            "casepromise",
            "position",
            models.GeneratedField(
                expression=Case(
                    When(state="open", then=Seconds("due") - Value(OWED_FIRST)),
                    default=Value(0) - Coalesce(Seconds("ended_at"), Value(0)),
                    output_field=models.BigIntegerField(),
                ),
                output_field=models.BigIntegerField(),
                db_persist=True,
            ),
        ),
        index("promise_listed", "position", "id"),
        index("promise_in_state", "state", "position", "id"),
        index("promise_of_unit", "unit", "position", "id"),
        index("promise_of_unit_in_state", "unit", "state", "position", "id"),
    ]
