"""An index in the order of each list that grows with the years: tables of several units, decisions of dispatchers, batches of
junk."""

from django.db import migrations, models
from django.db.models import Q


def newest(model, column, name, of=None):
    return migrations.AddIndex(model, models.Index(fields=[f"-{column}", "-id"], condition=of, name=name))


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_promises_in_order")]

    operations = [
        newest("summons", "asked_at", "summons_newest"),
        newest("casestep", "at", "case_step_dispatched", Q(move="dispatch")),
        migrations.AlterField("junkbatch", "at", models.DateTimeField()),
        newest("junkbatch", "at", "junk_batch_newest"),
    ]
