"""Tables and numbers from strangers: what cannot be read is refused with the file, the row and the column it stands in."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TAB = "\t"
LONGEST_FIELD = 1_000_000
GZIP = b"\x1f\x8b"
SEPARATORS = str.maketrans("", "", ",，'’ \u00a0\u202f")  # what people put between thousands


class BadInput(ValueError):
    """What was given cannot be computed with.

    `code` is for programs; `file`, `row` (a line of the file, the first is 1; or an index of what was handed over, the first
    is 0) and `column` say where; the text says all of it in English."""

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        file: str | Path | None = None,
        row: int | str | None = None,
        column: int | str | None = None,
    ) -> None:
        self.code, self.sentence, self.file, self.row, self.column = code, sentence, file, row, column
        where = [str(file)] if file else []
        where += [f"row {row}"] if row is not None else []
        where += [f"column {column}"] if column is not None else []
        super().__init__(f"{', '.join(where)}: {sentence}" if where else sentence)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `number` is the line of the file on which it ends."""

    number: int
    values: dict[str, str]
    file: str

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refuse(self, code: str, sentence: str, column: str | None = None) -> BadInput:
        return BadInput(code, sentence, file=self.file, row=self.number, column=column)

    def number_in(self, column: str, *, least: float | None = None, most: float | None = None) -> float:
        """The finite number in a column. Raises BadInput for anything else, and outside of `least` and `most`."""
        text = self.values[column].strip()
        if not text:
            raise self.refuse("not_a_number", "is empty and not a number; write 0 where there is none", column)
        try:
            value = float("?" if "_" in text else text)
        except ValueError:
            plain = text.translate(SEPARATORS)
            hint = f"; write {plain} without separators" if plain != text and plain.isdecimal() else ""
            raise self.refuse("not_a_number", f"“{text[:40]}” is not a number{hint}", column) from None
        if value != value or value in (float("inf"), float("-inf")):
            raise self.refuse("not_finite", f"“{text[:40]}” is not a finite number", column)
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = [
                f"{word} {bound:g}" for word, bound in (("at least", least), ("at most", most)) if bound is not None
            ]
            raise self.refuse("out_of_range", f"{text[:40]} must be {' and '.join(bounds)}", column)
        return value

    def count_in(self, column: str) -> int:
        """The whole number, zero or more, in a column."""
        value = self.number_in(column, least=0)
        if value != int(value):
            raise self.refuse("not_whole", f"{self.values[column]} is not a whole number", column)
        return int(value)


def read_text(path: str | Path) -> str:
    """The UTF-8 text of a file, with or without a byte order mark, also compressed by gzip. Raises BadInput for another encoding, a
    damaged file or no file."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise BadInput("unreadable", f"cannot be read: {error.strerror}", file=path) from None
    if raw.startswith(GZIP):
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error) as error:
            raise BadInput("unreadable", f"cannot be read: {error}", file=path) from None
    if raw.startswith(b"PK\x03\x04"):
        raise BadInput(
            "not_text", "is a packed file, such as a spreadsheet, and no text; save it as CSV (UTF-8)", file=path
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:2]:
        raise BadInput(
            "not_utf8", "is UTF-16; save it as UTF-8, for example “iconv -f UTF-16 -t UTF-8”", file=path, row=1
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(
            "not_utf8",
            f"is not UTF-8 (byte {error.start}); save it as UTF-8, for example “iconv -f GB18030 -t UTF-8”",
            file=path,
            row=line,
        ) from None


def read_rows(path: str | Path, *, needed: Sequence[str] = (), delimiter: str = ",") -> Iterator[Row]:
    """Rows of a CSV file with a header. Lines with nothing in them are left out.

    Raises BadInput for a file that is empty, not UTF-8 or not separated by `delimiter`, a column that is missing, twice there or without a name, and a row
    with more or fewer fields than the header."""
    name = str(path)
    reader = csv.reader(io.StringIO(read_text(path), newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        header = [title.strip() for title in next(reader, [])]
        _check_header(header, needed, name, delimiter)
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            if len(fields) != len(header):
                raise BadInput(
                    "ragged", f"has {len(fields)} fields; the header has {len(header)}", file=name, row=reader.line_num
                )
            yield Row(reader.line_num, dict(zip(header, fields, strict=True)), name)
    except csv.Error as error:
        raise BadInput("not_csv", f"is not CSV: {error}", file=name, row=reader.line_num) from None


def _check_header(header: list[str], needed: Sequence[str], name: str, delimiter: str) -> None:
    if not any(header):
        raise BadInput("empty", "is empty; the first row must name the columns", file=name)
    for position, title in enumerate(header, start=1):
        if not title:
            raise BadInput("unnamed_column", "has no name in the first row", file=name, row=1, column=position)
        if title in header[: position - 1]:
            raise BadInput("double_column", "stands twice in the first row", file=name, row=1, column=title)
    if (
        len(header) == 1
        and delimiter == ","
        and (other := next((mark for mark in ";\t|，" if mark in header[0]), None))
    ):
        raise BadInput(
            "other_separator",
            f"is separated by “{'tab' if other == TAB else other}”; separate its columns by commas",
            file=name,
            row=1,
        )
    if missing := [title for title in needed if title not in header]:
        raise BadInput("missing_column", f"lacks the column {', '.join(missing)}", file=name, row=1)
