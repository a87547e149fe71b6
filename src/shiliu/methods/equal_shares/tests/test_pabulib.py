"""Reading and writing .pb files, whole and broken."""

import gzip
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.equal_shares import Pabulib, count, parse, read, text_of, write
from shiliu.methods.equal_shares.tests.by_definition import elections
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once

SMALL = '''META
key;value
description;A street
budget;100,50
vote_type;approval
rule;greedy
num_projects;3
num_votes;4
PROJECTS
project_id;cost;name;selected
1;40.25;"A bench; with a ""back""";1
2;60,25;Lamps;0
3;0;A name for the street;1
VOTES
voter_id;vote;age;sex
a;1,2;44;F
b;2,1;12;M
c;1,3;80;F
d;;30;M
'''


def test_a_file_is_read_with_quotes_commas_free_projects_and_empty_votes():
    file = parse(SMALL)
    election = file.election
    assert election.money(election.budget) == Fraction("100.5")
    assert [election.money(cost) for cost in election.costs] == [Fraction("40.25"), Fraction("60.25"), 0]
    assert election.names[0] == 'A bench; with a "back"'
    assert election.voters == 4
    assert election.contents() == {(("1", "2"), ()): 2, (("1", "3"), ()): 1}
    assert file.selected == {"1": 1, "2": 0, "3": 1}
    assert file.remarks == ()


def test_a_line_votes_inside_quotes_ends_nothing_and_one_of_any_look_begins_the_votes():
    quoted = SMALL.replace("A name for the street", '"Two\nVOTES\nlines"')
    assert parse(quoted).election.names[2] == "Two\nVOTES\nlines"
    with pytest.raises(BadInput) as refused:
        parse(quoted.replace("b;2,1", "b;2,7"))
    assert refused.value.row == 19
    for word in ("votes", '"VOTES";;', "VOTES ; ", "\n Votes"):
        assert parse(SMALL.replace("\nVOTES\n", f"\n{word}\n")).election.contents() == parse(SMALL).election.contents()


def test_nothing_of_a_voter_is_kept_but_the_vote():
    file = parse(SMALL)
    assert "44" not in repr(file) and "sex" not in text_of(file)
    rows = text_of(file).split("VOTES\n")[1].splitlines()
    assert rows == ["voter_id;vote", "1;1,2", "2;1,2", "3;1,3", "4;"]


@pytest.mark.parametrize("changed", ["\ufeff" + SMALL, SMALL.replace("\n", "\r\n"), SMALL + "\n\n", SMALL.rstrip()])
def test_marks_line_ends_and_empty_lines_make_no_difference(changed, tmp_path):
    for name in ("a.pb", "a.pb.gz"):
        path = tmp_path / name
        raw = changed.encode()
        path.write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
        assert text_of(read(path)) == text_of(parse(SMALL))


def test_empty_lines_before_the_names_of_columns_are_passed_over_and_counted():
    wide = SMALL.replace("PROJECTS\n", "PROJECTS\n\n").replace("VOTES\n", "VOTES\n\n\n")
    assert parse(wide).election.contents() == parse(SMALL).election.contents()
    with pytest.raises(BadInput) as refused:
        parse(wide.replace("c;1,3;80;F", "c;1,9;80;F"))
    assert refused.value.row == 1 + wide[: wide.index("c;1,3")].count("\n")


def test_what_the_organiser_says_in_signs_that_are_no_figures_is_not_understood():
    assert parse(SMALL.replace("Lamps;0", "Lamps;²")).selected is None


def test_quotes_and_spaces_among_the_votes_are_understood():
    quoted = SMALL.replace("a;1,2;44", 'a;"1, 2";44').replace("d;;30", "d;none;30")
    assert parse(quoted).election.contents() == parse(SMALL).election.contents()


def test_points_go_with_their_projects_and_may_have_decimals():
    text = SMALL.replace("approval", "cumulative").split("VOTES\n")[0]
    file = parse(text + "VOTES\nvoter_id;vote;points\na;2,1;1.5,3\nb;1,2;3,1.50\nc;3;0\nd;;\n")
    assert file.election.contents() == {(("1", "2"), (3, Fraction(3, 2))): 2}
    assert file.election.voters == 4
    assert parse(text_of(file)).election.contents() == file.election.contents()


def test_what_the_file_says_of_itself_wrongly_is_remarked():
    file = parse(SMALL.replace("num_votes;4", "num_votes;5").replace("a;1,2", "a;1,2,1"))
    assert [(remark.code, remark.said, remark.found) for remark in file.remarks] == [
        ("repeated", "", "1"),
        ("num_votes", "5", "4"),
    ]
    assert file.election.contents() == parse(SMALL).election.contents()


@pytest.mark.parametrize(
    ("old", "new", "code", "row", "column"),
    [
        ("META\n", "", "no_section", 1, None),
        ("VOTES\n", "", "no_votes", None, None),
        ("budget;100,50\n", "", "missing_meta", None, None),
        ("budget;100,50", "budget", "ragged", 4, None),
        ("budget;100,50", "budget;-3", "negative", 4, "budget"),
        ("vote_type;approval", "vote_type;loud", "unknown_vote_type", 5, "vote_type"),
        ("vote_type;approval", "vote_type;scoring", "missing_column", 15, None),
        ("2;60,25", "1;60,25", "double_id", 12, "project_id"),
        ("2;60,25", ";60,25", "bad_id", 12, "project_id"),
        ("2;60,25", "2;dear", "not_a_number", 12, "cost"),
        ("2;60,25", "2;1e9999999", "too_large", 12, "cost"),
        ("2;60,25;Lamps;0", "2", "ragged", 12, "cost"),
        ("2;60,25;Lamps;0", "2;60,25;Lamps;0;more", "ragged", 12, None),
        ("project_id;cost", "project_id;price", "missing_column", 11, None),
        ("voter_id;vote", "voter_id;choice", "missing_column", 15, None),
        ("b;2,1", "b;2,9", "unknown_project", 17, "vote"),
        ("c;1,3;80;F", "c;1,3;80;F;x", "ragged", 18, None),
        ("c;1,3;80;F", "c;1,3", "ragged", 18, None),
        ("c;1,3;80;F", '"c;1,3;80;F', "ragged", 19, None),
        ("b;2,1", "a;2,1", "double_voter", 17, "voter_id"),
        ("vote_type;approval", "vote_type;approval\n\n", None, None, None),
    ],
)
def test_what_cannot_be_counted_is_refused_with_line_and_column(old, new, code, row, column):
    assert old in SMALL
    if code is None:
        parse(SMALL.replace(old, new))
        return
    with pytest.raises(BadInput) as refused:
        parse(SMALL.replace(old, new), "street.pb")
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)
    assert "street.pb" in str(refused.value)


@pytest.mark.parametrize(
    ("vote", "code", "column"),
    [
        ("a;1,2;5", "ragged_points", "points"),
        ("a;1;x", "not_a_number", "points"),
        ("a;1,1;2,3", "double_project", "vote"),
    ],
)
def test_points_that_do_not_fit_are_refused(vote, code, column):
    head = SMALL.replace("approval", "scoring").split("VOTES\n")[0]
    with pytest.raises(BadInput) as refused:
        parse(f"{head}VOTES\nvoter_id;vote;points\n{vote}\n")
    assert (refused.value.code, refused.value.column) == (code, column)


def test_a_ranking_may_name_a_project_only_once():
    with pytest.raises(BadInput) as refused:
        parse(SMALL.replace("approval", "ordinal").replace("b;2,1", "b;2,1,2"))
    assert (refused.value.code, refused.value.row) == ("double_project", 17)


def test_files_that_are_no_text_or_not_there(tmp_path):
    path = tmp_path / "a.pb"
    with pytest.raises(BadInput, match="cannot be read"):
        read(path)
    path.write_bytes(SMALL.replace("Lamps", "灯").encode("gb18030"))
    with pytest.raises(BadInput, match="UTF-8"):
        read(path)
    (tmp_path / "a.pb.gz").write_bytes(gzip.compress(SMALL.encode())[:-9])
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "a.pb.gz")


@given(data=st.data(), kind=st.sampled_from(["approval", "ordinal", "cumulative", "cardinal"]))
@settings(max_examples=30)
def test_what_is_written_reads_back_and_counts_the_same(data, kind):
    election = data.draw(elections(kind, least_cost=0))
    vote_type = {"cardinal": "scoring"}.get(kind, kind)
    words = st.text("a;\"'\n é灯,", max_size=6).map(str.strip)
    projects = tuple(
        {"project_id": key, "cost": str(cost), "name": data.draw(words)}
        for key, cost in zip(election.ids, election.costs, strict=True)
    )
    meta = {"description": data.draw(words), "budget": str(election.budget), "vote_type": vote_type}
    again = parse(text_of(Pabulib(meta, projects, election)))
    assert again.election.contents() == election.contents()
    assert (again.election.voters, again.election.kind) == (election.voters, election.kind)
    assert again.projects == projects and meta.items() <= again.meta.items()
    assert parse(text_of(again)).meta == again.meta
    assert count(again.election) == count(election)


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    file = parse(SMALL)
    write(file, tmp_path / "out.pb", selected=["2"])
    assert read(tmp_path / "out.pb").selected == {"1": 0, "2": 1, "3": 0}
    with pytest.raises(BadInput, match="cannot be written"):
        write(file, tmp_path / "no folder" / "out.pb")
    assert [path.name for path in tmp_path.iterdir()] == ["out.pb"]
