"""Two halls on the morning of today: numbers in every state, each step measured, so that screen, board and phone have something."""

from datetime import timedelta

from django.utils.timezone import localtime

from shiliu.live.services.appointments import queries as appointments
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.queue import actions, halls, sweeping
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

MINUTE, DAY, NOON = timedelta(minutes=1), timedelta(days=1), timedelta(hours=12)
LONGEST = timedelta(hours=3)
LINES = (
    ("A", "社会保障与医保", "Social security and insurance", "ئىجتىمائىي كاپالەت ۋە سۇغۇرتا"),
    ("B", "户籍、入学与其他", "Registration, school and the rest", "نوپۇس، مەكتەپ ۋە باشقىلار"),
)
HALLS = (
    ("hall", "hall-1", "区政务服务大厅", "District service hall", "رايونلۇق مۇلازىمەت زالى", False),
    ("huayuan", "huayuan-1", "花园村办事大厅", "Huayuan service hall", "گۈلباغ مۇلازىمەت زالى", True),
)
# What becomes of the numbers of the morning, in the order in which they are drawn.
SERVED = ("served",) * 6 + ("back", "left", "served", "served", "doubted", "served", "left for good")
PAST = ("served",) * 11 + ("left for good",)
NOW = ("held", "serving", "serving", "called", "waiting", "waiting", "waiting", "waiting")


def tell(cast, moment):
    """Told after the windows. A morning that has only begun is told in what there is of it."""
    midnight = localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    length = min(LONGEST, (moment - midnight) * 0.9)
    for code, window, zh, en, ug, from_home in HALLS:
        found = Window.objects.select_related("area", "organisation").get(code=window)
        with at_time(moment - timedelta(days=5)):
            lines = _hall(cast["ding"], found, code, {"zh-hans": zh, "en": en, "ug": ug}, from_home)
        _morning(cast["zhao"], found, lines, moment, length)
        if not from_home:  # one hall is enough to show what a day leaves behind
            _day_of_the_past(cast["zhao"], found, lines, midnight + NOON - 2 * DAY)
    with at_time(moment):
        sweeping.forget()


def _hall(by, window, code, names, from_home):
    made = halls.save_hall(
        by=by, code=code, names=names, organisation=window.organisation, area=window.area, from_home=from_home, fair_minutes=40,
        left_after=2, near=3,
    )  # fmt: skip
    items = list(ServiceItem.objects.filter(windows=window).order_by("code"))
    lines = []
    for number, (letter, zh, en, ug) in enumerate(LINES):
        given = {"names": {"zh-hans": zh, "en": en, "ug": ug}, "items": items[number::2], "position": number}
        lines.append((halls.save_line(by=by, hall=made, letter=letter, windows=[window], **given), items[number::2]))
    return lines


def _day_of_the_past(by, window, lines, noon):
    """A morning of which only counts and sums are left."""
    _morning(by, window, lines, noon, LONGEST, fates=PAST)


def _morning(by, window, lines, moment, length, *, fates=SERVED + NOW):
    """A number every so often; who came early is done, who came late still waits."""
    pace = length / len(fates)
    booked = [
        one.booking for one in appointments.of_day(window, localtime(moment).date()) if one.booking.state == "confirmed"
    ]
    for number, fate in enumerate(fates):
        drawn = moment - length + number * pace
        line, items = lines[number % len(lines)]
        given = {"item": items[number % len(items)] if items else None, "people": 2 if number % 5 == 4 else 1}
        given["priority"] = "law" if number % 6 == 3 else ""
        if fate == "waiting" and booked:
            given |= {"priority": "booked", "booking": booked.pop()}
        with at_time(drawn):
            ticket, _key = actions.draw(
                by=ANONYMOUS, line=line, prepared_since=drawn - MINUTE / 2 - number * MINUTE / 20, here=True, **given
            )
        if fate != "waiting":
            _served(by, window, ticket, fate, drawn, pace, number % window.desks + 1)


def _served(by, window, ticket, fate, drawn, pace, desk):
    """`pace` is the time between two numbers: called after two, at the counter a fifth later, done one later."""

    def at(paces, step, **more):
        with at_time(drawn + paces * pace):
            step(by=by, ticket=ticket, **more)

    if fate in {"called", "serving"}:  # just now
        at(4.7, actions.call, window=window, desk=desk)
        if fate == "serving":
            at(4.9, actions.begin)
        return
    at(2, actions.call, window=window, desk=desk)
    if fate.startswith("left"):
        at(2.2, actions.call_again)
        at(2.4, actions.call_again)  # the last call the hall allows: it counts as left
        if fate == "left":
            at(2.6, actions.come_back)
            at(2.7, actions.call, window=window, desk=desk)
            at(2.8, actions.begin)
            at(3, actions.finish)
        return
    at(2.2, actions.begin)
    if fate in {"held", "back"}:
        at(2.6, actions.hold)
    if fate == "back":
        at(3, actions.come_back)
        at(3.1, actions.call, window=window, desk=desk)
        at(3.2, actions.begin)
    if fate in {"served", "doubted", "back"}:
        at(3.4, actions.finish)
    if fate == "doubted":
        with at_time(drawn + 4 * pace):
            actions.doubt(by=by, period=ticket.periods.filter(kind="service").last())
