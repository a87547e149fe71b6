"""The log is read newest first, page by page: an index in that order. It rebuilds nothing, so the triggers of 0002 stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_triggers")]

    operations = [migrations.AddIndex("auditrow", models.Index(fields=["-at", "-id"], name="audit_row_newest"))]
