"""Meetings of 吉福: one held with its decisions, one called for which lots are drawn, one prepared; affairs published with questions;
owners who decided about a lift, who are asked about their car park, and a matter passed on. All of it invented."""

from datetime import timedelta
from decimal import Decimal

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.proposals.meetings import actions as meetings
from shiliu.govern.proposals.meetings.models import AffairsTopic, MeetingKind
from shiliu.govern.proposals.owners import actions as owners
from shiliu.govern.proposals.owners.models import OwnersMatter
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM

DAY = timedelta(days=1)
HOME, UNIT = "SL-02-01", "SL-02-01-JW"


def tell(narrator, moment):
    cast = narrator.cast
    with at_time(moment - 90 * DAY):
        meetings.load_defaults(by=SYSTEM)
        owners.load_defaults(by=SYSTEM)
    where = {"area": Area.objects.get(code=HOME), "organiser": Organisation.objects.get(code=UNIT)}
    _held(cast["sun"], where, moment)
    _coming(cast["sun"], where, moment)
    _owners(cast["sun"], where, moment)


def _draft(sun, where, kind, title, starts, **more):
    return meetings.draft(by=sun, kind=MeetingKind.objects.get(code=kind), title=title, starts_at=starts, where="居委会一楼", **where, **more)  # fmt: skip


def _held(sun, where, moment):
    with at_time(moment - 40 * DAY):
        hall = _draft(sun, where, "residents", "院子怎么用、电梯怎么办", moment - 25 * DAY)
        bench = meetings.add_item(by=sun, meeting=hall, purpose="decide", title="东角装三张长椅")
        drying = meetings.add_item(by=sun, meeting=hall, purpose="decide", title="西边空地装晾衣架")
        lift = meetings.add_item(by=sun, meeting=hall, purpose="discuss", title="三号楼加装电梯", of_owners=True)
        meetings.call(by=sun, meeting=hall)
    with at_time(moment - 24 * DAY):
        hall = meetings.hold(by=sun, meeting=hall, entitled=180, present=104)
        meetings.decide(by=sun, item=bench, words="同意，秋天前装好。", in_favour=88, against=6, abstained=10)
        meetings.decide(
            by=sun, item=drying, words="意见不一，先听一楼住户的想法。", in_favour=49, against=40, abstained=15
        )
        meetings.decide(by=sun, item=lift, words="电梯由业主投票决定，会上只听了各方想法。", outcome="to_owners")
        meetings.write_minutes(by=sun, meeting=hall, text="谈了长椅、晾衣架和电梯三件事。")
        meetings.write_minutes(
            by=sun, meeting=hall, text="谈了长椅、晾衣架和电梯三件事；一楼住户另约时间。", why="补上漏记的一句。"
        )
    with at_time(moment - 20 * DAY):
        topic = AffairsTopic.objects.get(code="decisions")
        meetings.publish(
            by=sun,
            topic=topic,
            title="九月居民会议的决定",
            text="长椅通过，晾衣架未通过，电梯交业主投票。",
            meeting=hall,
            **where,
        )


def _coming(sun, where, moment):
    with at_time(moment - 3 * DAY):
        council = _draft(sun, where, "council", "冬天的楼道和取暖", moment + 8 * DAY)
        meetings.add_item(by=sun, meeting=council, purpose="discuss", title="楼道门关不严")
        council = meetings.call(by=sun, meeting=council)
        meetings.call_draw(
            by=sun, meeting=council, places=12, closes_at=moment + 3 * DAY, words_from="开会前三日上证指数收盘点数"
        )
        old = _draft(sun, where, "talk", "和物业谈谈", moment + 5 * DAY)
        meetings.add_item(by=sun, meeting=old, purpose="discuss", title="夜间门岗")
        meetings.cancel(by=sun, meeting=meetings.call(by=sun, meeting=old), reason="物业经理生病，改期另行通知。")
        _draft(sun, where, "representatives", "下半年居民代表会议", moment + 30 * DAY)
        money = AffairsTopic.objects.get(code="money")
        meetings.publish(
            by=sun, topic=money, title="上季度公益金收支", text="收入 12000 元，支出 8600 元，结余 3400 元。", **where
        )


def _owners(sun, where, moment):
    committee = Organisation.objects.filter(kind__code="owners_committee", active=True).first()
    sizes = {1: Decimal("86.40"), 2: Decimal("86.40"), 3: Decimal("118.60"), 4: Decimal("118.60")}
    rows = [(f"3-{floor}0{door}", metres, "") for floor in range(1, 7) for door, metres in sizes.items()]
    with at_time(moment - 60 * DAY):
        estate = owners.set_estate(by=sun, area=where["area"], committee=committee)
        owners.set_shares(by=sun, estate=estate, rows=[*rows, ("3-CK1", Decimal("18.00"), "3-101")])
        lift = _vote(
            sun,
            estate,
            "rebuild",
            "三号楼加装电梯",
            "约五十万元，按楼层分摊，一楼不出钱。",
            moment - 40 * DAY,
            moment - 30 * DAY,
        )
        codes = owners.make_codes(by=sun, vote=lift)
    with at_time(moment - 35 * DAY):
        for place, (_share, code) in enumerate(
            codes[:21]
        ):  # three stay away, one flat on each of five floors is against
            owners.cast(by=ANONYMOUS, vote=lift, code=code, choice="against" if place in range(0, 20, 4) else "for")
    with at_time(moment - 29 * DAY):
        owners.tend()
        owners.refer(
            by=sun,
            area=where["area"],
            title="外墙脱落的应急维修",
            to="区住房和建设局",
            reason="危及安全的应急维修由主管部门组织，不等投票。",
        )
        _vote(
            sun,
            estate,
            "common_parts",
            "北侧空地改成停车位",
            "改十二个车位，租金归全体业主。",
            moment - 5 * DAY,
            moment + 5 * DAY,
        )


def _vote(sun, estate, matter, title, text, opens, closes):
    made = owners.draft(by=sun, estate=estate, matter=OwnersMatter.objects.get(code=matter), title=title, text=text, opens_at=opens, closes_at=closes)  # fmt: skip
    return owners.announce(by=sun, vote=made)
