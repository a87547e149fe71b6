"""How commands give their answers: JSON for programs, files written whole or not at all."""

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shiliu.methods.inputs import BadInput


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


def write_whole(path: str | Path, text: str) -> None:
    """Write a text file in UTF-8, or leave what was there. Raises BadInput where it cannot be written."""
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="")
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput("unwritable", f"cannot be written: {error.strerror}", file=path) from None
