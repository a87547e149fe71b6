"""Tables from strangers: read whole, or refused where the fault stands."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.methods.inputs import GZIP, BadInput, read_rows, read_text

pytestmark = pytest.mark.once


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_rows_come_with_the_line_they_end_on(table):
    rows = list(read_rows(table('\ufeffname,n\n"two\nlines",1\n\nlast,2\n')))
    assert [(row.number, row["name"], row.count_in("n")) for row in rows] == [(3, "two\nlines", 1), (5, "last", 2)]


@pytest.mark.parametrize(
    ("content", "code", "row", "column"),
    [
        ("", "empty", None, None),
        ("a,,c\n1,2,3\n", "unnamed_column", 1, 2),
        ("a,a\n1,2\n", "double_column", 1, "a"),
        ("b\n1\n", "missing_column", 1, None),
        ("a,b\n1,2\n1\n", "ragged", 3, None),
        ('a,b\n1,"2', "not_csv", 2, None),
        ("a\n石榴\n".encode("gb18030"), "not_utf8", 2, None),
        ("a\n石榴\n".encode("utf-16"), "not_utf8", 1, None),
        (b"PK\x03\x04 a spreadsheet", "not_text", None, None),
        ("a;b\n1;2\n", "other_separator", 1, None),
        ("a\tb\n1\t2\n", "other_separator", 1, None),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_where_the_fault_stands(table, content, code, row, column):
    with pytest.raises(BadInput) as refused:
        list(read_rows(table(content), needed=["a"]))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)
    assert "table.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x", "not_a_number"),
        ("1_000", "not_a_number"),
        ("nan", "not_finite"),
        ("-inf", "not_finite"),
        ("-1", "out_of_range"),
        ("1.5", "not_whole"),
    ],
)
def test_what_is_no_count_is_refused_with_row_and_column(table, text, code):
    (row,) = read_rows(table(f"n\n{text}\n"))
    with pytest.raises(BadInput, match="row 2, column n") as refused:
        row.count_in("n")
    assert refused.value.code == code


def test_a_compressed_file_is_read_and_a_damaged_one_refused(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress("\ufeffa\n石榴\n".encode()))
    assert read_text(path) == "a\n石榴\n"
    for damaged in (path.read_bytes()[:-6], GZIP + b"no gzip", path.read_bytes()[:12] + b"\xff" * 9):
        path.write_bytes(damaged)
        with pytest.raises(BadInput, match="cannot be read"):
            read_text(path)


def test_a_number_with_separators_or_none_at_all_says_what_to_write(table):
    one, two, three = read_rows(table('name,n\na,"1,060"\nb,1 060\nc, \n,\n'))
    for row in (one, two):
        with pytest.raises(BadInput, match="write 1060 without separators"):
            row.count_in("n")
    with pytest.raises(BadInput, match="write 0 where there is none"):
        three.count_in("n")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"nowhere\.csv: cannot be read"):
        read_text(tmp_path / "nowhere.csv")


@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        for row in read_rows(path):
            assert row.values
    except BadInput as error:
        assert error.code
