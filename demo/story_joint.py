"""Several units at work on one need: parts asked of others, units called to a table, objections to a wrong address."""

from datetime import timedelta

from django.utils.timezone import localtime

from shiliu.foundation.models import Organisation
from shiliu.govern.cases import actions, joint, queries, summoning
from shiliu.govern.cases.models import Case
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

HOUR = timedelta(hours=1)
PARTS = (  # (unit, what, days, how it ended, what was said); the first goes to the need that has been worked on longest
    ("SL-POWER", "施工期间请配合停电两小时。", 0, "late", ""),
    ("SL-FIRE", "请参加本周五的联合检查。", 4, "", ""),
    ("SL-FIRE", "请派人到现场看一下消防通道是否畅通。", 2, "done", "已到现场查看，通道畅通，门口已贴提示。"),
    ("SL-TRAFFIC", "请在施工当天临时疏导车辆。", 2, "returned", "该路段由街道派出所负责疏导，请转他们。"),
    ("SL-WATER", "请查一下这一段供水管线的位置图。", 3, "", ""),
)
TABLES = (  # (reason, why, units, where, until when told, outcome)
    ("hard", "老旧管网改造涉及三家单位，社区协调三次未果。", ("SL-HOUSING", "SL-WATER", "SL-URBAN"), "街道办事处二楼会议室", "closed",
     "供水公司本周内完成改造方案，住建局同步办理手续，下月十日前开工；施工公告提前三天张贴。"),
    ("enforcement", "占道经营与违规停车同时存在，街道没有执法权。", ("SL-URBAN", "SL-TRAFFIC", "SL-MARKET"), "现场：小区北门", "held", ""),
    ("emergency", "道路塌陷，下方疑似水管爆裂。", ("SL-WATER", "SL-POWER", "SL-EMERGENCY"), "现场指挥点", "asked", ""),
)  # fmt: skip
OBJECTIONS = (  # (matter, title, text, reason, what the unit says, granted to, or None when it stays)
    (
        "street_lamp",
        "单元门口的灯不亮",
        "单元门口的灯坏了一周，晚上看不清台阶。",
        "ownership_unclear",
        "该灯属小区公共设施，权属在业主。",
        "SL-HOUSING",
    ),
    (
        "street_lamp",
        "楼道口照明坏了",
        "楼道口照明一直不亮，请修理。",
        "ownership_unclear",
        "照明属小区内部，不在市政道路。",
        "SL-HOUSING",
    ),
    ("street_lamp", "广场边的路灯不亮", "健身广场边上的路灯不亮。", "not_our_duty", "广场设施由文体部门维护。", None),
    ("manhole", "井盖松动响", "车一过就响，怕出危险。", "ownership_unclear", "该井盖属通信公司。", None),
    ("manhole", "井盖缺角", "人行道井盖缺了一角。", "not_our_duty", "该井盖属供水管线。", "SL-WATER"),
    ("street_lamp", "路灯常亮", "白天路灯也亮着，浪费电。", "not_our_duty", "亮灯时间由供电公司控制。", "waiting"),
)


def tell(narrator, moment):
    """To be told last: it takes needs that are being worked on further, and raises a few that were sent to the wrong unit."""
    working = list(
        Case.objects.filter(state="handling", changed_at__lt=moment - 8 * HOUR)
        .exclude(kind=Case.Kind.HAZARD).select_related("area", "lead").order_by("changed_at", "pk")
    )  # fmt: skip
    for case, part in zip(working, PARTS, strict=False):
        _part(narrator, case, moment, *part)
    for case, table in zip(reversed(working), TABLES, strict=False):
        _table(narrator, case, moment, *table)
    for number, objection in enumerate(OBJECTIONS):
        _objection(narrator, moment - timedelta(days=9 * number + 2), *objection)


def _part(narrator, case, moment, code, what, days, ended, said):
    unit = queries.units_for(case.area).filter(code=code).exclude(pk=case.lead_id).first()
    if unit is None:
        return
    begun = case.changed_at + HOUR
    with at_time(begun):
        due = localtime(begun if ended else moment).date() + timedelta(days=days)
        task = joint.ask_part(by=narrator.handler(case), case=case, unit=unit, what=what, due=due, anyway=True)
    if ended in {"done", "returned"}:
        with at_time(min(begun + 20 * HOUR, moment - HOUR)):
            end = joint.finish_part if ended == "done" else joint.return_part
            end(by=narrator.of_unit(unit), task=task, said=said)


def _table(narrator, case, moment, reason, why, codes, where, until, outcome):
    units = list(queries.units_for(case.area).filter(code__in=codes).exclude(pk=case.lead_id))
    asked = moment - 3 * HOUR if until == "asked" else max(moment - 30 * HOUR, case.changed_at + 2 * HOUR)
    meets = asked + 26 * HOUR if until == "asked" else moment - 3 * HOUR
    asker, supervisor = narrator.handler(case), narrator.cast["sun"]
    with at_time(asked):
        given = {"reason": reason, "why": why, "units": units, "meets_at": meets, "meets_where": where}
        summons = summoning.ask(by=asker, case=case, **given)
    if until == "asked":
        return
    with at_time(asked + HOUR):
        summoning.approve(by=supervisor, summons=summons, said="请各单位准时到场，带上相关资料。")
    with at_time(meets + HOUR):
        came = {
            unit.pk: (index != 1, "" if index != 1 else "临时另有任务，已书面反馈意见")
            for index, unit in enumerate(units)
        }
        summoning.note_attendance(by=asker, summons=summons, attendance=came)
        if until == "closed":
            summoning.close(by=asker, summons=summons, outcome=outcome, looked=True)


def _objection(narrator, begun, matter, title, text, reason, said, to):
    category = narrator.categories.get(matter)
    area = narrator.dice.choice(narrator.buildings["SL-01-01"])
    with at_time(begun):
        case = actions.submit(by=ANONYMOUS, kind="help", title=title, text=text, category=category, area=area).case
    if case.lead_id is None:
        return
    with at_time(begun + 3 * HOUR):
        narrator.move(case, narrator.handler(case), "object", objection=reason, said=said)
    if to == "waiting":
        return
    with at_time(begun + narrator.dice.choice((7, 20, 26)) * HOUR):
        if to is None:
            narrator.move(case, narrator.cast["sun"], "deny_objection", said="经核实仍属贵单位职责，请按期办理。")
        else:
            unit = Organisation.objects.get(code=to)
            narrator.move(case, narrator.cast["sun"], "grant_objection", unit=unit, said="异议成立，转请该单位办理。")
    case.refresh_from_db()
    with at_time(begun + 28 * HOUR):
        narrator.move(case, narrator.handler(case), "accept")
        case.refresh_from_db()
        narrator.move(case, narrator.handler(case), "finish", said="已到现场处理，恢复正常。")
