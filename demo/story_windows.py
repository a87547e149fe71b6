"""Windows at three levels, who visits them, and appointments: kept, missed, moved, met by a closing, and to come."""

from datetime import time, timedelta
from random import Random

from django.utils.timezone import localtime

from shiliu.foundation.models import Area, Organisation
from shiliu.live.services.appointments import actions, slots
from shiliu.live.services.catalogue import starter
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows import actions as windows
from shiliu.live.services.windows import hours
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM
from shiliu.platform.workflow import NotPossible

DAY = timedelta(days=1)
DISTRICT = ("social_card", "pension_check", "residents_insurance", "residence_permit", "school_entry", "medical_aid")
STREET = (
    "birth_registration",
    "residence_registration",
    "emergency_relief",
    "unemployment",
    "legal_advice",
    "social_card",
)
COMMUNITY = ("job_search", "vaccination", "volunteer", "mediation", "market_stall", "pension_check")
# (code, unit or kind and place, place, name, English, Uyghur, languages, what helps people, desks, items)
WINDOWS = (
    ("hall-1", "SL-HALL", "SL", "区政务服务中心综合窗口", "District hall, general counter", "رايونلۇق مۇلازىمەت مەركىزى", ("zh-hans", "ug", "en"),
     ("low_counter", "step_free", "hearing_loop", "writing_board", "voice_prompts"), 4, DISTRICT),
    ("ziyoulu-1", "street_office", "SL-01", "自由路街道便民窗口", "Ziyou Road Street window", "", ("zh-hans", "ug"), ("low_counter", "step_free"), 2, STREET),
    ("jifu-1", "residents_committee", "SL-02-01", "吉福社区窗口", "Jifu Community window", "", ("zh-hans", "bo"), ("low_counter", "writing_board"), 1, COMMUNITY),
    ("huiquan-1", "HUIQUAN-CARE", "SL-03-01", "汇泉路社区综合体窗口", "Huiquan Road Community window", "", ("zh-hans",), ("step_free", "private_room"), 1, COMMUNITY),
    ("xingfu-1", "XINGFU-STOP", "SL-04-01", "幸福社区便民服务站", "Xingfu Convenience Station", "", ("zh-hans", "bo"), (), 1, COMMUNITY[:3]),
    ("huayuan-1", "GARDEN-HALL", "SL-05-01", "花园村一站式窗口", "Huayuan One-Stop window", "گۈلباغ كەنتى كۆزنىكى", ("zh-hans", "ug"), ("low_counter", "step_free", "voice_prompts"), 2, COMMUNITY),
    ("nanwang-1", "NANWANG-HALL", "SL-06-01", "南网社区便民窗口", "Nanwang Community window", "", ("zh-hans", "kk-arab"), ("low_counter",), 1, COMMUNITY),
)  # fmt: skip
SEASONS = ((("05-01", "09-30"), time(16), time(20)), (("10-01", "04-30"), time(15, 30), time(19, 30)))
VISITS = (
    ("huayuan-1", "SL-COURT", "month", "立案与调解咨询", "Filing suits and mediation"),
    ("jifu-1", "SL-LABOUR", "two_weeks", "就业与欠薪咨询", "Work and unpaid wages"),
    ("ziyoulu-1", "SL-INSURANCE", "week", "医保参保咨询", "Medical insurance"),
)
CALLED = ("王阿姨", "李师傅", "", "", "阿依古丽", "", "卓玛", "")


def tell(cast, moment):
    """Told last: the windows were opened some days ago, so that some appointments lie behind."""
    morning = localtime(moment).replace(hour=8, minute=0, second=0, microsecond=0)
    if not ServiceItem.objects.exists():
        starter.load(by=SYSTEM)
    with at_time(morning - 6 * DAY):
        made = {row[0]: _window(cast["ding"], row) for row in WINDOWS}
        for code, unit, every, zh, en in VISITS:
            first = _next_weekday(morning.date() - 30 * DAY, 1)
            made[code] = windows.set_turn(
                by=cast["ding"], window=made[code], organisation=unit, every=every, first=first, opens=time(10),
                closes=time(12), what={"zh-hans": zh, "en": en},
            )  # fmt: skip
    for code in ("ziyoulu-1", "huayuan-1", "jifu-1"):
        _week(cast, made[code], morning, Random(code))
    with at_time(moment):
        _closed(cast, made["huayuan-1"], moment)


def _window(by, row):
    code, unit, area, zh, en, ug, languages, features, desks, items = row
    place = Area.objects.get(code=area)
    found = Organisation.objects.filter(code=unit).first() or Organisation.objects.filter(kind__code=unit, serves__area=place).order_by("code").first()  # fmt: skip
    known = set(ServiceItem.objects.filter(state="active").values_list("code", flat=True))
    window = windows.create_window(
        by=by, code=code, names={"zh-hans": zh, "en": en} | ({"ug": ug} if ug else {}), organisation=found.code, area=area,
        address=found.address or f"{place.name}便民路6号", phone=found.public_phone, languages=list(languages),
        directions={"zh-hans": "一楼大厅，进门左手边。"}, longitude=place.longitude, latitude=place.latitude,
        takes_appointments=True, desks=desks, slot_minutes=15, lead_hours=1, days_ahead=14,
        items={one: 10 + 5 * (number % 3) for number, one in enumerate(items) if one in known},
        **dict.fromkeys(features, True),
    )  # fmt: skip
    if code in {"huayuan-1", "nanwang-1"}:
        for season, opens, closes in SEASONS:
            openings = [(time(10), time(14)), (opens, closes)]
            window = windows.set_hours(by=by, window=window, season=season, weekdays=range(5), openings=openings)
    return window


def _week(cast, window, morning, dice):
    """Two or three a day from last week to next week; what lies behind was kept or not."""
    items = list(ServiceItem.objects.filter(windows=window).order_by("code"))
    for number in range(-3, 5):
        with at_time(morning + (min(number, 0) - 1) * DAY):
            runs = slots.free_runs(window, 45)
            todays = [run for run in runs if localtime(run[0].starts).date() == (morning + number * DAY).date()]
            booked = [_book(window, dice, items, run) for run in dice.sample(todays, min(3, len(todays)))]
        if number >= 0:
            continue
        for appointment in filter(None, booked):
            with at_time(appointment.booking.starts):
                if dice.random() < 0.15:
                    actions.mark_absent(by=cast["zhao"], booked=appointment)
                else:
                    actions.mark_came(by=cast["zhao"], booked=appointment)
            if appointment.booking.state == "came":
                with at_time(appointment.booking.ends):
                    actions.mark_left(by=cast["zhao"], booked=appointment)


def _book(window, dice, items, run):
    language = dice.choice(("zh-hans", "zh-hans", "ug"))
    try:
        held = actions.hold(
            by=ANONYMOUS, window=window, items=dice.sample(items, min(len(items), dice.choice((1, 1, 2)))),
            starts=run[0].starts, people=dice.choice((1, 1, 2)), language=language,
        )  # fmt: skip
    except NotPossible:
        return None  # two of the same morning met each other
    contact = {"email": f"visitor{held.pk}@demo.example"} if dice.random() < 0.5 else {}
    bearer = ANONYMOUS.holding_secret(held.booking.code_hash)
    return actions.confirm(by=bearer, booked=held, called=dice.choice(CALLED), **contact)


def _closed(cast, window, moment):
    """A day next week on which the power is off: whoever has booked is told and may move."""
    day = localtime(moment).date() + 3 * DAY
    while not hours.calendar_of(window).intervals_of(day):
        day += DAY
    windows.set_day(by=cast["ding"], window=window, day=day, is_open=False, reason="供电线路检修，全天停电")


def _next_weekday(day, weekday):
    return day + DAY * ((weekday - day.weekday()) % 7)
