"""Surveys of the town for the tests that walk through its pages: one in every state."""

from datetime import timedelta

from shiliu.govern.surveys import actions
from shiliu.govern.surveys.models import Answer, FreeText, Round

NAMES = {"zh-hans": "需求调查", "en": "Survey of needs"}


def open_survey(town, area=None, **changes):
    """Numbers of a survey with the starting questions, its open round, and a pile with one sheet."""
    ding, zhao, day = town.actor("ding"), town.actor("zhao"), town.now.date()
    survey = actions.create_survey(
        by=ding, area=area or town.places.west, names=NAMES, intro={"en": "What is needed here?"}
    )
    round = actions.plan_round(
        by=ding, survey=survey, opens_on=day, closes_on=day + timedelta(10), publish_on=day + timedelta(20), households=120,
        **changes,
    )  # fmt: skip
    actions.open_round(by=ding, round=round)
    pile = actions.begin_batch(by=zhao, round=round)
    actions.key_form(by=zhao, batch=pile, number=1, typed={"H1": "4"})
    return {"survey": survey.pk, "round": round.pk, "pile": pile.pk, "question": "H1"}


def answered(round, *, parts=(None,)):
    """Invented answers, written as they lie in the table."""
    said = [{"H1": "4", "H2": ["1", "2"], "W2": "y", "W3": ["1"]}] * 24 + [{"H1": "2", "H2": ["2"], "W2": "n"}] * 16
    for part in parts:
        Answer.objects.bulk_create([Answer(round_id=round, part=part, values=values) for values in said])
    FreeText.objects.bulk_create([FreeText(round_id=round, question="Z1", text=f"灯 {n}") for n in range(12)])


def surveys_shown(town):
    """Numbers for every page: an open round, a pile that differs, a round to be published, and one that was."""
    found = open_survey(town, part_level="compound")
    ding, zhao, ma = town.actor("ding"), town.actor("zhao"), town.actor("ma")
    answered(found["round"])
    round = Round.objects.get(pk=found["round"])
    differing = actions.begin_batch(by=zhao, round=round)
    for who, code in ((zhao, "4"), (ma, "5")):
        actions.key_form(by=who, batch=differing, number=1, typed={"H1": code})
        actions.end_keying(by=who, batch=differing)
    ended, day = {}, town.now.date()
    past = {"opens_on": day - timedelta(40), "closes_on": day - timedelta(30), "publish_on": day - timedelta(20)}
    for name in ("closed", "reported"):
        survey = actions.create_survey(by=ding, area=town.places.west, names=NAMES, repeats=False)
        last = actions.plan_round(
            by=ding, survey=survey, opens_on=day, closes_on=day, publish_on=day + timedelta(1), households=90, part_level="compound"
        )  # fmt: skip
        actions.open_round(by=ding, round=last)
        answered(last.pk, parts=(None, town.places.court))
        actions.close_round(by=ding, round=last)
        Round.objects.filter(pk=last.pk).update(**past)
        ended[name] = last.pk
    actions.publish_round(by=ding, round=last)
    return {**found, **ended, "reported_survey": survey.pk, "differing": differing.pk}
