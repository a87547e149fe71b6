import csv
import json

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from shiliu.platform.tables import Reject, Row, Unreadable, read_rows, reading, write_rejects


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_tables_are_read_in_the_encodings_offices_use(encoding):
    content = "编码,名称\r\nSL,石榴区\r\n".encode(encoding)
    assert read_rows(content, headers={"编码": "code", "名称": "name"}) == [Row(2, {"code": "SL", "name": "石榴区"})]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_first_line(separator):
    assert read_rows(f"code{separator}name\na{separator}b\n".encode())[0].values == {"code": "a", "name": "b"}


def test_line_numbers_count_the_lines_of_quoted_cells_and_skip_empty_lines():
    rows = read_rows(b'code,name\na,"two\nlines"\n\n,\nb,c\n')
    assert [(row.line, row.values["code"]) for row in rows] == [(2, "a"), (6, "b")]


def test_empty_cells_are_left_out_and_spaces_trimmed():
    assert read_rows(b"code,name\n a ,  \n")[0].values == {"code": "a"}


def test_a_line_with_too_many_values_is_a_problem_of_that_line_alone():
    good, bad = read_rows(b"code,name\na,b\nc,d,e\n")
    assert not good.problem
    assert "3 values" in bad.problem


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"code,name\na,\x00\n", "Line 2 holds a null byte"),
        (b"code\n\xff\xff\xff\n", "line 2"),
        (b'code\n"open', "not proper CSV"),
        (b"code,code\n1,2\n", "stands twice"),
        (b'{"type": "FeatureCollection",\n "features": [}', "Line 2 is not proper JSON"),
        (b'{"type": "Polygon"}', "FeatureCollection"),
        (b'{"features": [NaN]}', "NaN"),
        (b'{"features": [{"properties": {"name": "\\ud800"}}]}', "half of a character"),
        (b'{"features": [' + b"9" * 5000 + b"]}", "too many digits"),
        (b"[" * 100_000, "too deeply"),
    ],
)
def test_an_unusable_file_is_refused_in_words_that_say_where(content, says):
    with pytest.raises(Unreadable, match=says):
        read_rows(content)


def test_a_missing_file_a_large_one_and_too_many_rows_are_refused(tmp_path, monkeypatch):
    with pytest.raises(Unreadable, match="cannot be read"):
        read_rows(tmp_path / "none.csv")
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    with pytest.raises(Unreadable, match="more than 1 rows"):
        read_rows(b"code\n1\n2\n")
    monkeypatch.setattr(reading, "MOST_BYTES", 5)
    with pytest.raises(Unreadable, match="larger"):
        read_rows(b"code\n1\n")


def test_features_keep_their_geometry_lists_and_numbers_as_text():
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point"},
        "properties": {"code": 7, "note": None, "areas": ["a", "b"]},
    }
    rows = read_rows(json.dumps({"type": "FeatureCollection", "features": [feature, 5]}).encode())
    assert rows[0] == Row(1, {"code": "7", "areas": ["a", "b"]}, {"type": "Point"})
    assert "not a GeoJSON feature" in rows[1].problem


def test_rejects_can_be_corrected_and_read_again(tmp_path):
    path = tmp_path / "rejects.csv"
    write_rejects(path, [Reject(3, "没有名称", {"code": "a"}), Reject(9, "no parent", {"code": "b", "areas": ["x"]})])
    with open(path, encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1:] == [["3", "没有名称", "a", ""], ["9", "no parent", "b", '["x"]']]
    assert read_rows(path)[0].values["code"] == "a"


@given(st.binary(max_size=300))
@example(b",,\n\n;")
@example(b'""')
def test_no_bytes_at_all_do_more_than_be_refused(content):
    try:
        read_rows(content)
    except Unreadable as error:
        assert str(error)
