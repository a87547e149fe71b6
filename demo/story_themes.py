"""Two matters that rise: cold flats in one community, for which nobody has opened a case yet, and building noise in another, for which
the supervisor has."""

from datetime import timedelta

from shiliu.foundation.models import Area
from shiliu.govern.cases import actions, gathering, moderation
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM

HOUR = timedelta(hours=1)
# (matter, community, days ago, [(title, text)])
COLD = ("heating", "SL-04-01", (45, 13, 11, 9, 7, 6, 5, 4, 3.2, 2.4), (
    ("暖气不热", "开始供暖以来家里一直不到十六度，暖气片只有温热。"),
    ("室温不达标", "北面两间屋子晚上只有十五度，老人孩子受不了。"),
    ("暖气上热下凉", "暖气片上半截热下半截凉，放过气也没用。"),
))  # fmt: skip
NOISE = ("building_noise", "SL-03-01", (47, 17, 15, 14, 12, 9, 7, 5, 4), (
    ("半夜施工", "对面工地夜里一点多还在打桩，睡不着觉。"),
    ("工地夜间噪声", "最近每晚十一点以后还有混凝土罐车进出，声音很大。"),
))  # fmt: skip
WARM = "已到户测温并调节楼内阀门，室温回升到十九度。"
QUIET = "已约谈施工单位，当晚起二十二点后停止打桩。"
OPENED = "汇泉路社区近四周夜间施工诉求集中，请查明是否办理夜间施工许可，统一答复居民并公布施工时间。"


def tell(narrator, moment):
    cold, noisy = raised(narrator, moment, *COLD), raised(narrator, moment, *NOISE)
    for case in (*cold, *noisy):
        if case.lead_id:
            with at_time(case.received_at + 5 * HOUR):
                narrator.move(case, narrator.handler(case), "contact", said="已电话联系，正在核实。")
                case.refresh_from_db()
    for case, said in ((cold[0], WARM), *((case, QUIET) for case in noisy[:4])):
        if not case.lead_id:
            continue
        with at_time(case.received_at + 20 * HOUR):
            narrator.move(case, narrator.handler(case), "finish", said=said)
        if moment - case.received_at > timedelta(days=30):
            case.refresh_from_db()
            with at_time(case.received_at + timedelta(days=17)):
                narrator.move(case, SYSTEM, "close_unjudged")
    place = Area.objects.get(code=NOISE[1])
    with at_time(moment - timedelta(days=2)):
        opened = gathering.open_case(
            by=narrator.cast["sun"], area=place, category=narrator.categories[NOISE[0]], kind="complaint",
            title=f"{place.names['zh-hans']}夜间施工噪声", text=OPENED,
        )  # fmt: skip
    case = opened.case
    if case.lead_id:
        with at_time(moment - timedelta(days=1)):
            moderation.publish(by=narrator.cast["chen"], case=case, title=case.title, text=case.text)
            narrator.move(case, narrator.handler(case), "accept")


def raised(narrator, moment, matter, community, days, words):
    """One need for each day, in different buildings of the community, by people without an account."""
    homes, cases = narrator.buildings[community], []
    for number, day in enumerate(days):
        title, text = words[number % len(words)]
        with at_time(moment - timedelta(days=day)):
            cases.append(actions.submit(
                by=ANONYMOUS, kind="complaint", title=title, text=text, category=narrator.categories[matter],
                area=homes[number % len(homes)] if homes else Area.objects.get(code=community),
            ).case)  # fmt: skip
    return cases
