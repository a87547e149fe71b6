"""No list searches a JSON field as it is stored: SQLite stores Chinese letters as \\uXXXX there, so that nothing is found."""

import re
from pathlib import Path

from django.apps import apps
from django.db.models import JSONField

SOURCE = Path(__file__).parents[2] / "src/shiliu"
ASKED = re.compile(r"(\w+?)__(?:i?contains|i?startswith|i?exact)\b")


def test_texts_in_json_are_searched_language_by_language():
    fields = [field for model in apps.get_models() for field in model._meta.get_fields() if field.concrete]
    plain = {field.name for field in fields if not isinstance(field, JSONField)}
    json = {field.name for field in fields if isinstance(field, JSONField)} - plain
    assert {"names", "instead"} <= json
    wrong = [
        f"{path.relative_to(SOURCE)}: {found[0]}"
        for path in SOURCE.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts
        for found in ASKED.finditer(path.read_text(encoding="utf-8")) if found[1].rpartition("__")[2] in json
    ]  # fmt: skip
    assert wrong == []
