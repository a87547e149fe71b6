"""The database refuses to change or remove the frozen rules and the results of owners' votes."""

from django.db import migrations

from shiliu.platform.audit import triggers

TABLES = {"owners_rules": "proposals_ownersrules", "owners_result": "proposals_ownersresult"}


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_meetings")]
    operations = [migrations.RunPython(install, remove)]
