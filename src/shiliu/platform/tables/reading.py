"""Reading CSV and GeoJSON files of unknown origin: encoding, separators, numbering, limits."""

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from shiliu.methods import strict_json

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CELL = 4 * 1024 * 1024
SEPARATORS = ",;\t|"


class Unreadable(Exception):
    """The file as a whole cannot be used; str() says why and where."""


@dataclass(frozen=True)
class Row:
    """One line of a table or one feature of a GeoJSON file.

    `values` by column or property name, text trimmed and empty ones left out; `problem` is set when the line itself is broken."""

    line: int
    values: dict = field(default_factory=dict)
    geometry: dict | None = None
    problem: str = ""


def read_rows(source, *, headers=None):
    """Rows of a CSV or GeoJSON file (a path or bytes), UTF-8 or GB18030. `headers` renames columns, whatever their case.

    Raises Unreadable."""
    text = decode(_content(source))
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    renamed = {name.casefold(): column for name, column in (headers or {}).items()}
    rows = _geojson(text, renamed) if text.lstrip()[:1] in {"{", "["} else _table(text, renamed)
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(most)d rows; please split it.") % {"most": MOST_ROWS})
    return rows


def decode(content):
    """The text of `content`: UTF-16 with its mark, else UTF-8, else GB18030."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            continue
        if "\0" in text:
            raise Unreadable(
                _("Line %(line)d holds a null byte: this is not a text file.")
                % {"line": text.count("\n", 0, text.index("\0")) + 1}
            )
        return text
    raise Unreadable(
        _("The file is neither UTF-8 nor GB18030; the first bytes that make no sense are on line %(line)d.")
        % {"line": line}
    )


def _content(source):
    if isinstance(source, bytes):
        content = source
    else:
        path = Path(source)
        try:
            if path.stat().st_size > MOST_BYTES:
                raise Unreadable(_too_big())
            content = path.read_bytes()
        except OSError as error:
            raise Unreadable(_("%(file)s cannot be read: %(why)s.") % {"file": path, "why": error.strerror}) from None
    if len(content) > MOST_BYTES:
        raise Unreadable(_too_big())
    return content


def _too_big():
    return _("The file is larger than %(most)d MB; please split it.") % {"most": MOST_BYTES // 1024 // 1024}


def _table(text, renamed):
    first = text.lstrip().splitlines()[0]
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    try:
        names = next((cells for cells in reader if any(cell.strip() for cell in cells)), None)
        if names is None:
            raise Unreadable(_("The file is empty."))
        header = [renamed.get(name.strip().casefold(), name.strip()) for name in names]
        if twice := sorted({name for name in header if name and header.count(name) > 1}):
            raise Unreadable(_("The column “%(name)s” stands twice in the first line.") % {"name": twice[0]})
        rows, line = [], reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, header, cells))
            line = reader.line_num + 1
        return rows
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)d is not proper CSV: %(why)s.") % {"line": reader.line_num, "why": error}
        ) from None


def _row(line, header, cells):
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name and cell.strip()}
    problem = ""
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        problem = _("The line has %(cells)d values but the first line names %(columns)d columns.") % {
            "cells": len(cells),
            "columns": len(header),
        }
    return Row(line, values, problem=problem)


def _geojson(text, renamed):
    def refuse(constant):
        raise Unreadable(_("%(constant)s is not a number that GeoJSON allows.") % {"constant": constant})

    try:
        document = strict_json.read(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("Line %(line)d is not proper JSON: %(why)s.") % {"line": error.lineno, "why": error.msg}
        ) from None
    except RecursionError:
        raise Unreadable(_("The JSON is nested too deeply.")) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise Unreadable(_("This is JSON, but not a GeoJSON FeatureCollection with a list of features."))
    return [_feature(number, feature, renamed) for number, feature in enumerate(features, start=1)]


def _feature(number, feature, renamed):
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return Row(number, problem=_("This is not a GeoJSON feature with properties."))
    values = {}
    for name, value in (feature.get("properties") or {}).items():
        value = value.strip() if isinstance(value, str) else value
        if value not in (None, "", [], {}):
            values[renamed.get(name.casefold(), name)] = value if isinstance(value, str | list | dict) else str(value)
    geometry = feature.get("geometry")
    if geometry is not None and not isinstance(geometry, dict):
        return Row(number, values, problem=_("The geometry is not a GeoJSON object."))
    return Row(number, values, geometry)
