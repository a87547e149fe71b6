"""What a need waits for: a question to the resident, a later day, conditions that are not ripe, and promises in answers."""

from datetime import timedelta

from django.utils.timezone import localtime

from shiliu.govern.cases import actions, promises
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# (who, matter, place, title, text, what the unit asks)
QUESTIONS = (
    ("lin", "street_lamp", "SL-02-01", "小区东侧路灯一闪一闪", "东侧人行道的路灯晚上一闪一闪，看不清路。", "东侧共有六盏灯，请问是靠近幼儿园的那一盏，还是靠近公交站的那一盏？有照片更好。"),
    (None, "road", "SL-01-01", "路面有个坑", "自行车过去很颠，下雨积水。", "请问坑在路的哪一侧，靠近哪个门牌？"),
)  # fmt: skip
# (who, matter, place, title, text, what the unit says, obstacle, what the supervisor says, begun days ago, review in days)
POSTPONED = (
    ("lin", "greenery", "SL-02-01", "小广场想多种几棵树遮阴", "夏天小广场太晒，能不能多种几棵树？", "土质已查，冬季不宜移栽，树苗已列入明年春季采购。",
     "technical", "冬季移栽成活率低，同意挂账；明年春季采购到位后办理，复查日前请单位报告进度。", 24, 95),
    (None, "barrier_free", "SL-01-02", "社区门口台阶希望改坡道", "轮椅和婴儿车上不去台阶。", "改造经费今年已用完，已列入明年第一批项目。",
     "money", "项目已列入明年第一批，同意挂账；在此期间请社区设呼叫铃，协助上下台阶。", 12, 45),
)  # fmt: skip
# (matter, place, title, text, answer, what is promised, days ago it was answered, due in days, what became of it, words)
PROMISED = (
    ("street_lamp", "SL-02-01", "六号楼前的灯不亮", "六号楼前的灯三天没亮了。", "灯头老化，已订新件。", "更换六号楼前路灯", 18, -6, "keep", "新灯已装好，当晚亮灯。"),
    ("waste", "SL-03-01", "分类投放点没有洗手处", "投完垃圾没有地方洗手。", "已与供水公司商定接管方案。", "投放点加装洗手池", 16, -4, None, ""),
    ("road", "SL-05-01", "村口路面不平", "村口进来五十米路面不平。", "已列入修补计划。", "修补村口五十米路面", 14, 12, "move", "连续降雪，沥青不能施工，改到雪停以后。"),
    ("parking", "SL-06-01", "食堂门口乱停车", "就餐时门口停满车，进出不便。", "已画临时停车线。", "增设二十个临时车位", 20, -5, "drop", "该地块月底移交，临时车位不再建设；请停到东侧新停车场，步行两分钟。"),
    ("benches_signs", "SL-01-01", "公交站边想要一条长椅", "等车的老人没有地方坐。", "位置已看好，长椅在做。", "公交站旁安装长椅", 9, 5, None, ""),
)  # fmt: skip


def tell(narrator, moment):
    """To be told last, so that the newest needs of the day stay the newest. Counted back from yesterday at five."""
    moment = localtime(moment).replace(hour=17, minute=0, second=0, microsecond=0) - DAY
    for who, matter, place, title, text, question in QUESTIONS:
        case, _asker, unit = _accepted(narrator, moment - DAY - 7 * HOUR, who, matter, place, title, text)
        _move(moment, case, unit, "ask_asker", said=question)
    _extended(narrator, moment)
    for row in POSTPONED:
        _postpone(narrator, moment, *row)
    for row in PROMISED:
        _promise(narrator, moment, *row)


def _accepted(narrator, begun, who, matter, place, title, text, kind="help"):
    """(case, whoever raised it, a handler of its unit) of a need that was raised, sent and accepted."""
    asker = narrator.cast[who] if who else ANONYMOUS
    with at_time(begun):
        case = actions.submit(
            by=asker, kind=kind, title=title, text=text, category=narrator.categories[matter],
            area=narrator.buildings[place][0],
        ).case  # fmt: skip
    if case.state == "triage":
        unit = narrator.unit_for(case, {"category": matter})
        _move(begun + HOUR, case, narrator.cast["chen"], "dispatch", unit=unit, category=narrator.categories[matter])
    unit = narrator.handler(case)
    _move(begun + 2 * HOUR, case, unit, "accept")
    return case, asker.holding_secret(case.code_hash), unit


def _move(when, case, actor, verb, **given):
    with at_time(when):
        actions.move(by=actor, case=case, verb=verb, **given)
        case.refresh_from_db()


def _extended(narrator, moment):
    case, _asker, unit = _accepted(
        narrator,
        moment - 3 * DAY - 7 * HOUR,
        "lin",
        "road",
        "SL-02-01",
        "小区门前便道塌了一块",
        "便道塌了一块，推婴儿车过不去。",
    )
    _move(moment - 3 * DAY, case, unit, "contact", said="已到现场查看，先用围挡隔开。")
    clock = case.clocks.get(round=case.round, kind="resolution")
    _move(moment - 2 * HOUR, case, unit, "extend", until=localtime(clock.due).date() + 2 * DAY,
          said="同规格的路面砖后天到货，比原定晚两天。")  # fmt: skip


def _postpone(narrator, moment, who, matter, place, title, text, proposal, obstacle, decision, ago, ahead):
    begun = moment - ago * DAY
    case, _asker, unit = _accepted(
        narrator, begun - 2 * DAY - 7 * HOUR, who, matter, place, title, text, kind="suggestion"
    )
    review = localtime(moment).date() + ahead * DAY
    _move(begun - 2 * DAY, case, unit, "contact", said="已电话联系，说明情况。")
    _move(begun - DAY - HOUR, case, unit, "propose_shelving", said=proposal, obstacle=obstacle, review=review)
    _move(begun, case, narrator.cast["sun"], "shelve", said=decision, review=review)
    narrator.publish(case, begun + HOUR)


def _promise(narrator, moment, matter, place, title, text, answer, what, ago, ahead, became, words):
    begun = moment - ago * DAY
    case, _asker, unit = _accepted(narrator, begun - 6 * HOUR, None, matter, place, title, text)
    today = localtime(moment).date()
    first = today + (ahead - 8 if became == "move" else ahead) * DAY
    _move(begun, case, unit, "finish", said=answer, promise=what, promised_by=first)
    narrator.publish(case, begun + HOUR)
    made = case.promises.get()
    if became == "move":
        with at_time(moment - 3 * HOUR):
            promises.move(by=unit, promise=made, due=today + ahead * DAY, said=words)
    elif became:
        with at_time(moment - 7 * DAY):
            {"keep": promises.keep, "drop": promises.drop}[became](by=unit, promise=made, said=words)
