"""Tables of counts from files."""

import pytest

from shiliu.methods import embedding
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once
LONG = {"group": "origin", "count": "n"}


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "counts.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_wide_table_is_read_with_its_larger_areas(written):
    path = written("unit,estate,note,here,elsewhere\nA1,A,x,30,10\nB1,B,y,4,40\n")
    counts = embedding.read_counts(path, within="estate", ignore=["note"])
    assert counts.units == ("A1", "B1") and counts.groups == ("here", "elsewhere") and counts.within == ("A", "B")
    assert counts.people.tolist() == [[30, 10], [4, 40]]
    assert embedding.read_counts(path, groups=["elsewhere", "here"]).people.tolist() == [[10, 30], [40, 4]]


def test_a_long_table_is_the_same_table(written):
    path = written("estate,unit,origin,n\nA,A1,here,30\nA,A1,elsewhere,10\nB,B1,elsewhere,40\n")
    counts = embedding.read_counts(path, unit="unit", within="estate", **LONG)
    assert counts.groups == ("elsewhere", "here") and counts.people.tolist() == [[10, 30], [40, 0]]


@pytest.mark.parametrize(
    ("text", "given", "code", "where"),
    [
        ("unit,a,b\nA,1,2\nA,3,4\n", {}, "double_unit", "row 3, column unit"),
        ("unit,a,b\nA,1,2\n ,3,4\n", {}, "no_name", "row 3, column unit"),
        ("unit,a,b\nA,1,2\nB,-3,4\n", {}, "out_of_range", "row 3, column a"),
        ("unit,a,b\nA,1,nan\nB,3,4\n", {}, "not_finite", "row 2, column b"),
        ("unit,a,b\nA,1,x\nB,3,4\n", {}, "not_a_number", "row 2, column b"),
        ("unit,a,b\nA,1\nB,3,4\n", {}, "ragged", "row 2"),
        ("unit,a,b\nA,1,2\nB,0,0\n", {}, "empty_unit", "row 3"),
        ("unit,a,b\nA,1,0\nB,2,0\n", {}, "empty_group", "column b"),
        ("unit,a,b\n", {}, "no_rows", "counts.csv"),
        ("unit,a,b\nA,60,20\nB,30,20\nall,90,40\n", {}, "total_row", "row 4"),
        ("unit,a,sum,b\nA,60,80,20\nB,30,50,20\n", {}, "total_column", "column sum"),
        ("unit,a,b\nA,1,2\n", {"within": "estate"}, "missing_column", "row 1"),
        ("unit,a,b\nA,1,2\nB,1,2\n", {"group": "a"}, "half_long", ""),
        ("unit,origin,n\nA,x,1\nA,x,2\n", LONG, "double_cell", "row 3, column origin"),
        ("unit,e,origin,n\nA,N,x,1\nA,S,y,2\n", {**LONG, "within": "e"}, "two_areas", "row 3, column e"),
    ],
)
def test_a_fault_is_told_with_its_row_and_column(written, text, given, code, where):
    with pytest.raises(BadInput) as refused:
        embedding.read_counts(written(text), **given)
    assert refused.value.code == code and where in str(refused.value)


def test_a_sum_left_out_on_request_is_no_fault(written):
    path = written("unit,a,sum,b\nA,60,80,20\nB,30,50,20\n")
    assert embedding.read_counts(path, ignore=["sum"]).groups == ("a", "b")
