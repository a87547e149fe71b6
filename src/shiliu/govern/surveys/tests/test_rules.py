import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.govern.surveys import codes, forbidden, needs, rules
from shiliu.govern.surveys.tests.conftest import QUESTIONS, options, question


def test_a_conditional_question_never_stands_on_the_page_of_its_condition():
    pages = rules.pages(QUESTIONS)
    assert [[one.code for one in page] for page in pages] == [["H1"], ["T1"], ["T2"], ["Z1"]]


def test_what_was_not_to_be_asked_is_left_out():
    said = rules.read(QUESTIONS, {"T1": "n", "T2": ["a"], "H1": "5"})
    assert said.values == {"T1": "n", "H1": "5"}
    assert not said.problems


def test_an_answer_nobody_offered_is_refused_with_those_that_are():
    said = rules.read(QUESTIONS, {"H1": "9", "T1": ["y", "n"]})
    assert "1, 2, 3, 4, 5" in said.problems["H1"]
    assert "Only one" in said.problems["T1"]


values = st.dictionaries(
    st.sampled_from(["H1", "T1", "T2", "Z1", "Q"]),
    st.one_of(
        st.sampled_from(["", " y ", "5", "灯 \n灯", "\0"]),
        st.lists(st.sampled_from(["a", "b", "y", "n", "3", "", "x"]), max_size=3),
    ),
    max_size=4,
)


@given(values)
@settings(max_examples=30)
def test_reading_what_was_read_gives_the_same(raw):
    said = rules.read(QUESTIONS, raw)
    again = rules.read(QUESTIONS, {**said.values, **said.texts})
    assert (again.values, again.texts) == (said.values, said.texts)
    assert "T2" not in said.values or said.values["T1"] == "y"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "h1"}, "code"),
        ({"code": "H1"}, "code"),
        ({"text": " "}, "texts"),
        ({"kind": "one", "options": options(a="x")}, "options"),
        ({"kind": "one", "options": options(A="x", b="y")}, "options"),
        ({"show_if": ("X9", ("1",))}, "show_if"),
        ({"show_if": ("T1", ("q",))}, "show_if"),
        ({"show_if": ("T2", ("a", "b"))}, "show_if"),
        ({"show_if": ("Z1", ("a",))}, "show_if"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_at_its_field(changes, field):
    wrong = question(**{"code": "N1", **changes})
    assert field in rules.problems_of_question(wrong, QUESTIONS)


def test_the_starting_questions_are_good_and_cover_the_seven_areas():
    starting = rules.questions_of(needs.starter_questions())
    for at, one in enumerate(starting):
        assert not rules.problems_of_question(one, starting[:at])
        assert not forbidden.found_in(*forbidden.words_of(one)), one.code
    assert {one.need for one in starting} == set(needs.AREAS)
    assert [one.row() for one in starting] == [{**{"is_need": False}, **row} for row in needs.starter_questions()]


@pytest.mark.parametrize(
    "text",
    ["您是什么民族？", "您信仰宗教吗", "家里有残疾人吗", "What is your religion?", "Any chronic illnesses?", "您是党员吗",
     "Your name, please", "مىللىتىڭىز نېمە؟ مىللەت", "您的户口在哪里", "Are you a Mosque-goer?"],
)  # fmt: skip
def test_what_no_survey_may_ask_is_found(text):
    assert forbidden.found_in(text)


@pytest.mark.parametrize(
    "text", ["社区医疗卫生服务怎么样？", "Longer hours of the health station", "Which language should signs be in?", "The stairs are filled"]
)  # fmt: skip
def test_what_a_survey_is_for_may_be_asked(text):
    assert not forbidden.found_in(text)


def test_a_code_is_read_however_it_is_typed():
    code = codes.new()
    assert codes.read(f" {codes.spelled(code).lower()} ") == code
    assert codes.read("ABC") == codes.read("") == ""
    assert codes.digest(1, code) != codes.digest(2, code)
