"""Money that adds up, and what was entered by mistake."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from shiliu.govern.projects.works import actions, queries, rules
from shiliu.govern.projects.works.models import BudgetLine, MoneyEntry, Project
from shiliu.govern.projects.works.tests.conftest import entered, line
from shiliu.platform.notices.models import Notice
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


def test_nothing_is_planned_above_the_grant_ordered_above_the_plan_or_paid_above_the_order(town, bench):
    wood = line(town, bench, 6000)
    with pytest.raises(NotPossible):
        line(town, bench, 4001)
    with pytest.raises(NotPossible):
        entered(town, wood, "ordered", 6001)
    entered(town, wood, "ordered", 5000)
    with pytest.raises(NotPossible):
        entered(town, wood, "paid", 5001)
    entered(town, wood, "paid", 5000)
    with pytest.raises(NotPossible):
        actions.change_line(by=town.actor("li"), line=wood, planned=4999)
    with pytest.raises(NotPossible):
        actions.grant(by=town.actor("sun"), project=bench, amount=5999, reason="Less.")
    money = queries.money_of(Project.objects.get())
    assert (money.planned, money.ordered, money.paid, money.unplanned) == (6000, 5000, 5000, 4000)


def test_an_entry_is_taken_back_once_and_never_under_a_payment(town, bench):
    wood = line(town, bench)
    order = entered(town, wood, "ordered", 500)
    paid = entered(town, wood, "paid", 500)
    li = town.actor("li")
    with pytest.raises(NotPossible):
        actions.take_back_entry(by=li, entry=order, reason="Wrong.")
    actions.take_back_entry(by=li, entry=paid, reason="Wrong.")
    with pytest.raises(NotPossible):
        actions.take_back_entry(by=li, entry=paid, reason="Again.")
    actions.take_back_entry(by=li, entry=order, reason="Wrong.")
    assert BudgetLine.objects.values_list("ordered", "paid").get() == (0, 0) and MoneyEntry.objects.count() == 4


def test_the_table_itself_refuses_sums_that_do_not_add_up(town, bench):
    line(town, bench)
    for wrong in ({"ordered": 10_001}, {"paid": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLine.objects.update(**wrong)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), max_size=6), st.integers(0, 500))
def test_the_sums_of_a_project_are_those_of_its_lines(lines, granted):
    made = [BudgetLine(planned=a, ordered=b, paid=c) for a, b, c in lines]
    money = rules.summed(granted, made)
    assert (
        (money.planned, money.ordered, money.paid) == tuple(map(sum, zip(*lines, strict=True))) if lines else (0, 0, 0)
    )
    assert money.unplanned == granted - money.planned


def test_why_another_sum_may_be_spent_is_read_on_the_page_and_by_who_follows(town, bench, client):
    actions.follow(by=town.actor("gulnar"), project=bench)
    with pytest.raises(NotPossible):
        actions.grant(by=town.actor("sun"), project=bench, amount=12_000, reason=" ")
    actions.grant(by=town.actor("sun"), project=bench, amount=12_000, reason="Oak lasts longer.")
    told = Notice.objects.get(person=town.people.gulnar, kind="works.news")
    assert told.params["words"] == "Oak lasts longer."
    for name in ("project", "money"):
        page = client.get(reverse(f"works:{name}", args=[bench.pk])).content.decode()
        assert "Oak lasts longer." in page and "from 10,000 to 12,000" in page
