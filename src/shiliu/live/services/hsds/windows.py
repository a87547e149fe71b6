"""Windows that a file of another directory describes as locations, written by the actions of windows."""

from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.foundation.spelling import LANGUAGE, problem_of_slug
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.catalogue.rules import problem_of_texts
from shiliu.live.services.hsds import places
from shiliu.live.services.hsds.fields import rows_of
from shiliu.live.services.hsds.identity import window_key
from shiliu.live.services.hsds.reading import Unfit
from shiliu.live.services.windows import actions
from shiliu.live.services.windows import values as plain_values
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

MINUTES = 15
TEXTS, WHOLE = (
    {"address": 200, "phone": 30},
    {"desks", "slot_minutes", "minutes_before", "minutes_after", "lead_hours", "days_ahead"},
)
FLAGS = {"takes_appointments", *places.FEATURES}


class Windows:
    """`made`, `changed`: codes; `refused`: [(identifier, why)]."""

    def __init__(self, ids, units, *, area="", language=SOURCE_LANGUAGE):
        self.ids, self.units, self.area, self.language = ids, units, area, language
        self.offset = localtime(now()).utcoffset() / timedelta(hours=1)
        self.made, self.changed, self.refused = [], [], []
        self.codes = {
            ids.of("location", window_key(code)): code for code in Window.objects.values_list("code", flat=True)
        }
        self.own = {ids.of("location", code) for code in units.there}

    def take(self, by, locations, served):
        """`locations`: {identifier: HSDS location}; `served`: {identifier of a location: {code of an item: minutes}}."""
        for uuid, location in locations.items():
            if uuid in self.own or ("unit" in _profile(location) and "area" not in _profile(location)):
                continue
            try:
                with transaction.atomic():
                    self._one(by, uuid, location, served.get(uuid, {}))
            except (Unfit, NotPossible, Refused) as error:
                fields = getattr(error, "fields", {}) or {}
                told = " ".join(f"{name}: {problem}" for name, problem in fields.items())
                self.refused.append((uuid, told or str(error)))
            except (TypeError, LookupError, AttributeError, ValueError, OverflowError):
                self.refused.append((uuid, _("The location is not of the form that HSDS describes.")))

    def _one(self, by, uuid, location, items):
        profile, code = _profile(location), self.codes.get(uuid)
        plain = places.plain_of(location, self.language, self.offset)
        if profile:
            plain = places.exact(profile, location, self.offset)
        openings, days = plain.pop("hours", []), plain.pop("days", {})
        _check(plain)
        window = Window.objects.filter(code=code).first() if code else None
        if window is None:
            window = self._create(by, uuid, location, profile, plain, items)
        else:
            before = plain_values.of_window(window)
            given = {name: value for name, value in plain.items() if name in places.PLAIN and name != "code"}
            wanted = {**given, "items": {**before["items"], **items}}
            if any(before[name] != value for name, value in wanted.items()):
                window = actions.edit_window(by=by, window=window, **wanted)
                self.changed.append(window.code)
        self._open(by, window, openings, days)

    def _create(self, by, uuid, location, profile, plain, items):
        code = str(profile.get("code") or f"hsds-{UUID(uuid).hex[:12]}")
        if problem_of_slug(code) or Window.objects.filter(code=code).exists():
            code = f"hsds-{UUID(uuid).hex[:12]}"
        unit, why = self.units.find(str(location.get("organization_id") or "").lower(), "")
        if not unit:
            raise Unfit(why or _("The location does not say which unit it belongs to."))
        area = str(profile.get("area") or self.area)
        if not area:
            raise Unfit(_("Nobody knows in which place “%(name)s” lies: name a place for locations of this file.") % {"name": location["name"]})  # fmt: skip
        given = {name: value for name, value in plain.items() if name in places.PLAIN and name not in ("code", "names")}
        window = actions.create_window(
            by=by, code=code, names=plain["names"], organisation=unit, area=area, items=items, **given
        )
        self.made.append(code)
        self.ids.remember("location", window_key(code), uuid)
        return window

    def _open(self, by, window, openings, days):
        """Hours that stand are replaced when the file says any; days are added."""
        present = plain_values.of_window(window)
        if openings and sorted(map(list, openings)) != present["hours"]:
            for season, weekday in {((row[0], row[1]), row[2]) for row in present["hours"]}:
                actions.remove_hours(by=by, window=window, season=season, weekdays=[weekday])
            alike = {}
            for first, last, weekday, opens, closes in openings:
                alike.setdefault(((first, last), int(weekday)), []).append((time.fromisoformat(opens), time.fromisoformat(closes)))  # fmt: skip
            for (season, weekday), spans in alike.items():
                if weekday not in range(7):
                    raise ValueError(weekday)
                actions.set_hours(by=by, window=window, season=season, weekdays=[weekday], openings=spans)
        for day, (is_open, opens, closes, reason) in days.items():
            if present.get(f"{plain_values.DAY}{day}") != [is_open, opens, closes, reason]:
                times = {"opens": opens and time.fromisoformat(opens), "closes": closes and time.fromisoformat(closes)}
                actions.set_day(by=by, window=window, day=date.fromisoformat(day), is_open=bool(is_open), reason=str(reason)[:120], **times)  # fmt: skip


def items_of(service_ids, services):
    """{identifier of a location: {code of an item: minutes}} of services whose codes are known, {identifier: code}."""
    offered = set(ServiceItem.objects.values_list("code", flat=True))
    found = {}
    for service in services:
        code = service_ids.get(str(service.get("id")).lower()) if isinstance(service, dict) else None
        for row in rows_of(service, "service_at_locations") if code in offered else ():
            location = row.get("location") if isinstance(row.get("location"), dict) else {}
            minutes = _profile(row).get("minutes")
            minutes = minutes if isinstance(minutes, int) and not isinstance(minutes, bool) else MINUTES
            found.setdefault(str(row.get("location_id") or location.get("id")).lower(), {})[code] = minutes
    return found


def _profile(thing):
    return thing["shiliu"] if isinstance(thing.get("shiliu"), dict) else {}


def _check(plain):
    """Raises Unfit for values of the wrong kind, which a hand-written profile may hold."""
    fits = (
        all(isinstance(plain.get(name, ""), str) and len(plain.get(name, "")) <= most for name, most in TEXTS.items())
        and all(type(plain.get(name, 1)) is int for name in WHOLE)
        and all(isinstance(plain.get(name, False), bool) for name in FLAGS)
        and all(isinstance(plain.get(name), float | int | None) for name in ("latitude", "longitude"))
        and -90 <= (plain.get("latitude") or 0) <= 90 and -180 <= (plain.get("longitude") or 0) <= 180
        and isinstance(plain.get("languages", []), list) and all(LANGUAGE.fullmatch(str(tag)) for tag in plain.get("languages", []))
        and not problem_of_texts(plain.get("directions", {}))
    )  # fmt: skip
    if not fits:
        raise Unfit(_("The location is not of the form that HSDS describes."))
