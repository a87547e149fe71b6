"""Votes in every state: counted in 吉福, open in 自由路 with paper beside the phone, announced in 花园村, being prepared and given up.
The ballots are drawn by dice, and nobody cast them."""

from datetime import timedelta
from random import Random

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.votes import actions
from shiliu.govern.projects.votes import rules as voting
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM

DAY = timedelta(days=1)
# (name, English, Uyghur, yuan, how many of ten want it)
WISHES = (
    ("单元门口加装扶手", "Handrails at the entrances", "كىرىش ئېغىزىغا تۇتقۇچ ئورنىتىش", 18_000, 6),
    ("院内增设长椅", "Benches in the courtyard", "ھويلىغا ئورۇندۇق قويۇش", 9_000, 5),
    ("电动车棚充电插座", "Charging sockets in the bicycle shed", "توك قاچىلاش قاپاقلىرى", 42_000, 5),
    ("儿童沙坑", "A sandpit for children", "بالىلار قۇملۇقى", 26_000, 3),
    ("夜间步道照明", "Lights along the footpath", "پىيادىلەر يولى چىرىغى", 35_000, 4),
    ("共享菜园", "A shared vegetable garden", "ئورتاق كۆكتاتلىق", 15_000, 3),
)
NAMES = {
    "counted": {"zh-hans": "吉福社区微实事投票", "en": "Small works in Jifu", "ug": "جىفۇ مەھەللىسىدىكى كىچىك ئىشلار"},
    "open": {"zh-hans": "自由路社区：八万元怎么花", "en": "Ziyou Road: how to spend 80,000", "ug": "زىيۇ يولى: 80 مىڭ يۈەننى قانداق خەجلەيمىز"},
    "announced": {"zh-hans": "花园村社区春季投票", "en": "Spring vote of Huayuan Village", "ug": "خۇايۈەن كەنتىنىڭ باھارلىق ئاۋازى"},
    "draft": {"zh-hans": "汇泉路社区冬季投票", "en": "Winter vote of Huiquan Road", "ug": "خۈيچۈەن يولىنىڭ قىشلىق ئاۋازى"},
    "given_up": {"zh-hans": "自由路社区投票（作废）", "en": "Vote of Ziyou Road (given up)", "ug": "زىيۇ يولى ئاۋازى (ئەمەلدىن قالدۇرۇلدى)"},
}  # fmt: skip
TEXT = {
    "zh-hans": "项目都来自居民的愿望，能不能做、要花多少钱，主管单位已经看过。规则在投票前公布并封存，谁也改不了。",
    "en": "The projects are wishes of neighbours; the units in charge have looked at them. The rules are published and frozen before the vote.",
    "ug": "تۈرلەر ئاھالىلەرنىڭ ئارزۇسى؛ مەسئۇل ئورۇنلار كۆرۈپ چىقتى. قائىدە ئاۋازدىن بۇرۇن ئېلان قىلىنىپ توڭلىتىلدى.",
}


def tell(cast, moment):
    dice = Random(20261123)
    counted = _counted(cast, moment, dice)
    _open(cast, moment, dice)
    _announced(cast, moment)
    with at_time(moment - 2 * DAY):
        _vote(cast, "draft", "SL-03-01", moment + 20 * DAY, kind=voting.POINTS, budget=60_000, wishes=3)
    with at_time(moment - 60 * DAY):
        vote = _vote(cast, "given_up", "SL-01-01", moment - 61 * DAY, announce=True, wishes=2)
        actions.give_up(by=cast["ding"], vote=vote, reason="名单漏了一栋楼的项目，重新征集后再投。")
    return counted


def _counted(cast, moment, dice):
    begins = moment - 30 * DAY
    with at_time(begins - 5 * DAY):
        vote = _vote(cast, "counted", "SL-02-01", begins, announce=True)
        actions.follow(by=cast["lin"], vote=vote)
    with at_time(begins + DAY):
        actions.open_vote(by=SYSTEM, vote=vote)
        _cast(cast, vote, dice, 45)
        actions.cast(by=cast["lin"], vote=vote, ballot=[1, 2])
    with at_time(begins + 8 * DAY):
        vote = actions.close_vote(by=SYSTEM, vote=vote)
        return actions.count_vote(by=SYSTEM, vote=vote)


def _open(cast, moment, dice):
    begins = moment - 3 * DAY
    with at_time(begins - 4 * DAY):
        vote = _vote(cast, "open", "SL-01-01", begins, announce=True, kind=voting.KNAPSACK)
        actions.follow(by=cast["anna"], vote=vote)
    with at_time(begins + DAY):
        actions.open_vote(by=SYSTEM, vote=vote)
        _cast(cast, vote, dice, 18)
        actions.cast(by=cast["anna"], vote=vote, ballot=[2, 6])
        _packet, codes = actions.print_packet(by=cast["ding"], vote=vote, purpose="sheets", count=20)
    with at_time(begins + 2 * DAY):
        phase = vote.phases.get(code="vote")
        actions.move_phase(by=cast["sun"], vote=vote, code="vote", starts=phase.starts, ends=phase.ends - DAY / 4,
                           reason="最后一天停电检修，提前到中午结束。")  # fmt: skip
        pile = actions.begin_batch(by=cast["zhao"], vote=vote)
        for number, code in enumerate(codes[:4], 1):
            actions.key_sheet(by=cast["zhao"], batch=pile, number=number, typed={"code": code, "marks": dice.choice(("1 2", "2 6", "3"))})  # fmt: skip
        actions.end_keying(by=cast["zhao"], batch=pile)


def _announced(cast, moment):
    with at_time(moment - DAY):
        vote = _vote(cast, "announced", "SL-05-01", moment + 2 * DAY, announce=True, kind=voting.RANKED, wishes=4)
        actions.follow(by=cast["guli"], vote=vote)


def _vote(cast, name, place, begins, *, announce=False, kind=voting.APPROVAL, budget=80_000, wishes=6):
    """A vote of a week, in preparation or announced, on wishes of the place that can be done."""
    area = Area.objects.get(code=place)
    phases = {
        "read": (begins - 4 * DAY, begins),
        "vote": (begins, begins + 7 * DAY),
        "count": (begins + 7 * DAY, begins + 10 * DAY),
    }
    vote = actions.create_vote(
        by=cast["ding"], area=area, names=NAMES[name], texts=TEXT, kind=kind, budget=budget, most=0, dots=10, rule=voting.EQUAL_SHARES,
        completion="add1u", tie="votes,min-cost,lot", resident_before=begins.date(), phases=phases,
    )  # fmt: skip
    for zh, en, ug, yuan, _wanted in WISHES[:wishes]:
        candidate = _candidate(cast, area, {"zh-hans": zh, "en": en, "ug": ug}, yuan)
        actions.add_item(by=cast["ding"], vote=vote, candidate=candidate)
    return actions.announce(by=cast["ding"], vote=vote) if announce else vote


def _candidate(cast, area, names, yuan):
    """A wish that the city's works unit found can be done."""
    unit = Organisation.objects.get(code="SL-URBAN")
    made = pool.enter(
        by=cast["ding"], area=area, names=names, summary=names, kind="works", origin="unit", organisation=unit
    )
    check = pool.ask_check(by=cast["ding"], candidate=made, reviewer=cast["li"].person, organisation=unit, due=made.entered_at.date() + 7 * DAY)  # fmt: skip
    pool.answer_check(by=cast["li"], check=check, feasible=True, low=yuan * 9 // 10, high=yuan)
    return pool.settle(by=cast["ding"], candidate=made, feasible=True)


def _cast(cast, vote, dice, count):
    _packet, codes = actions.print_packet(by=cast["ding"], vote=vote, purpose="slips", count=count)
    for code in codes:
        # Three of ten have small children and a wish for a garden, and want nothing else: so the two ways of counting differ.
        wanted = [
            number for number, row in enumerate(WISHES, 1) if number not in (4, 6) and dice.random() * 10 < row[4]
        ] or [2]
        wanted = [4, 6] if dice.random() < 0.3 else wanted
        if vote.kind == voting.KNAPSACK:
            while sum(WISHES[number - 1][3] for number in wanted) > vote.budget:
                wanted.remove(dice.choice(wanted))
        actions.cast(by=ANONYMOUS, vote=vote, ballot=wanted, code=code)
