"""What a round waits for is told, and what nobody ends ends by itself."""

from datetime import timedelta

import pytest

from shiliu.govern.surveys import actions, queries, sweeping
from shiliu.govern.surveys.models import Answer, Batch, FreeText, Round
from shiliu.govern.surveys.tests.conftest import NAMES, fresh
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.workflow import NotPossible
from tests.town import NOON


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_makers_are_told_once_a_week_what_a_round_waits_for(town, plan):
    round = plan()
    sweeping.remind()
    once = told("surveys.not_opened")
    assert once > 0
    sweeping.remind()
    assert told("surveys.not_opened") == once
    actions.open_round(by=town.actor("ding"), round=round)
    pile = actions.begin_batch(by=town.actor("zhao"), round=round)
    with at_time(NOON + timedelta(days=18)):
        sweeping.remind()
        actions.drop_batch(by=town.actor("zhao"), batch=pile)
        actions.close_round(by=town.actor("ding"), round=round)
    with at_time(NOON + timedelta(days=26)):
        sweeping.remind()
    assert told("surveys.paper_waits") == told("surveys.not_published") == once


def test_tables_nobody_publishes_are_published_two_weeks_late_without_unread_words_and_uncounted_paper(
    town, open_round, fill, client
):
    round = open_round(verbatim=True)
    fill(round, 40, H1="4")
    FreeText.objects.bulk_create([FreeText(round=round, question="Z1", text=f"text {n}") for n in range(12)])
    actions.begin_batch(by=town.actor("zhao"), round=round)
    with at_time(NOON + timedelta(days=30)):
        assert "The office is late" in client.get(f"/surveys/{round.pk}/").content.decode()
    with at_time(NOON + timedelta(days=34)):
        sweeping.end_late()
        assert fresh(round).state == Round.State.OPEN
    with at_time(NOON + timedelta(days=35)):
        sweeping.end_late()
        published = queries.publication_of(round)
    assert published.tables["answers"] == 40 and not Batch.objects.exists()
    assert published.tables["questions"][3]["shown"] == []
    with at_time(NOON + timedelta(days=70)):
        sweeping.delete_old_answers()
    assert not Answer.objects.exists() and not FreeText.objects.exists()


def test_a_survey_retires_after_its_last_publication_and_that_stays_readable(town, survey, open_round, fill, client):
    ding = town.actor("ding")
    retire = {"names": NAMES, "intro": {}, "repeats": False, "active": False}
    round = open_round()
    fill(round, 40, H1="4")
    with pytest.raises(NotPossible, match="not published yet"):
        actions.edit_survey(by=ding, survey=survey, **retire)
    actions.close_round(by=ding, round=round)
    actions.publish_round(by=ding, round=round)
    actions.edit_survey(by=ding, survey=survey, **retire)
    with at_time(NOON + timedelta(days=20)):
        assert "40 forms were answered" in client.get(f"/surveys/{round.pk}/").content.decode()


@pytest.mark.parametrize(("words", "found"), [("需求", 1), ("needs west", 1), ("zh-hans", 0), ("需求 nowhere", 0)])
def test_surveys_are_found_by_the_words_of_their_names_in_every_language(town, open_round, words, found):
    open_round()
    assert queries.listed(q=words).count() == queries.office_list(town.actor("ding"), q=words).count() == found


def test_no_survey_is_made_for_a_single_building(town):
    with pytest.raises(NotPossible) as refused:
        actions.create_survey(by=town.actor("ding"), area=town.places.house, names=NAMES)
    assert "area" in refused.value.fields
