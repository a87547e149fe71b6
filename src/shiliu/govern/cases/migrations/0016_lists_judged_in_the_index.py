"""Beside the order of a worklist its index keeps what dispatchers are narrowed by: their area, and the states that are theirs.

PostgreSQL thinks being in a state and being open unrelated, expects a tenth of what waits for a dispatcher, and gathered and sorted
all of it from the table (20,000 pages of a million cases) to count to a thousand. Along the index it needs no table and no guess."""

from django.db import migrations, models
from django.db.models import Q

WAITS = Q(queue_at__isnull=False)


def index(name, *fields, of=None):
    return (
        migrations.RemoveIndex("case", name),
        migrations.AddIndex("case", models.Index(fields=fields, condition=of, name=name)),
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_histories_in_order")]

    operations = [
        *index("case_queue_whole", "queue_at", "id", "area_path", "state", of=WAITS),
        *index("case_queue_state", "state", "queue_at", "id", "area_path", of=WAITS),
        *index("case_in_state", "state", "changed_at", "id", "channel", "area_path"),
    ]
