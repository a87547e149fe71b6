"""Tables to take away: what a spreadsheet program must make of them."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.tables.downloads import download

CELLS = st.one_of(st.none(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False), st.text())


def read(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_every_row_comes_back_whole_and_no_text_begins_like_a_formula(rows):
    _headers, *found = read(download("x.csv", ["a", "b"], rows))
    assert [len(row) for row in found] == [2] * len(rows)
    for given_row, row in zip(rows, found, strict=True):
        for given_cell, cell in zip(given_row, row, strict=True):
            if isinstance(given_cell, str):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
            else:
                assert cell == ("" if given_cell is None else str(given_cell))


def test_numbers_stay_numbers_and_the_name_is_told():
    response = download("places.csv", ["Longitude"], [[-0.5], [Decimal("-1.25")]])
    assert response["Content-Disposition"] == 'attachment; filename="places.csv"'
    assert read(response) == [["Longitude"], ["-0.5"], ["-1.25"]]
