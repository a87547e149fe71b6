"""Indexes for the moments of 0006; apart from it, because PostgreSQL builds none on rows changed in the same transaction."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_public_changes")]

    operations = [
        migrations.AddIndex("case", models.Index(
            fields=["public_changed_at", "id"], condition=Q(publication="public"), name="case_public_changed")),
        migrations.AddIndex("case", models.Index(
            fields=["received_at"], condition=Q(words_wait=True), name="case_words_wait")),
        migrations.AddIndex("casestep", models.Index(fields=["shown_at", "id"], name="case_step_shown")),
    ]  # fmt: skip
