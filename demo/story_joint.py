"""Several units at work on one need: parts asked of others, units called to a table, objections to a wrong address."""

from datetime import timedelta

from django.utils.timezone import localtime

from shiliu.foundation.models import Organisation
from shiliu.govern.cases import actions, joint, summoning
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

HOUR = timedelta(hours=1)
# (days ago, matter, title, text, parts, table); a part is (unit, what, due in days from now or None for the day it was asked,
# how it ended, what was said), a table (reason, why, units, where, how far it has come, outcome).
NEEDS = (
    (3, "sewer", "老楼下水管道反复堵塞", "一楼每隔几天就返水，物业疏通过三次都不管用。",
     (("SL-WATER", "请提供这一段供排水管线的位置图。", 3, "", ""),
      ("SL-HOUSING", "请到现场鉴定管道是否需要更换。", 1, "done", "已到现场鉴定，主管破裂，需要更换。")),
     ("hard", "老旧管网改造涉及几家单位，社区协调三次未果。", ("SL-HOUSING", "SL-WATER", "SL-EMERGENCY"), "街道办事处二楼会议室", "closed",
      "供水公司本周内完成改造方案，住建局同步办理手续，下月十日前开工；施工公告提前三天张贴。")),
    (2, "parking", "北门口占道停车又摆摊", "早晚高峰北门口停满车，又有摊位，行人只能走机动车道。",
     (("SL-MARKET", "请核实摊位的登记情况。", 2, "returned", "该处为流动摊位，不在登记范围，请联系城市管理局。"),),
     ("enforcement", "占道经营与违规停车同时存在，街道没有执法权。", ("SL-URBAN", "SL-TRAFFIC", "SL-MARKET"), "现场：小区北门", "held", "")),
    (1.3, "road", "路面下陷，雨后积水", "小区外的人行道下陷了一块，雨后积水，老人走不过去。",
     (("SL-FIRE", "请协助设置警戒，确认消防车能通行。", 2, "", ""),
      ("SL-POWER", "请检查下陷处的电缆井。", None, "", "")),
     ("emergency", "路面仍在下陷，下方疑似水管爆裂。", ("SL-WATER", "SL-POWER", "SL-EMERGENCY"), "现场指挥点", "asked", "")),
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
    ("manhole", "井盖松动响", "车一过就响，怕出危险。", "ownership_unclear", "该井盖属通信公司。", None),
    ("street_lamp", "路灯常亮", "白天路灯也亮着，浪费电。", "not_our_duty", "亮灯时间由供电公司控制。", "waiting"),
)


def tell(narrator, moment):
    """Needs that take several units, and needs that were first sent to the wrong one."""
    for days, matter, title, text, parts, table in NEEDS:
        begun = moment - timedelta(days=days)
        case = _raise(narrator, begun, matter, title, text)
        with at_time(begun + HOUR):
            narrator.move(case, narrator.handler(case), "accept")
            case.refresh_from_db()
        for part in parts:
            _part(narrator, case, begun + 2 * HOUR, moment, *part)
        _table(narrator, case, begun + 3 * HOUR, moment, *table)
        case.refresh_from_db()
        narrator.publish(case, begun + 28 * HOUR)
    for number, (matter, title, text, *objection) in enumerate(OBJECTIONS):
        begun = moment - timedelta(days=9 * number + 2)
        _objection(narrator, _raise(narrator, begun, matter, title, text), begun, *objection)


def _raise(narrator, begun, matter, title, text):
    area = narrator.dice.choice(narrator.buildings["SL-01-01"])
    with at_time(begun):
        category = narrator.categories[matter]
        return actions.submit(by=ANONYMOUS, kind="help", title=title, text=text, category=category, area=area).case


def _part(narrator, case, begun, moment, code, what, days, ended, said):
    unit = Organisation.objects.get(code=code)
    due = localtime(begun).date() if days is None else localtime(moment).date() + timedelta(days=days)
    with at_time(begun):
        task = joint.ask_part(by=narrator.handler(case), case=case, unit=unit, what=what, due=due, anyway=True)
    if ended:
        end = joint.finish_part if ended == "done" else joint.return_part
        with at_time(begun + 20 * HOUR):
            end(by=narrator.of_unit(unit), task=task, said=said)


def _table(narrator, case, asked, moment, reason, why, codes, where, until, outcome):
    units = list(Organisation.objects.filter(code__in=codes).exclude(pk=case.lead_id).order_by("code"))
    asker, supervisor = narrator.handler(case), narrator.cast["sun"]
    asked = moment - 2 * HOUR if until == "asked" else asked
    meets = localtime(asked + 24 * HOUR).replace(hour=10, minute=0, second=0, microsecond=0)
    with at_time(asked):
        given = {"reason": reason, "why": why, "units": units, "meets_at": meets, "meets_where": where}
        summons = summoning.ask(by=asker, case=case, **given)
    if until == "asked":
        return
    with at_time(asked + 2 * HOUR):
        summoning.approve(by=supervisor, summons=summons, said="请各单位准时到场，带上相关资料。")
    with at_time(meets + HOUR):
        excuse = "临时另有任务，已书面反馈意见"
        came = {unit.pk: (index != 1, "" if index != 1 else excuse) for index, unit in enumerate(units)}
        summoning.note_attendance(by=asker, summons=summons, attendance=came)
        if until == "closed":
            summoning.close(by=asker, summons=summons, outcome=outcome, looked=True)


def _objection(narrator, case, begun, reason, said, to):
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
