"""What became of the wishes: a pool with everything that can happen to a candidate, and projects in every state, told by the same actions.

Prices, suppliers and people are invented."""

from datetime import timedelta

from django.utils.timezone import localdate

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.pool.models import Candidate, Exclusion
from shiliu.govern.projects.works import actions
from shiliu.platform import maps
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

DAY = timedelta(days=1)


def tell(cast, moment):
    with at_time(moment - 100 * DAY):
        pool.load_exclusions(by=cast["ding"])
    _pool(cast, moment)
    _finished(cast, moment)
    _under_way(cast, moment)
    _service(cast, moment)
    _together(cast, moment)


def _names(zh, en):
    return {"zh-hans": zh, "en": en}


def _enter(cast, place, zh, en, about, **given):
    area = Area.objects.get(code=place)
    return pool.enter(by=cast["sun"], area=area, point=maps.point_of(area), names=_names(zh, en), summary=about if isinstance(about, dict) else {"zh-hans": about},
                      **{"kind": "works", "origin": "unit", **given})  # fmt: skip


def _ask(cast, candidate, who="li", unit="SL-URBAN", days=10):
    return pool.ask_check(by=cast["sun"], candidate=candidate, reviewer=cast[who].person, organisation=Organisation.objects.get(code=unit),
                          due=candidate.entered_at.date() + days * DAY)  # fmt: skip


def _pool(cast, moment):
    """A candidate entered, one being checked, one that cannot be done, two of which one can be had, one merged, one refused."""
    sun = cast["sun"]
    with at_time(moment - 40 * DAY):
        dark = _enter(
            cast, "SL-01-01", "北门路灯", "Lamps at the north gate", "北门到公交站一段夜里很暗。", origin="theme"
        )
        pool.answer_check(
            by=cast["li"],
            check=_ask(cast, dark),
            feasible=True,
            low=16_000,
            high=22_000,
            explanation="利用现有电缆，需要挖沟四十米。",
        )
        pool.settle(by=sun, candidate=dark, feasible=True)
        roof = _enter(cast, "SL-01-01", "楼顶花园", "A garden on the roof", "把三号楼楼顶改成花园。", origin="survey")
        pool.answer_check(
            by=cast["fang"],
            check=_ask(cast, roof, "fang", "SL-FIRE"),
            feasible=False,
            explanation="楼顶是疏散通道，不得堆放花箱。",
        )
        pool.settle(by=sun, candidate=roof, feasible=False, reason="楼顶须保持疏散畅通；建议改在南侧空地种植。")
        camera = _enter(cast, "SL-02-01", "单元门人脸识别", "Face recognition at the doors", "刷脸开门。")
        pool.take_out(by=sun, candidate=camera, exclusion=Exclusion.objects.get(code="watching_people"))
    with at_time(moment - 12 * DAY):
        chess = _enter(cast, "SL-02-01", "棋牌桌", "Tables for chess", "院子东角放两张棋桌。", kind="goods")
        play = _enter(cast, "SL-02-01", "儿童滑梯", "A slide for children", "院子东角装一架滑梯。", origin="survey")
        pool.set_incompatible(by=sun, candidate=chess, other=play, reason="同一个角落，只能放一样。")
        twice = _enter(cast, "SL-02-01", "下棋的地方", "A place for chess", "老人没有地方下棋。", kind="goods")
        pool.merge(by=sun, candidate=twice, into=chess, reason="与“棋牌桌”是同一件事。")
        _ask(cast, play, days=20)


def _begin(cast, candidate, unit, kind, moment, days, **given):
    return actions.begin(by=cast["sun"], candidate=candidate, organisation=Organisation.objects.get(code=unit), kind=kind,
                         starts_on=localdate(moment), ends_on=localdate(moment) + days * DAY, **given)  # fmt: skip


def _milestones(cast, project, moment, *names):
    return [
        actions.add_milestone(
            by=cast["li"], project=project, names=_names(zh, en), due=localdate(moment) + (n + 1) * 7 * DAY, position=n
        )
        for n, (zh, en) in enumerate(names)
    ]


def _spend(cast, project, moment, lines):
    for zh, en, planned, paid, supplier in lines:
        line = actions.add_line(by=cast["li"], project=project, names=_names(zh, en), planned=planned)
        if paid:
            given = {"supplier": supplier, "what": zh, "on": localdate(moment)}
            actions.enter_money(by=cast["li"], line=line, kind="ordered", amount=planned, **given)
            actions.enter_money(by=cast["li"], line=line, kind="paid", amount=paid, **given)


def _finished(cast, moment):
    """Handrails the vote chose: done, looked at by residents who were drawn, under warranty that soon ends."""
    li, sun, lin = cast["li"], cast["sun"], cast["lin"]
    chosen = (
        Candidate.objects.filter(area__code="SL-02-01", state__in=["chosen", "ready"], project=None)
        .order_by("-state", "pk")
        .first()
    )
    begun = moment - 20 * DAY
    with at_time(begun):
        rails = _begin(cast, chosen, "SL-URBAN", "works", begun, 18)
        actions.follow(by=lin, project=rails)
        steps = _milestones(cast, rails, begun, ("量尺寸", "Measured"), ("安装", "Mounted"))
        _spend(
            cast,
            rails,
            begun,
            (("材料", "Material", 9_000, 8_600, "顺和五金店"), ("人工", "Labour", 6_000, 6_000, "顺和五金店")),
        )
        actions.move(by=li, project=rails, verb="start")
    with at_time(begun + 6 * DAY):
        actions.reach(by=li, milestone=steps[0])
        actions.delay(by=li, milestone=steps[1], due=localdate(begun) + 16 * DAY, reason="扶手管到货晚了两天。")
    with at_time(begun + 13 * DAY):
        actions.reach(by=li, milestone=steps[1])
        actions.move(by=li, project=rails, verb="hand_over")
        look = actions.call_acceptance(
            by=sun, project=rails, stage="final", places=1, needed=1, closes_at=begun + 15 * DAY, words_from="第三天体彩排列三开奖号",
            meets_at=begun + 16 * DAY, meets_where="2号楼一单元门口",
        )  # fmt: skip
        actions.put_in_ticket(by=lin, acceptance=look)
        actions.add_warranty(
            by=li,
            project=rails,
            names=_names("扶手与螺栓", "Rails and bolts"),
            supplier="顺和五金店",
            until=localdate(moment) + 25 * DAY,
        )
    with at_time(begun + 15 * DAY):
        actions.close_list(by=sun, acceptance=look)
        actions.draw(by=sun, acceptance=look, words="4 1 9")
    with at_time(begun + 17 * DAY):
        actions.say(by=lin, acceptance=look, accepts=True)
        actions.close_acceptance(by=sun, acceptance=look)
        actions.move(by=sun, project=rails, verb="finish")
        actions.rate(by=lin, project=rails, level=5)


def _under_way(cast, moment):
    """Lamps that are being put up, with a step that is late; and a bench that was stopped with a reason."""
    lamps = Candidate.objects.get(area__code="SL-01-01", names__en="Lamps at the north gate")
    begun = moment - 15 * DAY
    with at_time(begun):
        project = _begin(cast, lamps, "SL-URBAN", "works", begun, 40)
        _milestones(cast, project, begun, ("挖沟", "Trench dug"), ("立杆", "Poles up"), ("通电", "Lit"))
        _spend(cast, project, begun, (("电缆", "Cable", 8_000, 3_000, "光明电料行"), ("灯杆", "Poles", 12_000, 0, "")))
        actions.move(by=cast["li"], project=project, verb="start")
        actions.follow(by=cast["anna"], project=project)
    with at_time(moment - 2 * DAY):
        actions.call_acceptance(
            by=cast["sun"], project=project, stage="middle", places=3, needed=2, closes_at=moment + 4 * DAY,
            words_from="截止次日上证指数收盘点数", meets_at=moment + 6 * DAY, meets_where="北门公交站",
        )  # fmt: skip


def _service(cast, moment):
    """Property care by the quarter: one period kept and renewed, the next one running."""
    begun = moment - 80 * DAY
    with at_time(begun):
        care = actions.begin(
            by=cast["sun"], area=Area.objects.get(code="SL-01-01"), point=maps.point_of(Area.objects.get(code="SL-01-01")), names=_names("红色物业管家服务", "Property care"),
            summary=_names("楼道清扫、报修应答、电梯巡查，按季度公开兑现情况。", "Stairs, repairs and lifts, told by the quarter."), kind="service",
            organisation=Organisation.objects.get(code="WY-02"), granted=36_000, starts_on=localdate(begun), ends_on=localdate(begun) + 360 * DAY,
        )  # fmt: skip
        first = actions.add_period(by=cast["wang"], project=care, starts=localdate(begun), ends=localdate(begun) + 75 * DAY,
                                   standard="楼道每周清扫两次；报修两小时内应答；电梯每日巡查。")  # fmt: skip
        actions.move(by=cast["wang"], project=care, verb="start")
    with at_time(moment - 5 * DAY):
        actions.judge_period(
            by=cast["sun"], period=first, kept=True, found="抽查二十四次，楼道二十三次合格；报修平均五十分钟应答。"
        )
        actions.renew(
            by=cast["sun"],
            period=first,
            renewed=True,
            reason="承诺基本兑现，续一个季度。",
            ends=localdate(moment) + 70 * DAY,
        )


def _together(cast, moment):
    """A courtyard painted by its neighbours: thanks for last week, hands wanted for the next."""
    begun = moment - 25 * DAY
    with at_time(begun):
        paint = actions.begin(
            by=cast["sun"], area=Area.objects.get(code="SL-04-01"), point=maps.point_of(Area.objects.get(code="SL-04-01")), names=_names("我们的院墙自己画", "We paint our own wall"),
            summary=_names("颜料由社区出，画笔自己带。", "The community gives the paint, neighbours bring brushes."), kind="neighbours",
            organisation=Organisation.objects.get(code="SL-URBAN"), granted=2_000, starts_on=localdate(begun), ends_on=localdate(begun) + 60 * DAY,
        )  # fmt: skip
        actions.move(by=cast["li"], project=paint, verb="start")
        past = actions.add_shift(by=cast["li"], project=paint, names=_names("刷底色", "First coat"), starts=begun + 10 * DAY,
                                 ends=begun + 10 * DAY + DAY / 8, places=12, where="东墙")  # fmt: skip
        actions.join(by=ANONYMOUS, shift=past, people=3)
    with at_time(begun + 11 * DAY):
        actions.thank(by=cast["li"], shift=past, came=9, thanks="底色一上午就刷完了，谢谢带孩子来的三家人。")
    with at_time(moment - DAY):
        coming = actions.add_shift(by=cast["li"], project=paint, names=_names("画石榴树", "The pomegranate tree"), starts=moment + 4 * DAY,
                                   ends=moment + 4 * DAY + DAY / 6, places=8, where="东墙")  # fmt: skip
        actions.join(by=ANONYMOUS, shift=coming, people=2)
