"""How commands give their answers: JSON for programs, tables for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def print_json(answer: Mapping[str, Any]) -> None:
    """The answer as one JSON object; dates as text, Chinese as it is."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table with its header, lines ended as RFC 4180 says."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(titles)
    writer.writerows(rows)
    return made.getvalue()
