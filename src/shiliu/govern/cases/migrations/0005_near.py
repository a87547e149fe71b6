"""Cases around a point and in a compound, each by an index of its own: looking for duplicates costs the same on any site."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_frozen_entries")]

    operations = [
        migrations.AddIndex(
            "case", models.Index(fields=["publication", "public_latitude", "public_longitude"], name="case_square")
        ),
        migrations.AddIndex("case", models.Index(fields=["area", "publication", "state"], name="case_of_area")),
    ]
