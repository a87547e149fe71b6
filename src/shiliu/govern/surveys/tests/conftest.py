"""A survey of the west community with four short questions, and a round that is open at the town's noon."""

from datetime import date, timedelta

import pytest

from shiliu.govern.surveys import actions, rules
from shiliu.govern.surveys.models import Answer, Round

NAMES = {"zh-hans": "公共服务需求调查", "en": "Survey of needs"}
DAY = date(2026, 3, 10)


def options(**texts):
    return tuple(rules.Option(code, {"zh-hans": text, "en": text}) for code, text in texts.items())


def question(code="H1", kind="scale", need="health", text="怎么样？", **more):
    if kind == rules.SCALE:
        more["options"] = tuple(rules.Option(*one) for one in rules.SCALE_OPTIONS)
    return rules.Question(code, need, kind, {"zh-hans": text, "en": f"How is {code}?"}, **more)


QUESTIONS = (
    question("H1"),
    question("T1", "one", "transport", options=options(y="有", n="没有")),
    question("T2", "many", "transport", options=options(a="公交", b="停车", c="坡道"), show_if=("T1", ("y",)), is_need=True),
    question("Z1", "text", "other", "还有什么建议？"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def budgets_of_their_own(settings, tmp_path):
    """The ledger of noise is a file, and outlives the rows of a test."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def survey(town):
    made = actions.create_survey(by=town.actor("ding"), area=town.places.west, names=NAMES, starter=False)
    for one in QUESTIONS:
        actions.set_question(by=town.actor("ding"), survey=made, question=one)
    return made


@pytest.fixture
def plan(town, survey):
    """plan(**changes) -> a Round that is planned for ten days from the town's noon."""

    def make(**changes):
        dates = {"opens_on": DAY, "closes_on": DAY + timedelta(10), "publish_on": DAY + timedelta(20)}
        return actions.plan_round(by=town.actor("ding"), survey=survey, **{**dates, "households": 120, **changes})

    return make


@pytest.fixture
def open_round(town, plan):
    def make(**changes):
        return actions.open_round(by=town.actor("ding"), round=plan(**changes))

    return make


@pytest.fixture
def fill():
    """fill(round, 30, H1="4", T1="y") writes so many equal answers as they lie in the table."""

    def write(round, count, part=None, **values):
        Answer.objects.bulk_create([Answer(round=round, part=part, values=values) for _each in range(count)])

    return write


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def published(town, round):
    actions.close_round(by=town.actor("ding"), round=round)
    actions.publish_round(by=town.actor("sun"), round=round)
    return Round.objects.get(pk=round.pk).publication.tables
