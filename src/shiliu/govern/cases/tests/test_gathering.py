"""One case for a theme, and the needs in it: they are told, counted and can be taken out, and keep their own way."""

from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.cases import actions, gathering, moderation, queries_themes
from shiliu.govern.cases.models import Case, CaseStep, Theme
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(raise_need, town):
    """Five dark lamps of yesterday, the first raised by Gulnar, all with the city."""

    def raised():
        return [raise_need(by="gulnar" if number == 0 else None).case for number in range(5)]

    cases = standing("five lamps", raised)
    with at_time(town.now + timedelta(days=1)):
        yield cases


@pytest.fixture
def opening(lamps, town, catalogue):
    """opening(**changes) -> the case of the theme of dark lamps in the west"""

    def open_case(by="sun", **changes):
        said = {"kind": "suggestion", "title": "Lamps in the west", "text": "Five lamps are dark.", **changes}
        opened = gathering.open_case(
            by=town.actor(by), area=town.places.west, category=catalogue["street_lamp"], **said
        )
        return opened.case

    return open_case


@pytest.fixture
def parent(opening):
    return opening()


def told(person, kind):
    return [notice for notice in Notice.objects.filter(person=person) if notice.kind == kind]


def test_the_case_is_routed_like_any_and_everything_of_the_theme_is_in_it(parent, lamps, town):
    assert (parent.state, parent.lead, parent.channel) == ("dispatched", town.units.city, "theme")
    assert set(parent.parts.all()) == set(lamps)
    assert (parent.theme.counted, parent.theme.area, parent.theme.standing) == (5, town.places.west, True)
    assert all(lamp.state == "dispatched" for lamp in parent.parts.all()), "nothing happened to the needs themselves"


def test_whoever_raised_one_is_told_once_without_the_words_of_the_case(parent, town):
    (notice,) = told(town.people.gulnar, "cases.gathered")
    assert notice.params["other"] == parent.number and parent.title not in str(notice.params)


def test_only_the_supervisor_of_the_place_opens_one(opening):
    for who in ("lin", "li", "ding", "gulnar"):
        with pytest.raises(Refused):
            opening(by=who)


def test_a_second_case_for_the_same_theme_waits_until_the_first_has_ended(parent, opening, lamps, town):
    with pytest.raises(NotPossible, match=parent.number):
        opening()
    actions.move(by=town.actor("sun"), case=parent, verb="withdraw")
    second = opening()
    assert set(second.parts.all()) == set(lamps) and not parent.parts.exists()
    assert Theme.objects.filter(standing=True).get().case == second


def test_two_presses_at_once_open_one_case(opening, monkeypatch):
    first = opening()
    monkeypatch.setattr(gathering, "refuse_second", lambda *_args: None)  # both looked before either had written
    Case.objects.filter(part_of=first).update(part_of=None)
    with pytest.raises(NotPossible, match="Somebody else"):
        opening()
    assert Case.objects.filter(channel="theme").count() == 1 and Theme.objects.count() == 1


def test_few_needs_are_no_case_and_an_empty_title_is_told(opening, lamps):
    with pytest.raises(NotPossible) as error:
        opening(title=" ")
    assert "title" in error.value.fields and not Theme.objects.exists()
    Case.objects.filter(pk=lamps[0].pk).update(state="withdrawn")
    with pytest.raises(NotPossible, match="too few"):
        opening()


def test_a_need_is_taken_out_and_put_in_again(parent, lamps, town):
    sun = town.actor("sun")
    gathering.release(by=sun, case=lamps[0])
    assert not parent.parts.filter(pk=lamps[0].pk).exists() and told(town.people.gulnar, "cases.released")
    gathering.gather(by=sun, parent=parent, case=lamps[0])
    moves = list(CaseStep.objects.filter(case=lamps[0]).order_by("pk").values_list("move", flat=True))
    assert moves[-3:] == ["gathered", "released", "gathered"]
    with pytest.raises(NotPossible, match="no other case"):
        gathering.release(by=sun, case=parent)
    for action in (lambda by: gathering.release(by=by, case=lamps[0]), lambda by: gathering.gather(by=by, parent=parent, case=lamps[0])):  # fmt: skip
        with pytest.raises(Refused):
            action(town.actor("li"))


def test_only_needs_of_the_place_the_matter_and_the_time_are_put_in(parent, raise_need, town):
    sun = town.actor("sun")
    with at_time(town.now - timedelta(days=40)):
        old = raise_need(by=None).case
    strangers = [
        old,
        raise_need(by=None, category="manhole").case,
        raise_need(by=None, area=town.places.far_court).case,
        parent,
    ]
    for stranger in strangers:
        with pytest.raises(NotPossible, match="same place"):
            gathering.gather(by=sun, parent=parent, case=stranger)
    later = raise_need(by=None).case
    gathering.gather(by=sun, parent=parent, case=later)
    with pytest.raises(NotPossible, match="no other such case"):
        gathering.gather(by=sun, parent=parent, case=later)
    actions.move(by=sun, case=parent, verb="withdraw")
    with pytest.raises(NotPossible, match="has ended"):
        gathering.gather(by=sun, parent=parent, case=old)


def test_ended_needs_are_in_it_and_the_judgement_of_an_answered_one_is_not_put_off(opening, lamps, town):
    li = town.actor("li")
    with at_time(town.now + timedelta(hours=2)):
        actions.move(by=li, case=lamps[0], verb="accept")
        actions.move(by=li, case=lamps[0], verb="finish", said="Mended.")
        actions.move(by=town.actor("gulnar"), case=lamps[0], verb="confirm", level=5)
        lamps[0].refresh_from_db()
    parent = opening()
    changed = lamps[0].changed_at
    lamps[0].refresh_from_db()
    assert lamps[0].part_of == parent and lamps[0].changed_at == changed


def test_answering_the_case_answers_none_of_the_needs_but_its_askers_hear_of_it(parent, lamps, town):
    li = town.actor("li")
    actions.move(by=li, case=parent, verb="accept")
    assert not told(town.people.gulnar, "cases.gathered_step")
    actions.move(by=li, case=parent, verb="answer", said="The whole line is renewed in spring.")
    (notice,) = told(town.people.gulnar, "cases.gathered_step")
    assert "renewed" not in str(notice.params) and notice.params["other"] == parent.number
    assert set(parent.parts.values_list("state", flat=True)) == {"dispatched"}


def test_the_unit_answers_all_of_them_with_the_same_words_each_with_its_own_step_and_audit_row(parent, lamps, town):
    li = town.actor("li")
    actions.move(by=li, case=lamps[1], verb="accept")
    actions.move(by=town.actor("sun"), case=parent, verb="withdraw")  # its needs can be answered all the same
    before = len(audit.rows_on(lamps[0]))
    done = gathering.answer_all(by=li, parent=parent, verb="finish", said="The line is mended.")
    assert [case.pk for case in done.answered] == [lamp.pk for lamp in lamps] and done.left == []
    for lamp in lamps:
        lamp.refresh_from_db()
        assert lamp.state == "done" and lamp.steps.last().said == "The line is mended."
    assert [row.verb for row in audit.rows_on(lamps[0])][: -before or None][:2] == ["cases.finish", "cases.accept"]
    with pytest.raises(NotPossible, match="None of these"):
        gathering.answer_all(by=li, parent=parent, verb="finish", said="Again.")


def test_needs_of_other_units_and_hazards_stay_open_with_the_reason(opening, raise_need, lamps, town):
    with at_time(town.now):
        hazard = raise_need(by=None, kind="hazard").case
    Case.objects.filter(pk=lamps[1].pk).update(lead=town.units.property)
    parent, li = opening(), town.actor("li")
    assert gathering.answerable(li, parent).count() == 4
    done = gathering.answer_all(by=li, parent=parent, verb="answer", said="Spring.")
    assert {case.pk for case, _why in done.left} == {hazard.pk, lamps[1].pk} and all(why for _case, why in done.left)
    hazard.refresh_from_db()
    assert hazard.state == "dispatched", "it was not even accepted"
    for by, given in ((town.actor("wang"), {}), (town.actor("sun"), {}), (li, {"said": " "}), (li, {"verb": "cannot"})):
        with pytest.raises((Refused, NotPossible)):
            gathering.answer_all(by=by, parent=parent, **{"verb": "answer", "said": "x", **given})


def test_who_may_see_the_case_reads_on_the_need_that_it_is_part_of_it(parent, lamps, visitor, town):
    desk, own = reverse("cases:desk", args=[lamps[0].pk]), reverse("cases:case", args=[lamps[0].pk])
    gulnar, li = visitor(town.people.gulnar), visitor(town.people.li)
    assert parent.number in li.get(desk).content.decode().split("What happened")[0]
    assert parent.number not in gulnar.get(own).content.decode().split("What happened")[0]
    moderation.publish(by=town.actor("lin"), case=parent, title="Lamps", text="Five lamps.")
    page = gulnar.get(own).content.decode()
    assert reverse("cases:public_case", args=[parent.pk]) in page
    actions.move(by=town.actor("sun"), case=parent, verb="withdraw")
    assert "Part of one case" not in gulnar.get(own).content.decode()


def test_neighbours_read_how_many_needs_are_in_it_and_open_those_published(parent, lamps, guest, town):
    lin = town.actor("lin")
    moderation.publish(by=lin, case=parent, title="Lamps", text="Five lamps.")
    here = reverse("cases:public_case", args=[parent.pk])
    page = guest.get(here).content.decode()
    assert "5 needs are in it" in page and "What the resident says" not in page and "Supervisor" in page
    moderation.publish(by=lin, case=lamps[2], title="My lamp", text="Dark.")
    page = guest.get(here).content.decode()
    assert "My lamp" in page and "Several needs are in it" in page, "4 needs that are not public are too few to tell"
    child = guest.get(reverse("cases:public_case", args=[lamps[2].pk])).content.decode()
    assert here in child and "Put into one case" not in child


@pytest.mark.parametrize("state", ["withdrawn", "set_aside"])
def test_a_need_taken_back_or_set_aside_is_no_longer_counted_nor_told(parent, lamps, town, state):
    Case.objects.filter(pk=lamps[0].pk).update(state=state)
    assert queries_themes.inside(town.actor("sun"), parent).total == 4
    assert queries_themes.inside_for_neighbours(parent).total is None
    actions.move(by=town.actor("sun"), case=parent, verb="withdraw")
    assert not told(town.people.gulnar, "cases.gathered_step")


@pytest.mark.parametrize(
    ("total", "shown", "told"),
    [(0, 0, None), (4, 0, None), (5, 0, 5), (5, 5, 5), (9, 5, None), (10, 5, 10), (4, 4, None)],
)
def test_small_numbers_and_small_rests_are_not_told(total, shown, told):
    assert queries_themes.tellable(total, shown) == told


def test_the_case_of_a_theme_enters_no_rate(parent, town):
    from shiliu.govern.cases import boards

    rates = boards.three_rates(Case.objects.all(), town.now - timedelta(days=9), town.now + timedelta(days=3))
    assert rates.response.n + rates.response.non_response == 5


def test_a_supervisor_opens_it_from_the_page_of_the_theme_and_takes_a_need_out(lamps, visitor, town, catalogue):
    with at_time(town.now - timedelta(days=90)):
        actions.submit(by=ANONYMOUS, kind="help", title="x", text="x", area=town.places.house)
    sun = visitor(town.people.sun)
    here = f"/cases/office/themes/{town.places.west.pk}/{catalogue['street_lamp'].pk}/"
    assert "5 needs in four weeks" in sun.get(here).content.decode()
    wrong = sun.post(f"{here}open/", {"kind": "help", "title": "", "text": "x"})
    assert wrong.status_code == 422 and "error" in wrong.content.decode()
    given = {"kind": "suggestion", "title": "Lamps", "text": "All dark.", "may_publish": "on"}
    page = sun.post(f"{here}open/", given, follow=True)
    parent = Case.objects.get(channel="theme")
    assert (
        page.redirect_chain[0][0] == f"/cases/office/{parent.pk}/gathered/"
        and page.content.decode().count("Take out<") >= 5
    )
    out = sun.post(f"/cases/office/{parent.pk}/gathered/take-out/", {"need": lamps[0].pk}, follow=True).content.decode()
    assert "Could be put in as well" in out and parent.parts.count() == 4
    sun.post(f"/cases/office/{parent.pk}/gathered/put-in/", {"need": lamps[0].pk})
    assert parent.parts.count() == 5
    for wrong in ("", "x", "999999", str(parent.pk)):
        assert sun.post(f"/cases/office/{parent.pk}/gathered/take-out/", {"need": wrong}).status_code == 302
    assert parent.parts.count() == 5
    assert (
        sun.get(here).content.decode().count(parent.number)
        and "Open the case for all" not in sun.get(here).content.decode()
    )
    again = sun.post(f"{here}open/", given)
    assert again.status_code == 422 or again.status_code == 302
    assert Case.objects.filter(channel="theme").count() == 1


def test_the_handler_answers_all_on_the_page_of_the_needs(parent, visitor, town):
    li = visitor(town.people.li)
    here = f"/cases/office/{parent.pk}/gathered/"
    assert "5 needs are with your unit" in li.get(here).content.decode()
    assert li.post(f"{here}answer/", {"verb": "answer", "said": ""}).status_code == 422
    page = li.post(f"{here}answer/", {"verb": "answer", "said": "Spring."}, follow=True).content.decode()
    assert "5 needs were answered." in page and "Answer all of them" not in page
    assert visitor(town.people.sun).post(f"{here}answer/", {"verb": "answer", "said": "x"}).status_code == 403
    lamp = parent.parts.first()
    assert li.get(f"/cases/office/{lamp.pk}/gathered/").status_code == 404


def test_the_page_of_the_needs_costs_the_same_for_five_and_for_ten(parent, lamps, raise_need, visitor, town, django_assert_max_num_queries):  # fmt: skip
    sun, here = visitor(town.people.sun), f"/cases/office/{parent.pk}/gathered/"
    sun.get(here)
    with django_assert_max_num_queries(40) as few:
        sun.get(here)
    most = len(few)
    Case.objects.bulk_create(
        Case(kind="help", title="x", text="x", channel="web", area=lamp.area, area_path=lamp.area_path, category=lamp.category,
             received_at=lamp.received_at, changed_at=lamp.changed_at, part_of=parent, lead=lamp.lead, state="handling")
        for lamp in lamps
    )  # fmt: skip
    with django_assert_max_num_queries(most):
        sun.get(here)
