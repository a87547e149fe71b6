"""A dispatcher reads suggestions, fills the form with one press, and everybody who may sees how well they do."""

from datetime import timedelta

import numpy as np
import pytest

from shiliu.govern.cases import actions, suggesting, suggestion_store
from shiliu.govern.cases.models import Case
from shiliu.methods.suggesting import NEVER, Example, Model, train
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
NOTES = {
    "at": "2026-03-09T10:00:00+08:00", "n": 60, "counts": {"street_lamp": 30, "manhole": 30}, "left_out": ["neighbour_matter"],
    "fitted": 48, "target": 0.8, "held_out": 12, "first": 11, "three": 12, "said": 10, "said_right": 9, "usual": "manhole",
    "usual_right": 6, "by_label": {"manhole": [6, 5, 5], "street_lamp": [6, 5, 4]}, "confused": [["manhole", "street_lamp", 1]],
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def learned():
    """learned(threshold=0.4) -> a small model in use that knows lamps and manholes."""

    def make(threshold=0.4):
        texts = {"street_lamp": "the street lamp is dark", "manhole": "the manhole cover is loose"}
        model = train([Example(text, label) for label, text in texts.items() for _i in range(10)])
        kept = {name: getattr(model, name) for name in ("labels", "columns", "idf", "weights", "bias")}
        return suggestion_store.write(Model(**kept, threshold=threshold), NOTES)

    return make


@pytest.fixture
def waiting(raise_need):
    """A need nobody named a matter for: it waits for the dispatcher."""
    return raise_need(category=None, title="Dark", text="The street lamp is dark at the gate.").case


def desk(browser, case, query=""):
    return browser.get(f"/cases/office/{case.pk}/{query}").content.decode()


def test_a_dispatcher_sees_what_is_suggested_and_which_words_weighed_most(learned, waiting, visitor, town):
    learned()
    page = desk(visitor(town.people.lin), waiting)
    assert "Suggested from earlier decisions" in page and "“lamp”" in page
    assert page.index("Street lamp</bdi></strong>") < page.index("Manhole</bdi></strong>")


def test_one_press_fills_the_form_and_sends_nothing(learned, waiting, visitor, town, catalogue):
    learned()
    lamp = catalogue["street_lamp"]
    page = desk(visitor(town.people.lin), waiting, f"?matter={lamp.pk}")
    assert f'<option value="{lamp.pk}" selected>' in page and f'<option value="{town.units.city.pk}" selected>' in page
    waiting.refresh_from_db()
    assert waiting.state == "triage" and waiting.category is None


def test_only_a_suggested_matter_can_be_filled_in_by_the_address(learned, waiting, visitor, town, catalogue):
    learned()
    for matter in (catalogue["property_service"].pk, "x", "9" * 30):
        assert "The form now says" not in desk(visitor(town.people.lin), waiting, f"?matter={matter}")


def test_where_no_unit_serves_the_place_the_dispatcher_is_asked_to_choose_one(
    learned, waiting, visitor, town, catalogue
):
    learned()
    town.units.city.active = False
    town.units.city.save()
    page = desk(visitor(town.people.lin), waiting, f"?matter={catalogue['street_lamp'].pk}")
    assert "The catalogue finds no unit for it here" in page


def test_it_keeps_silent_when_it_is_not_sure_and_shows_nothing_without_a_model(learned, waiting, visitor, town):
    lin = visitor(town.people.lin)
    assert "Suggested from earlier" not in desk(lin, waiting)
    learned(threshold=NEVER)
    page = desk(lin, waiting)
    assert "Nothing is suggested" in page and "Fill in this matter" not in page


def test_who_cannot_send_a_case_sees_no_suggestion(learned, waiting, visitor, town):
    learned()
    assert "Suggested from earlier" not in desk(visitor(town.people.sun), waiting)


def test_a_text_of_unknown_letters_gets_no_suggestion(learned, raise_need, visitor, town):
    learned()
    case = raise_need(category=None, title="ѪѮ", text="ѪѮ").case
    assert "Nothing is suggested" in desk(visitor(town.people.lin), case)


def test_the_page_tells_what_is_missing_before_anything_was_learned(visitor, town):
    page = visitor(town.people.ding).get("/cases/office/suggestions/").content.decode()
    assert (
        "It takes 100 cases whose matter people confirmed" in page
        and "there are 0 cases" in page
        and "No decisions to compare yet" in page
    )


def test_the_page_shows_how_it_did_before_use_and_what_was_decided_since(learned, waiting, visitor, town, catalogue):
    learned()
    step = actions.move(
        by=town.actor("lin"), case=waiting, verb="dispatch", category=catalogue["manhole"], unit=town.units.city
    )
    assert step.data["suggested"]["sure"]
    page = visitor(town.people.lin).get("/cases/office/suggestions/").content.decode()
    for words in (
        "11 of 12",
        "9 of 10",
        "Always the most frequent matter",
        "among the first three",
        "0 of 1",
        "Too rare",
    ):
        assert words in page, words
    assert f"/cases/office/{waiting.pk}/" in page
    other = visitor(town.people.ding).get("/cases/office/suggestions/?sure=yes").content.decode()
    assert waiting.number in other and f"/cases/office/{waiting.pk}/" not in other
    assert waiting.number not in visitor(town.people.lin).get("/cases/office/suggestions/?sure=no").content.decode()
    with at_time(town.now + timedelta(days=40)):
        assert waiting.number not in visitor(town.people.lin).get("/cases/office/suggestions/?days=30").content.decode()


def test_a_model_that_was_never_sure_says_so(learned, visitor, town):
    learned(threshold=NEVER)
    assert "It was never sure enough" in visitor(town.people.sun).get("/cases/office/suggestions/").content.decode()


def test_the_page_costs_the_same_for_one_decision_and_for_many(
    learned, raise_need, visitor, town, catalogue, django_assert_max_num_queries
):
    learned()

    def decide(n):
        for _i in range(n):
            case = raise_need(category=None).case
            actions.move(
                by=town.actor("lin"), case=case, verb="dispatch", category=catalogue["manhole"], unit=town.units.city
            )

    decide(1)
    lin = visitor(town.people.lin)
    lin.get("/cases/office/suggestions/")
    with django_assert_max_num_queries(25) as few:
        lin.get("/cases/office/suggestions/")
    decide(4)
    with django_assert_max_num_queries(len(few)):
        lin.get("/cases/office/suggestions/")


def test_reading_a_suggestion_changes_no_case(learned, waiting):
    learned()
    before = Case.objects.values().get(pk=waiting.pk)
    found = suggesting.suggest(suggesting.text_of(waiting))
    assert found.sure and np.isclose(sum(row.share for row in found.rows), 1)
    assert Case.objects.values().get(pk=waiting.pk) == before
