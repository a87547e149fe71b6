"""Needs asked in 吉福 for the second time, and in 自由路 just now. The answers are drawn, and nobody gave them."""

from datetime import timedelta

from shiliu.foundation.models import Area
from shiliu.govern.surveys import actions, rules
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

DAY = timedelta(days=1)
NAMES = {"zh-hans": "公共服务需求调查", "en": "Survey of public services", "ug": "ئاممىۋى مۇلازىمەت تەكشۈرۈشى"}
INTRO = {
    "zh-hans": "七个方面，您觉得做得怎么样，还缺什么？不记名，几分钟就能答完。",
    "en": "Seven areas: how good are they, and what is missing? No names, a few minutes.",
    "ug": "يەتتە ساھە: قانداق، نېمە كەم؟ ئىسىمسىز، بىر قانچە مىنۇت.",
}
WORDS = ("希望活动室晚上也开放。", "楼下多几条长椅。", "想要一个能讲维吾尔语的窗口。", "公交晚班太少。")
SUMMARY = {
    "zh-hans": "多数意见希望活动室延长开放、增设长椅，并加密晚间公交。",
    "en": "Most ask for longer hours of the activity room, more benches, and more buses in the evening.",
    "ug": "كۆپ قىسمى پائالىيەت ئۆيىنىڭ ئۇزۇنراق ئېچىلىشىنى، ئورۇندۇق ۋە كەچلىك ئاپتوبۇسنىڭ كۆپەيتىلىشىنى ئۈمىد قىلىدۇ.",
}


def tell(narrator, moment):
    """A published round, a later one that can be compared with it, and an open one with a pile that is keyed once."""
    survey = _survey(narrator, "SL-02-01", moment - 130 * DAY)
    for days, count, better in ((120, 64, 0.0), (40, 72, 0.2)):
        _round(narrator, survey, moment - days * DAY, count, better)
    _open(narrator, _survey(narrator, "SL-01-01", moment - 12 * DAY), moment - 6 * DAY)


def _survey(narrator, code, begun):
    with at_time(begun):
        return actions.create_survey(
            by=narrator.cast["ding"], area=Area.objects.get(code=code), names=NAMES, intro=INTRO
        )


def _plan(narrator, survey, begun, **more):
    first = begun.date()
    planned = actions.plan_round(
        by=narrator.cast["ding"], survey=survey, opens_on=first, closes_on=first + 14 * DAY, publish_on=first + 21 * DAY,
        households=640, **more,
    )  # fmt: skip
    return actions.open_round(by=narrator.cast["ding"], round=planned)


def _round(narrator, survey, begun, count, better):
    with at_time(begun):
        round = _plan(narrator, survey, begun)
    with at_time(begun + 7 * DAY):
        _answer(narrator.dice, round, count, better)
    with at_time(begun + 15 * DAY):
        actions.close_round(by=narrator.cast["ding"], round=round)
        actions.summarise(by=narrator.cast["sun"], round=round, question="Z1", texts=SUMMARY)
    with at_time(begun + 21 * DAY):
        actions.publish_round(by=narrator.cast["sun"], round=round)


def _open(narrator, survey, begun):
    with at_time(begun):
        round = _plan(narrator, survey, begun, part_level="compound")
    with at_time(begun + 5 * DAY):
        _answer(narrator.dice, round, 18, 0.1)
        pile = actions.begin_batch(by=narrator.cast["zhao"], round=round)
        for number in range(1, 5):
            typed = {"H1": str(2 + number % 3), "H2": "1 3", "T1": "3", "T2": "3"}
            actions.key_form(by=narrator.cast["zhao"], batch=pile, number=number, typed=typed)
        actions.end_keying(by=narrator.cast["zhao"], batch=pile)


def _answer(dice, round, count, better):
    questions = rules.questions_of(round.question_set.questions)
    for _form in range(count):
        actions.answer(by=ANONYMOUS, round=round, given={one.code: _said(dice, one, better) for one in questions})


def _said(dice, question, better):
    if question.kind == rules.TEXT:
        return dice.choice(WORDS) if dice.random() < 0.3 else ""
    if question.kind == rules.SCALE:
        return str(min(5, dice.choice((2, 3, 3, 4, 4)) + (dice.random() < better)))
    if question.kind == rules.MANY:
        return [option.code for place, option in enumerate(question.options) if dice.random() < 0.55 - 0.08 * place]
    return dice.choice(question.codes)
