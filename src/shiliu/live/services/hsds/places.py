"""Windows and units as HSDS locations, and a location as the plain values of a window."""

from datetime import timedelta

from django.utils.timezone import localtime

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.live.services.hsds.fields import ISO, TAG, rows_of
from shiliu.live.services.hsds.identity import window_key
from shiliu.live.services.hsds.models import Directory
from shiliu.live.services.hsds.schedules import hours_of, schedules_of
from shiliu.live.services.windows import hours, queries, values
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import now
from shiliu.platform.texts import LANGUAGE_NAMES

FEATURES = {str(field): words for field, words in Window.FEATURES}
# What the profile of a window holds beside its days; the roster of visiting departments has a calendar of its own.
PLAIN = tuple(name for name in values.PLAIN if name != "active")
WINDOW = "window."  # before the name of a feature in `details`: it is the window's, not the item's


def windows_in_use():
    """Windows in use with their hours and with what they serve, in the order of their codes."""
    found = queries.with_hours(queries.in_use()).prefetch_related("served__item").order_by("code")
    return hours.with_calendars(found)


def profile_of(window):
    """What HSDS has no field for, and the exact values behind those it has: the code of the place, days to come, bookings."""
    today = localtime(now(), hours.zone_of(window)).date()
    plain = {name: getattr(window, name) for name in PLAIN}
    rows = [[row.valid_from_md, row.valid_until_md, row.weekday, str(row.opens), str(row.closes)] for row in window.hours.all()]  # fmt: skip
    days = {
        str(row.date): [row.is_open, row.opens and str(row.opens), row.closes and str(row.closes), row.reason]
        for row in window.days.all() if row.date >= today
    }  # fmt: skip
    return {**plain, "unit": window.organisation.code, "area": window.area.code, "hours": sorted(rows), "days": days}


def of_window(window, ids):
    """The HSDS location of a window: with its hours, or those of the office calendar around it."""
    moment, mine = localtime(now(), hours.zone_of(window)), ids.of("location", window_key(window.code))
    profile = profile_of(window)
    rows = profile["hours"] or [
        [row.valid_from_md, row.valid_until_md, row.weekday, str(row.opens), str(row.closes)]
        for row in hours.calendar_of(window).hours
    ]
    found = {
        "id": mine, "location_type": "physical", "name": name_in(window.names, SOURCE_LANGUAGE),
        "organization_id": ids.of("organization", window.organisation.code), **_address(window.address, window.directions, mine, ids),
    }  # fmt: skip
    if window.latitude is not None:
        found |= {"latitude": window.latitude, "longitude": window.longitude}
    found["languages"] = [{"code": ISO.get(tag, tag), "name": LANGUAGE_NAMES.get(tag, tag)} for tag in window.languages]
    found["accessibility"] = [
        {"description": str(words), "details": f"{WINDOW}{field}"} for field, words in window.features
    ]
    found["phones"] = [{"number": window.phone, "type": "voice"}] if window.phone else []
    found["schedules"] = schedules_of(rows, moment.date(), moment.utcoffset() / timedelta(hours=1))
    if notes := _days_in_words(profile["days"]):
        found["schedules"] = [{**row, "notes": notes} for row in found["schedules"]]
    for name in ("languages", "accessibility", "phones", "schedules"):
        found[name] = [
            {"id": ids.under(mine, name, place), "location_id": mine, **row} for place, row in enumerate(found[name])
        ]
    return {name: value for name, value in {**found, "shiliu": profile}.items() if value not in ("", [])}


def of_unit(unit, ids):
    """Where a unit itself receives people."""
    mine = ids.of("location", unit.code)
    return {
        "id": mine, "location_type": "physical", "name": name_in(unit.names, SOURCE_LANGUAGE), "organization_id": ids.of("organization", unit.code),
        **_address(unit.address, {}, mine, ids), "shiliu": {"unit": unit.code},
    }  # fmt: skip


def plain_of(location, language, offset):
    """The plain values of a window that a location says. May raise TypeError and others on what is no location."""
    plain = {"names": {SOURCE_LANGUAGE: str(location["name"])[:120]}}
    if language != SOURCE_LANGUAGE:
        plain["names"][language] = plain["names"][SOURCE_LANGUAGE]
    addresses, numbers = rows_of(location, "addresses"), rows_of(location, "phones")
    if addresses:
        plain["address"] = str(addresses[0].get("address_1") or "")[:200]
    if location.get("description"):
        plain["directions"] = {language: str(location["description"])[:2000]}
    if numbers:
        plain["phone"] = str(numbers[0].get("number") or "")
    if location.get("latitude") is not None and location.get("longitude") is not None:
        plain |= {name: float(location[name]) for name in ("latitude", "longitude")}
    codes = [one.get("code") for one in rows_of(location, "languages") if one.get("code")]
    plain["languages"] = list(dict.fromkeys(TAG.get(code, code) for code in codes))
    by_words = {str(words): field for field, words in FEATURES.items()}
    for row in rows_of(location, "accessibility"):
        details = str(row.get("details") or "")
        field = details.removeprefix(WINDOW) if details.startswith(WINDOW) else by_words.get(row.get("description"))
        if field in FEATURES:
            plain[field] = True
    plain["hours"], _odd = hours_of(rows_of(location, "schedules"), offset)
    return plain


def exact(profile, location, offset):
    """The values of the profile, except where somebody has edited the field of HSDS that shows them."""
    said = plain_of(location, SOURCE_LANGUAGE, offset)
    plain = {name: profile[name] for name in (*PLAIN, "hours", "days") if name in profile}
    if said["names"][SOURCE_LANGUAGE] != name_in(plain.get("names") or {}, SOURCE_LANGUAGE):
        plain["names"] = {**(plain.get("names") or {}), **said["names"]}
    for name in ("phone", "address", "latitude", "longitude"):
        if name in said:
            plain[name] = said[name]
    plain["languages"] = said["languages"]
    plain |= {name: said.get(name, False) for name in FEATURES}
    ours = schedules_of(plain.get("hours") or [], localtime(now()).date(), offset)
    if plain.get("hours") and hours_of(ours, offset)[0] != said["hours"]:
        plain["hours"] = said["hours"]
    return plain


def _address(text, directions, location, ids):
    """The fields of an address: as HSDS asks where the site has entered what every address ends with, else in words."""
    way, details = name_in(directions, SOURCE_LANGUAGE), Directory.objects.first()
    if text and details:
        row = {
            "id": ids.under(location, "address", 0), "location_id": location, "address_1": text, "city": details.city,
            "state_province": details.state_province, "postal_code": details.postal_code, "country": details.country,
            "address_type": "physical",
        }  # fmt: skip
        return {"addresses": [row], **({"description": way} if way else {})}
    words = "\n".join(filter(None, [text, way]))
    return {"description": words} if words else {}


def _days_in_words(days):
    """Days on which the week does not hold, for whoever reads the schedule: HSDS has no field for a closed day."""
    told = []
    for day, (is_open, opens, closes, reason) in sorted(days.items()):
        said = f"{opens[:5]}–{closes[:5]}" if opens else "开放" if is_open else "不开放"
        told.append(f"{day} {said}（{reason}）")
    return "；".join(told)
