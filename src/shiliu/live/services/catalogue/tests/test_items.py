from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.services.catalogue import actions, queries, rules, values
from shiliu.live.services.catalogue.models import ConfirmAsk, ConfirmRound, ServiceItem
from shiliu.live.services.catalogue.tests.conftest import ITEM
from shiliu.platform import audit, revisions
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Actor, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import NOON, person


def fresh(item):
    return queries.whole().get(pk=item.pk)


def test_the_people_of_a_unit_write_its_items_and_vouch_for_them(item, town):
    assert values.of_item(fresh(item)) == {**values.BLANK, **ITEM}
    assert item.confirmed_at == NOON
    assert item.confirmed_by == town.units.street_office
    row = audit.rows_on(item)[0]
    assert (
        audit.render(row, "en") == "clerk of Street-Office wrote the service item Joining residents' medical insurance."
    )


@pytest.mark.parametrize("who", ["lin", "sun", "zhao", "li", "gulnar", "bai"])
def test_nobody_of_another_unit_changes_an_item(town, item, who):
    for act in (
        lambda by: actions.edit_item(by=by, item=item, fee="charged"),
        lambda by: actions.retire_item(by=by, item=item),
        lambda by: actions.confirm_items(by=by, items=[item]),
    ):
        with pytest.raises(Refused):
            act(town.actor(who))


def test_an_administrator_writes_what_is_offered_in_the_own_places_only(town, item, rows):
    west = Actor.of(person("bo", ("administrator", town.places.west)))
    with pytest.raises(Refused):
        actions.edit_item(by=west, item=item, keywords="x")
    mine = actions.create_item(by=west, code="own", **{**ITEM, "organisation": "committee", "areas": ["west"]})
    assert set(queries.editable_by(west)) == {mine}
    with pytest.raises(Refused):
        actions.edit_item(by=west, item=mine, organisation="street-office", areas=[])


def test_who_may_edit_by_the_list_may_edit_by_the_action(town, item, rows, ding, clerk):
    everyone = [ding, clerk, *(town.actor(key) for key in ("lin", "zhao", "li", "gulnar"))]
    for actor in everyone:
        listed = item in queries.editable_by(actor)
        try:
            actions.edit_item(by=actor, item=item)
            allowed = True
        except Refused:
            allowed = False
        assert listed == allowed


def test_a_change_is_kept_with_its_differences_and_can_be_taken_back(item, clerk):
    actions.edit_item(by=clerk, item=item, days=3, papers=[])
    row = audit.rows_on(item)[0]
    before, after = revisions.read(row)
    assert (before["days"], after["days"]) == (5, 3)
    assert len(before["papers"]) == 2
    actions.revert_item(by=clerk, item=item, row=row)
    assert values.of_item(fresh(item)) == {**values.BLANK, **ITEM}


def test_two_people_who_change_the_same_item_are_told_of_each_other(item, clerk, ding):
    seen = revisions.stamp(values.of_item(fresh(item)))
    actions.edit_item(by=clerk, item=item, seen=seen, days=3)
    with pytest.raises(revisions.Stale):
        actions.edit_item(by=ding, item=item, seen=seen, days=4)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("names", {"en": "No Chinese"}), ("category", "nothing"), ("level", "moon"), ("days", -1), ("fee_amount", "5"),
        ("papers", [{**ITEM["papers"][0], "asked": "held"}]), ("papers", [ITEM["papers"][0]] * 2), ("papers", [{**ITEM["papers"][0], "paper": "none"}]),
        ("hand_offs", [{"level": "street", "kind": "", "part": "tells"}]), ("channels", [{"kind": "web", "value": "javascript:alert(1)"}]),
        ("channels", [{"kind": "phone", "value": "call me"}]), ("languages", ["<b>"]), ("accessibility", ["magic"]), ("areas", ["east", "moon"]),
        ("steps", [{"zh-hans": "a\nb"}]), ("summary", {"zh-hans": "x" * 2001}),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_beside_its_field(item, ding, field, wrong):
    with pytest.raises(NotPossible) as refused:
        actions.edit_item(by=ding, item=item, **{field: wrong})
    assert field in refused.value.fields


def test_a_unit_offers_an_item_only_where_it_serves(rows, ding):
    with pytest.raises(NotPossible) as refused:
        actions.create_item(by=ding, code="x", **{**ITEM, "organisation": "committee", "areas": ["east"]})
    assert "east" in str(refused.value.fields["areas"])


def test_a_retired_item_is_no_longer_public_but_its_people_keep_it(item, clerk):
    actions.retire_item(by=clerk, item=item, reason="no longer done")
    assert item not in queries.visible_to(ANONYMOUS)
    assert item in queries.visible_to(clerk)
    actions.offer_item(by=clerk, item=item)
    assert item in queries.visible_to(ANONYMOUS)


def test_an_item_is_found_by_two_characters_by_a_paper_and_in_its_place(item, town):
    assert list(queries.found(queries.on_offer(), q="医保")) == [item]
    assert list(queries.found(queries.on_offer(), q="户口簿")) == [item]
    assert list(queries.found(queries.on_offer(), q="钓鱼")) == []
    assert list(queries.found(queries.on_offer(), area=town.places.house, stage="elders", level="street")) == [item]


def test_a_unit_is_asked_after_half_a_year_and_the_public_reads_what_is_late(item, clerk, town, ding):
    person("hand", ("handler", town.units.street_office))
    with at_time(NOON + timedelta(days=179)):
        assert actions.open_due_rounds() == []
    with at_time(NOON + timedelta(days=181)):
        [opened] = actions.open_due_rounds()
        assert actions.open_due_rounds() == []
        assert list(queries.asked(clerk)) == [item]
        assert list(queries.asked(town.actor("li"))) == []
    assert Notice.objects.filter(kind="services.confirm_asked").count() == 1
    with at_time(NOON + timedelta(days=196)):
        assert actions.remind_of_overdue() == 1
        assert actions.remind_of_overdue() == 0
        assert list(queries.asked(ding, overdue=True)) == [item]
        assert actions.confirm_items(by=clerk, items=[item]) == 1
        assert actions.confirm_items(by=clerk, items=[item]) == 0
        assert fresh(item).check_due_at is None
        assert not queries.rounds(clerk).get(pk=opened.pk).is_open
    assert ConfirmAsk.objects.get().answer == ConfirmAsk.Answer.CONFIRMED


def test_correcting_an_item_answers_the_question_about_it(item, clerk):
    assert actions.open_round(by=clerk, organisation=item.organisation)
    assert actions.open_round(by=clerk, organisation=item.organisation) is None
    actions.edit_item(by=clerk, item=item, days=7)
    assert fresh(item).check_due_at
    actions.edit_item(by=clerk, item=item, days=8, confirms=True)
    assert ConfirmAsk.objects.get().answer == ConfirmAsk.Answer.CORRECTED
    assert fresh(item).check_due_at is None


def test_items_without_a_unit_are_asked_of_the_administrators(rows, ding, town):
    actions.create_item(by=ding, code="loose", offered=True, confirmed=False, **{**ITEM, "organisation": ""})
    actions.open_due_rounds()
    assert ConfirmRound.objects.get().organisation is None
    assert Notice.objects.get(kind="services.confirm_asked").person == town.people.ding


@settings(max_examples=20)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "days": st.none() | st.integers(-5, 2000),
            **{
                field: st.sampled_from(["", "street", "free", "family", "5", "x"])
                for field in ("level", "fee", "fee_amount", "proxy", "keywords")
            },
        },
    )
)
def test_whatever_is_typed_is_fit_for_the_table_or_named(changes):
    problems = rules.problems_of_item({**values.BLANK, **ITEM, **changes})
    for field in ("level", "fee", "proxy"):
        fits = changes.get(field, ITEM.get(field, "")) in dict(ServiceItem._meta.get_field(field).flatchoices)
        assert fits == (field not in problems)
    days = changes.get("days", 5)
    assert ("days" in problems) == (days is not None and not 0 <= days <= rules.MOST_DAYS)


def test_a_round_is_reminded_of_by_hand_once_a_day_and_by_itself_once_it_is_late(item, clerk, ding, town):
    with at_time(NOON):
        made = actions.open_round(by=ding, organisation=town.units.street_office)
        assert actions.remind_round(by=ding, round=made) == 1
        with pytest.raises(NotPossible, match="within the last day"):
            actions.remind_round(by=ding, round=made)
        with pytest.raises(Refused):
            actions.remind_round(by=town.actor("wang"), round=made)
        [row] = queries.rounds(ding, state="open")
        assert (row.asked, row.answered, list(queries.rounds(ding, state="overdue"))) == (1, 0, [])
    with at_time(made.due_at + timedelta(hours=1)):
        assert [row.pk for row in queries.rounds(ding, state="overdue")] == [made.pk]
        assert actions.remind_of_overdue() == 1  # the reminder by hand was before it was late
        assert actions.remind_of_overdue() == 0
        actions.confirm_items(by=clerk, items=[item])
    assert [row.pk for row in queries.rounds(ding, state="answered")] == [made.pk]
    with at_time(made.due_at + timedelta(days=9)), pytest.raises(NotPossible, match="is answered"):
        actions.remind_round(by=ding, round=made)
