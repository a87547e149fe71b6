"""From the rows of a file to facilities and homes as plain values. A row is good, or has a sentence saying why not."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.circle import rules
from shiliu.platform import maps

FACILITY_HEADERS = {
    "id": "code", "编码": "code", "编号": "code", "category": "kind", "类型": "kind", "类别": "kind", "name": f"name_{SOURCE_LANGUAGE}",
    "name_zh": f"name_{SOURCE_LANGUAGE}", "名称": f"name_{SOURCE_LANGUAGE}", "英文名称": "name_en", "维吾尔文名称": "name_ug", "lon": "longitude",
    "lng": "longitude", "经度": "longitude", "lat": "latitude", "纬度": "latitude", "地址": "address", "营业时间": "opening", "开放时间": "opening",
}  # fmt: skip
HOMES_HEADERS = {
    "id": "code", "building": "code", "编码": "code", "楼栋编码": "code", "lon": "longitude", "lng": "longitude", "经度": "longitude",
    "lat": "latitude", "纬度": "latitude", "户数": "homes", "住宅套数": "homes", "套数": "homes", "dwellings": "homes",
}  # fmt: skip
HOMES_COLUMNS = {"code", "longitude", "latitude", "homes"}
WORDS = {"yes": rules.YES, "no": rules.NO, "true": rules.YES, "false": rules.NO, "1": rules.YES, "0": rules.NO, "有": rules.YES, "无": rules.NO, "是": rules.YES, "否": rules.NO}  # fmt: skip
MOST_HOMES = 20_000


class Unfit(ValueError):
    """The row cannot be used; str() says why."""


@dataclass
class Draft:
    """What one row gives: only the values it names."""

    code: str
    given: dict = field(default_factory=dict)

    def over(self, present):
        """The values after this row is written over `present`; names and facts are added, not replaced."""
        merged = {**present, **self.given}
        for name in ("names", "access"):
            merged[name] = {**present.get(name, {}), **self.given.get(name, {})}
        return merged


def facility_draft(row):
    """The Draft of a facility: code, kind, name…, longitude, latitude, perhaps address, opening and a column for each fact of
    access with yes or no. Raises Unfit."""
    values = _usable(row)
    given = {name: values[name] for name in ("kind", "address", "opening") if name in values}
    names = {column[5:].lower(): name for column, name in values.items() if column.startswith("name_")}
    if names:
        given["names"] = names
    given |= _point(row, values)
    if access := {fact: _word(values[fact]) for fact in rules.ACCESS if fact in values}:
        given["access"] = access
    return Draft(values["code"], given)


def homes_draft(row, buildings, area_at):
    """The values of one building: code and homes, and a point unless the code is that of a place. Raises Unfit."""
    values = _usable(row)
    if further := sorted(values.keys() - HOMES_COLUMNS):
        told = _(
            "“%(column)s” is not about a building. Leave only code, longitude, latitude and homes, and no person, in this file."
        )
        raise Unfit(told % {"column": further[0]})
    homes = _number(values.get("homes", ""))
    if homes != int(homes) or not 0 <= homes <= MOST_HOMES:
        raise Unfit(_("The number of homes is a whole number from 0 to %(most)d.") % {"most": MOST_HOMES})
    point = _point(row, values)
    area = buildings.get(values["code"])
    if not point:
        place = maps.point_of(area) if area else None
        if place is None:
            raise Unfit(
                _("No place with the code %(code)s has a point. Give longitude and latitude.")
                % {"code": values["code"]}
            )
        point = {"longitude": place[0], "latitude": place[1]}
    area = area or area_at(point["longitude"], point["latitude"])
    if area is None:
        raise Unfit(_("This point lies in none of our neighbourhoods."))
    return {"code": values["code"], **point, "homes": int(homes), "area_id": area.pk, "area_path": area.path}


def _usable(row):
    if row.problem:
        raise Unfit(row.problem)
    if not row.values.get("code"):
        raise Unfit(_("The code is missing."))
    if wrong := sorted(name for name, value in row.values.items() if not isinstance(value, str)):
        raise Unfit(_("“%(name)s” must be text.") % {"name": wrong[0]})
    return row.values


def _point(row, values):
    if row.geometry is not None:
        position = row.geometry.get("coordinates") if row.geometry.get("type") == "Point" else None
        if not isinstance(position, list) or len(position) < 2:
            raise Unfit(_("A point is two numbers, longitude and latitude."))
        return {"longitude": _number(position[0]), "latitude": _number(position[1])}
    if "longitude" in values or "latitude" in values:
        return {name: _number(values.get(name, "")) for name in ("longitude", "latitude")}
    return {}


def _word(text):
    try:
        return WORDS[text.casefold()]
    except KeyError:
        raise Unfit(_("“%(text)s” is neither yes nor no.") % {"text": text}) from None


def _number(text):
    try:
        value = float(text)
    except (TypeError, ValueError):
        raise Unfit(_("“%(text)s” is not a number.") % {"text": text}) from None
    if value != value or abs(value) == float("inf"):
        raise Unfit(_("“%(text)s” is not a number.") % {"text": text})
    return value
