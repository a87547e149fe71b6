"""The index proper, twice: FTS5 that follows the table by triggers on SQLite, a generated tsvector with GIN on PostgreSQL.

A later migration that makes SQLite rebuild search_document (AlterField, RemoveField …) drops the triggers with the old
table: it must call `make_index` again at its end. `shiliu doctor` notices when they are missing.
"""

from django.db import migrations

SQLITE = (
    # detail=none: pairs need no positions (77 against 135 MB for a million texts). tokenize=ascii: every character beyond
    # ASCII belongs to a token, so vowel signs of Tibetan and Uyghur do not split it.
    """CREATE VIRTUAL TABLE search_index USING fts5(
        tokens, content='search_document', content_rowid='id', tokenize='ascii', detail=none)""",
    """CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER search_document_changed AFTER UPDATE OF id, tokens ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
    "INSERT INTO search_index(search_index) VALUES ('rebuild')",
)
POSTGRESQL = (
    # array_to_tsvector takes our tokens as they are; to_tsvector would hand Chinese to a parser that cannot cut it.
    """ALTER TABLE search_document ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED""",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS search_document_added",
    "DROP TRIGGER IF EXISTS search_document_removed",
    "DROP TRIGGER IF EXISTS search_document_changed",
    "DROP TABLE IF EXISTS search_index",
)
POSTGRESQL_BACK = ("ALTER TABLE search_document DROP COLUMN IF EXISTS vector",)


def make_index(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop_index(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make_index, drop_index)]
