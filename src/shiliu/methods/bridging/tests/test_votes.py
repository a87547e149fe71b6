"""Votes from rows and from files."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods import command
from shiliu.methods.bridging import gather, read_statements, read_votes
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once

RAW = "timestamp,datetime,comment-id,voter-id,vote\n"
MATRIX = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"


@pytest.fixture
def write(tmp_path):
    def written(content, name="votes.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def as_rows(votes):
    return [
        (votes.people[p], votes.statements[s], v)
        for p, s, v in zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    ]


def test_the_last_vote_of_a_person_on_a_statement_counts(write):
    raw = write(RAW + "9,later,0,4,-1\n1,first,0,4,1\n5,,0,12,0\n5,,0,12,1\n2,,1,4,1\n")
    assert as_rows(read_votes(raw)) == [(4, 0, -1), (4, 1, 1), (12, 0, 1)]


def test_the_matrix_gives_the_same_votes_and_leaves_the_groups_unread(write):
    matrix = write("\ufeff" + MATRIX + "7,1,0,2,1,1,1, ,-1\n30,,0,1,0,0,,0,\n")
    assert as_rows(read_votes(matrix)) == [(7, 0, 1), (7, 2, -1), (30, 1, 0)]


@pytest.mark.parametrize(
    ("content", "code", "row", "column"),
    [
        ("", "empty", None, None),
        (RAW, "no_votes", None, None),
        ("a,b\n1,2\n", "not_votes", 1, None),
        (RAW + "1,,0,4,2\n", "not_a_vote", 2, "vote"),
        (RAW + "1,,0,4,1\n1,,0,5,yes\n", "not_a_vote", 3, "vote"),
        (RAW + "1,,,4,1\n", "empty_id", 2, "comment-id"),
        (RAW + "soon,,0,4,1\n", "not_whole", 2, "timestamp"),
        (RAW + "1,,0,4\n", "ragged", 2, None),
        (MATRIX + "7,1,0,2,1,1,1,,3\n", "not_a_vote", 2, "2"),
        (MATRIX + "7,1,0,2,1,1,1,,1\n7,1,0,2,1,1,1,,1\n", "double_id", 3, "participant"),
        ("参与者,石榴\n".encode("gb18030"), "not_utf8", 1, None),
    ],
)
def test_what_is_no_vote_is_refused_where_it_stands(write, content, code, row, column):
    with pytest.raises(BadInput) as refused:
        read_votes(write(content))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)
    assert "votes.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("people", "statements", "values", "code"),
    [
        ([1], [1, 2], [1], "ragged"),
        ([], [], [], "no_votes"),
        ([1], [1], [2], "not_a_vote"),
        ([1], [1], [float("nan")], "not_a_vote"),
        ([1, 2], [1, 1], np.array([1, 3]), "not_a_vote"),
        ([None], [1], [1], "empty_id"),
        (["a", " "], [1, 1], [1, 1], "empty_id"),
    ],
)
def test_columns_that_are_no_votes_are_refused(people, statements, values, code):
    with pytest.raises(BadInput) as refused:
        gather(people, statements, values)
    assert refused.value.code == code


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([-1, 0, 1])), min_size=1, max_size=40))
@settings(max_examples=25)
def test_gathered_votes_are_those_of_a_dictionary(rows):
    last = {(person, statement): value for person, statement, value in rows}
    votes = gather(*[list(column) for column in zip(*rows, strict=True)])
    assert as_rows(votes) == [(*key, last[key]) for key in sorted(last)]
    chosen = np.array([len(votes.people) - 1, 0, 0])
    again = votes.of_people(chosen)
    for row, person in enumerate(chosen):
        ours, theirs = again.person == row, votes.person == person
        assert (again.statement[ours] == votes.statement[theirs]).all()
        assert (again.value[ours] == votes.value[theirs]).all()


def test_statements_come_with_their_text_and_what_was_taken_out(write):
    path = write('comment-id,moderated,comment-body\n3,-1,"two\nlines"\n1,1,石榴\n')
    taken_out, kept = read_statements(path)
    assert (taken_out.id, taken_out.text, taken_out.moderated) == (3, "two\nlines", -1)
    assert (kept.id, kept.text) == (1, "石榴")
    for content, code in (
        ("comment-id,comment-body\n1,a\n1,b\n", "double_id"),
        ("comment-id,comment-body,moderated\n1,a,no\n", "not_moderation"),
    ):
        with pytest.raises(BadInput) as refused:
            read_statements(write(content))
        assert refused.value.code == code


@pytest.fixture
def conversation(write):
    random = np.random.default_rng(1)
    who, what = (array.ravel() for array in np.mgrid[0:48, 0:8])
    mind = np.where(what == 0, 1, np.where((who + what) % 2, 1, -1))
    value = np.where(random.random(len(who)) < 0.1, 0, mind)
    rows = "".join(f"{t},,{s},{p},{v}\n" for t, (p, s, v) in enumerate(zip(who, what, value, strict=True)))
    texts = "".join(f"{s},{-1 if s == 7 else 1},statement with the text {s}\n" for s in range(8))
    return write(RAW + rows), write("comment-id,moderated,comment-body\n" + texts, "comments.csv")


def test_the_command_says_what_is_shared_and_for_whom_it_stands(conversation, capsys):
    votes, statements = conversation
    assert command.run(["common-ground", str(votes), "--statements", str(statements), "--resamples", "2"]) == 0
    said = capsys.readouterr().out
    assert "48 people cast 384 votes on 8 statements." in said
    assert "Group A: 24 people" in said and "Group B: 24 people" in said
    bridging = said.split("Bridging:")[1].splitlines()[1]
    assert "agree" in bridging and "0: statement with the text 0" in bridging
    assert "statement with the text 7" not in said


def test_the_command_refuses_small_groups_and_gives_programs_all_of_it(conversation, capsys):
    votes, _statements = conversation
    assert command.run(["common-ground", str(votes), "--least", "30"]) == 0
    assert "No groups are published." in capsys.readouterr().out
    assert command.run(["common-ground", str(votes), "--json", "--resamples", "0"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [group["people"] for group in result["groups"]] == [24, 24] and result["stability"] is None
    assert command.run(["common-ground", str(votes), "--least", "1"]) == 2


def test_the_command_draws_where_people_stand(conversation, tmp_path, capsys):
    picture = tmp_path / "stand.svg"
    assert command.run(["common-ground", str(conversation[0]), "--resamples", "0", "--plot", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"<?xml")
    assert command.run(["common-ground", str(conversation[0]), "--plot", str(tmp_path / "x.gif")]) == 2
