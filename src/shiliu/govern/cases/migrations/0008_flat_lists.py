"""Columns the database keeps itself (models/listed.py) and an index for each filter of a list in the list's own order, so that a
page costs the same among a thousand cases and among a million. A million cases take some minutes here."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, StrIndex, Substr

IS_OPEN = Q(state__in=(
    "received", "triage", "dispatched", "objected", "handling", "asked", "reinspection", "to_shelve", "shelved", "supervision",
))  # fmt: skip
AT_ONCE = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=models.DateTimeField())


def slash_after(position):
    return position + StrIndex(Substr("area_path", position + 1), Value("/"))


def added(name, expression, column):
    return migrations.AddField(
        "case", name, models.GeneratedField(expression=expression, output_field=column, db_persist=True)
    )


def public(name, *fields):
    return migrations.AddIndex("case", models.Index(fields=[*fields], condition=Q(publication="public"), name=name))


def queue(name, *before):
    index = models.Index(fields=[*before, "queue_at", "id"], condition=Q(queue_at__isnull=False), name=name)
    return migrations.AddIndex("case", index)


NEWEST = ("-published_at", "-id")


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_public_changes_found")]

    operations = [
        *(
            migrations.RemoveIndex("case", name)
            for name in ("case_newest", "case_public_newest", "case_queue_of_unit", "case_queue", "case_area")
        ),
        added("stage", Case(When(IS_OPEN, then=Value("open")), default=Value("closed")), models.CharField(max_length=6)),
        added(
            "queue_at",
            Case(When(IS_OPEN, then=Coalesce(F("next_due"), AT_ONCE)), output_field=models.DateTimeField()),
            models.DateTimeField(null=True),
        ),
        added(
            "community_path",
            Substr("area_path", 1, slash_after(slash_after(slash_after(Value(1))))),
            models.CharField(max_length=200),
        ),
        public("case_public_newest", *NEWEST),
        public("case_public_state", "state", *NEWEST),
        public("case_public_stage", "stage", *NEWEST),
        public("case_public_matter", "category", *NEWEST),
        public("case_public_unit", "lead", *NEWEST),
        public("case_public_place", "community_path", *NEWEST),
        public("case_public_received", "-received_at", "-id"),
        queue("case_queue_whole"),
        queue("case_queue_state", "state"),
        queue("case_queue_unit", "lead"),
        queue("case_queue_place", "community_path"),
        migrations.AddIndex("case", models.Index(fields=["state", "changed_at", "id"], name="case_in_state")),
        migrations.AddIndex(
            "case", models.Index(fields=["area_path"], opclasses=["varchar_pattern_ops"], name="case_inside")
        ),
    ]
