"""A window as plain values, one for each thing entered, so that each change can be kept in the history and taken back alone.

{"code": …, …, "items": {code: minutes}, "hours": [["01-01", "12-31", 0, "10:00:00", "14:00:00"], …],
 "day 2026-10-01": [open, opens or None, closes or None, reason], "turn k3f9…": [unit, what, every, first, until, opens, closes, skipped]}
"""

from datetime import date, time

from shiliu.foundation.models import Area, Organisation
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows.models import DutyTurn, Window, WindowDay, WindowHours, WindowItem

PLAIN = (
    "code", "names", "address", "directions", "longitude", "latitude", "phone", "low_counter", "step_free", "hearing_loop",
    "writing_board", "voice_prompts", "private_room", "languages", "takes_appointments", "desks", "slot_minutes",
    "minutes_before", "minutes_after", "lead_hours", "days_ahead", "active",
)  # fmt: skip
HOURS, DAY, TURN = "hours", "day ", "turn "


def of_window(window):
    """Read afresh: the window in hand may have been fetched with its entries before they changed."""
    values = {field: getattr(window, field) for field in PLAIN}
    values |= {"organisation": window.organisation.code, "area": window.area.code}
    values["items"] = dict(WindowItem.objects.filter(window=window).values_list("item__code", "minutes"))
    values[HOURS] = sorted(
        [row.valid_from_md, row.valid_until_md, row.weekday, str(row.opens), str(row.closes)]
        for row in WindowHours.objects.filter(window=window)
    )
    for row in WindowDay.objects.filter(window=window):
        values[f"{DAY}{row.date}"] = [row.is_open, _text(row.opens), _text(row.closes), row.reason]
    for turn in DutyTurn.objects.filter(window=window).select_related("organisation"):
        values[f"{TURN}{turn.key}"] = [
            turn.organisation.code, turn.what, turn.every, str(turn.first), _text(turn.until), str(turn.opens),
            str(turn.closes), turn.skipped,
        ]  # fmt: skip
    return values


def put(window, values):
    """Makes the window hold these values; None removes a day or a turn, what is not named stays. Saves it."""
    for key, value in values.items():
        if key in PLAIN:
            setattr(window, key, value)
        elif key == "organisation":
            window.organisation = Organisation.objects.get(code=value)
        elif key == "area":
            window.area = Area.objects.get(code=value)
    window.save()
    for key, value in values.items():
        if key == "items":
            put_items(window, value or {})
        elif key == HOURS:
            _put_hours(window, value or [])
        elif key.startswith(DAY):
            _put(
                WindowDay, {"window": window, "date": date.fromisoformat(key.removeprefix(DAY))}, value and _day(*value)
            )
        elif key.startswith(TURN):
            _put(DutyTurn, {"window": window, "key": key.removeprefix(TURN)}, value and _turn(*value))


def put_items(window, minutes):
    """`minutes`: {item code: minutes}; codes the catalogue does not know are left out."""
    found = ServiceItem.objects.filter(code__in=minutes)
    WindowItem.objects.filter(window=window).exclude(item__in=found).delete()
    for item in found:
        WindowItem.objects.update_or_create(window=window, item=item, defaults={"minutes": minutes[item.code]})


def hours_with(rows, season, weekdays, openings, instead_of=None):
    """The rows of `hours` in which these openings stand for the weekdays of the season; without openings, none does any more."""
    gone = [(tuple(season), set(weekdays)), *([(tuple(instead_of[0]), set(instead_of[1]))] if instead_of else [])]
    kept = [row for row in rows if not any((row[0], row[1]) == when and row[2] in days for when, days in gone)]
    return sorted(kept + [[*season, day, str(opens), str(closes)] for day in weekdays for opens, closes in openings])


def as_hours(window, rows):
    """[WindowHours], not saved, that these rows of `hours` would be."""
    return [
        WindowHours(window=window, valid_from_md=first, valid_until_md=last, weekday=weekday,
                    opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for first, last, weekday, opens, closes in rows
    ]  # fmt: skip


def _put(model, key, entry):
    if entry:
        model.objects.update_or_create(**key, defaults=entry)
    else:
        model.objects.filter(**key).delete()


def _put_hours(window, rows):
    WindowHours.objects.filter(window=window).delete()
    WindowHours.objects.bulk_create(as_hours(window, rows))


def _day(is_open, opens, closes, reason):
    times = {"opens": opens and time.fromisoformat(opens), "closes": closes and time.fromisoformat(closes)}
    return {"is_open": is_open, "reason": reason, **times}


def _turn(unit, what, every, first, until, opens, closes, skipped):
    return {
        "organisation": Organisation.objects.get(code=unit), "what": what, "every": every, "first": date.fromisoformat(first),
        "until": until and date.fromisoformat(until), "opens": time.fromisoformat(opens),
        "closes": time.fromisoformat(closes), "skipped": skipped,
    }  # fmt: skip


def _text(value):
    return value and str(value)


def fresh(window):
    return Window.objects.select_related("area", "organisation").get(pk=window.pk)
