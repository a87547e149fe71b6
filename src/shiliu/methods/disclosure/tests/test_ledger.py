"""The ledger of a privacy budget."""

import os
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiliu.methods.disclosure import BadInput, open_ledger, read_ledger, spend

pytestmark = pytest.mark.once


@pytest.fixture
def path(tmp_path):
    open_ledger(tmp_path / "ledger", "1", "residents of A, 2026")
    return tmp_path / "ledger"


def refused(call):
    with pytest.raises(BadInput) as error:
        call()
    return error.value


def test_ten_tenths_are_one_and_nothing_is_left_over(path):
    for number in range(1, 11):
        line = spend(path, "0.1", f"table {number}", "2026-11-22")
        assert (line.number, line.spent) == (number, Fraction(number, 10))
    ledger = read_ledger(path)
    assert ledger.left == 0 and len(ledger.lines) == 10 and ledger.about == "residents of A, 2026"
    before = path.read_bytes()
    assert refused(lambda: spend(path, "1/1000000", "one more", "2026-11-23")).code == "budget_spent"
    assert path.read_bytes() == before


def test_two_programs_at_once_spend_the_budget_once(path):
    children = []
    for name in ("first", "second"):
        if not (child := os.fork()):
            for number in range(8):
                with suppress(BadInput):
                    spend(path, "0.1", f"{name} {number}", "2026-11-23")
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    ledger = read_ledger(path)
    assert ledger.left == 0 and [line.number for line in ledger.lines] == list(range(1, 11))


def test_a_loss_no_memory_could_hold_is_refused(path):
    assert refused(lambda: spend(path, "1e-999999999", "t", "2026-11-23")).code == "not_a_number"


@settings(
    max_examples=max(3, settings.default.max_examples // 16),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.fractions(min_value=Fraction(1, 50), max_value=Fraction(1, 2), max_denominator=50), max_size=8))
def test_the_sum_never_passes_the_budget_and_lines_are_only_added(tmp_path_factory, losses):
    path = tmp_path_factory.mktemp("ledger") / "ledger"
    open_ledger(path, 1, "x")
    spent = Fraction(0)
    for loss in losses:
        before = path.read_bytes()
        if spent + loss <= 1:
            spent += spend(path, loss, "t", "2026-11-22").epsilon
            assert path.read_bytes().startswith(before)
        else:
            assert refused(lambda loss=loss: spend(path, loss, "t", "2026-11-22")).code == "budget_spent"
        assert read_ledger(path).spent == spent <= 1


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b'"epsilon": "1/2"', b'"epsilon": "1/9"'),
        lambda raw: raw[:-20],
        lambda raw: b"".join(raw.splitlines(keepends=True)[:1] + raw.splitlines(keepends=True)[2:]),
        lambda raw: raw + b"{}\n",
        lambda raw: raw + b"[]\n",
        lambda raw: raw + b"\xff\n",
        lambda raw: raw.splitlines(keepends=True)[1],
    ],
)
def test_a_line_that_was_changed_cut_or_taken_away_is_seen(path, change):
    spend(path, "1/2", "a", "2026-11-22")
    spend(path, "1/4", "b", "2026-11-22")
    path.write_bytes(change(path.read_bytes()))
    error = refused(lambda: spend(path, "1/8", "c", "2026-11-22"))
    assert error.code == "ledger_changed" and error.row is not None


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda path: open_ledger(path, 5, "again"), "ledger_exists"),
        (lambda path: open_ledger(path.parent / "nowhere" / "x", 5, "again"), "unwritable"),
        (lambda path: open_ledger(path.parent / "x", 0, "x"), "not_positive"),
        (lambda path: spend(path, 0.1, "a", ""), "inexact"),
        (lambda path: spend(path, "much", "a", ""), "not_a_number"),
        (lambda path: spend(path, "1/0", "a", ""), "not_a_number"),
        (lambda path: spend(path, "nan", "a", ""), "not_a_number"),
        (lambda path: spend(path, "-1", "a", ""), "not_positive"),
        (lambda path: spend(path, "1/2", " ", ""), "no_name"),
        (lambda path: spend(path.parent / "none", "1/2", "a", ""), "unreadable"),
        (lambda path: read_ledger(path.parent / "none"), "unreadable"),
    ],
)
def test_a_ledger_takes_exact_numbers_and_names_only(path, call, code):
    assert refused(lambda: call(path)).code == code


def test_an_empty_file_is_no_ledger(tmp_path):
    (tmp_path / "ledger").write_text("")
    assert refused(lambda: read_ledger(tmp_path / "ledger")).code == "no_ledger"
