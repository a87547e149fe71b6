"""The database refuses to change or remove counted ballots and receipts."""

from django.db import migrations

from shiliu.platform.audit import triggers

TABLES = {"ballots_counted": "ballots_countedballot", "ballots_receipt": "ballots_receipt"}


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
