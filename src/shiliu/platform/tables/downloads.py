"""A table to take away: CSV that spreadsheet programs open rightly and safely, streamed line by line."""

import csv
from numbers import Number

from django.http import StreamingHttpResponse

from shiliu.platform.texts import plain_text

BYTE_ORDER_MARK = "\ufeff"  # without it common programs take UTF-8 for something else
BEGIN_OF_FORMULAS = set("=+-@\t＝＋－＠")


class _Echo:
    """A file that gives every line back."""

    def write(self, line):
        return line


def download(name, headers, rows):
    """The response with `rows` (iterables of text, numbers, None or whatever has a text) below `headers`, named `name`."""
    writer = csv.writer(_Echo())

    def lines():
        yield BYTE_ORDER_MARK + writer.writerow(map(safe_cell, headers))
        for row in rows:
            yield writer.writerow(map(safe_cell, row))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe_cell(value):
    """A number as it is; text so that a table program takes nothing in it for a formula."""
    if value is None or isinstance(value, Number):
        return value
    text = plain_text(str(value))
    return f"'{text}" if text[:1] in BEGIN_OF_FORMULAS else text
