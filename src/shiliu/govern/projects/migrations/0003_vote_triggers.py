"""The database refuses to change or remove frozen rules and results."""

from django.db import migrations

from shiliu.platform.audit import triggers

TABLES = {"frozen_rules": "projects_frozenrules", "vote_result": "projects_result"}


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_votes")]
    operations = [migrations.RunPython(install, remove)]
