"""Advice in the demo district: duties with terms, clinics with bookings behind and ahead, a quarter of what people asked, the checklist."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils.timezone import localtime

from shiliu.live.services.clinics import actions, office, queries, rules, slots
from shiliu.live.services.clinics.models import Clinic
from shiliu.live.services.newcomers import actions as newcomers
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM

DAY = timedelta(days=1)
# (unit, place, name, English, Uyghur, specialties, languages, days its term still lasts)
ADVISERS = (
    ("SL-01-JUSTICE", "SL-01", "司法所值班律师", "Lawyer on duty at the justice office", "ئەدلىيە ئورنىنىڭ نۆۋەتچى ئادۋوكاتى", ("work", "family", "contract"), ("zh-hans",), 300),
    ("SL-05-JUSTICE", "SL-05", "双语法律顾问", "Bilingual legal adviser", "قوش تىللىق قانۇن مەسلىھەتچىسى", ("work", "land", "insurance"), ("zh-hans", "ug"), 21),
    ("ALLIANCE", "SL-07", "商户经营顾问", "Adviser for shops", "دۇكان مەسلىھەتچىسى", ("business", "contract"), ("zh-hans",), 200),
    ("HQ-04", "SL-03-01", "心理疏导岗", "Counsellor on duty", "نۆۋەتچى پىسخىك مەسلىھەتچى", (), ("zh-hans",), 150),
)  # fmt: skip
# (code, kind, unit, place, name, English, address, room, adviser, weekday, opens, closes, what it is for)
CLINICS = (
    ("legal-ziyou", "legal_advice", "SL-01-JUSTICE", "SL-01", "自由路法律咨询", "Legal advice Ziyou Road", "自由路大街1号", "201室", 0, 2, 15, 18,
     "签字之前，先来问一问。"),
    ("legal-aid-huayuan", "legal_aid", "SL-05-JUSTICE", "SL-05", "花园村法律援助", "Legal aid Huayuan", "花园村大厅", "东侧", 1, 4, 10, 13,
     "请不起律师的，也有人帮。"),
    ("shops-liuhua", "business", "ALLIANCE", "SL-07", "榴花街商户咨询", "Advice for shops Liuhua Street", "榴花街12号", "二楼", 2, 1, 16, 18,
     "开店、记账、合同，都可以问。"),
    ("talk-huiquan", "counselling", "HQ-04", "SL-03-01", "汇泉心理疏导", "Somebody to talk to, Huiquan", "汇泉路社区综合体", "安静室", 3, 3, 15, 18,
     "有人听您说。"),
)  # fmt: skip
ASKED = (("work", "told", 14), ("work", "legal_aid", 12), ("family", "told", 13), ("family", "mediation", 11), ("contract", "papers", 15),
         ("housing", "told", 12), ("neighbours", "mediation", 13), ("inheritance", "notary", 4), ("land", "elsewhere", 3))  # fmt: skip


def tell(cast, moment):
    """Told after the catalogue, so that the slip for legal aid and the checklist lead to services."""
    dice, ding, today = Random(20261123), cast["ding"], localtime(moment).date()
    begun = moment - 200 * DAY
    with at_time(begun):
        advisers = [_adviser(ding, row, today) for row in ADVISERS]
        made = [_clinic(ding, row, advisers, today) for row in CLINICS]
        newcomers.load_starter(by=SYSTEM)
    begin, end = rules.last_told(today)
    for matter, outcome, number in ASKED:
        with at_time(
            datetime.combine(begin + dice.randrange((end - begin).days) * DAY, time(18), tzinfo=moment.tzinfo)
        ):
            for _each in range(number):
                actions.log_advice(by=cast["zhao"], clinic=dice.choice(made[:3]), matter=matter, outcome=outcome, minutes=dice.choice((15, 20, 30, 45)))  # fmt: skip
    for clinic in made:
        _bookings(cast, clinic, moment, dice)
    with at_time(moment):
        slots.lay_all()
        _full_day(made[0])


def _adviser(ding, row, today):
    unit, place, zh, en, ug, specialties, languages, left = row
    made = office.save_adviser(by=ding, names={"zh-hans": zh, "en": en, "ug": ug}, organisation=unit, area=place,
                               specialties=specialties, languages=languages)  # fmt: skip
    office.add_term(by=ding, adviser=made, since=today - 565 * DAY, until=today - 201 * DAY)
    office.add_term(by=ding, adviser=made, since=today - 200 * DAY, until=today + left * DAY)
    return made


def _clinic(ding, row, advisers, today):
    code, kind, unit, place, zh, en, address, room, adviser, weekday, opens, closes, text = row
    given = {} if kind == "counselling" else {"referral_unit": "SL-01-JUSTICE", "referral_item": "legal_aid"}
    made = office.save_clinic(
        by=ding, code=code, kind=kind, organisation=unit, area=place, names={"zh-hans": zh, "en": en}, address=address, room=room,
        text={"zh-hans": text}, advisers=[advisers[adviser].pk], phone="0000-555-0900", **given,
    )  # fmt: skip
    first = today - 200 * DAY
    first += (weekday - first.weekday()) % 7 * DAY
    office.set_turn(by=ding, clinic=made, every="week", first=first, opens=time(opens), closes=time(closes))
    return queries.whole(Clinic.objects.filter(pk=made.pk)).get()


def _bookings(cast, clinic, moment, dice):
    """Some of the last week, kept or not, and some to come."""
    with at_time(moment - 8 * DAY):
        slots.changed(clinic=clinic, by=SYSTEM)
        free = [run[0].starts for run in slots.free_runs(clinic)]
        booked = [_book(clinic, starts) for starts in dice.sample(free, min(4, len(free)))]
    for one in booked:
        if one.booking.ends < moment:
            with at_time(one.booking.ends):
                actions.mark(by=cast["zhao"], booked=one, came=dice.random() < 0.8)


def _full_day(clinic):
    """The next day of the clinic is taken, and somebody waits for its first time."""
    free = [run[0].starts for run in slots.free_runs(clinic)]
    first = [starts for starts in free if starts.date() == free[0].date()]
    for starts in first:
        _book(clinic, starts)
    actions.wait(by=ANONYMOUS, clinic=clinic, starts=first[0], email="waiting@example.org")


def _book(clinic, starts):
    held = actions.hold(by=ANONYMOUS, clinic=clinic, starts=starts)
    return actions.confirm(by=ANONYMOUS.holding_secret(held.booking.code_hash), booked=held)
