"""An index for what moderators have not looked at yet, and one for what they withheld; imported cases are in neither. One for the
worklist of a unit narrowed to a state.

The squares of the map begin with the latitude now: beginning with the publication, their index looked to SQLite like the best way
to anything published, and it sorted all of it."""

from django.db import migrations, models
from django.db.models import Q

NEVER_LOOKED_AT = Q(publication="pending") & ~Q(channel="import")
WITHHELD = Q(publication="withheld", may_publish=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_merge_without_state")]

    operations = [
        migrations.RemoveIndex("case", "case_square"),
        migrations.AddIndex(
            "case", models.Index(fields=["public_latitude", "publication", "public_longitude"], name="case_square")
        ),
        migrations.AddIndex(
            "case",
            models.Index(fields=["received_at", "id"], condition=NEVER_LOOKED_AT, name="case_never_looked_at"),
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["-received_at", "-id"], condition=WITHHELD, name="case_withheld")
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["lead", "state", "queue_at", "id"], condition=Q(queue_at__isnull=False), name="case_queue_unit_state"
            ),
        ),
    ]
