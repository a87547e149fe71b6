"""From the rows of a file to areas and cells as plain values. No tables here: a row is good, or has a sentence saying why not."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.platform.maps import Unusable, parse_boundary

HEADERS = {
    "编码": "code", "代码": "code", "级别": "level", "层级": "level", "上级": "parent", "上级编码": "parent", "所属社区": "community",
    "名称": f"name_{SOURCE_LANGUAGE}", "name": f"name_{SOURCE_LANGUAGE}", "name_zh": f"name_{SOURCE_LANGUAGE}", "英文名称": "name_en",
    "维吾尔文名称": "name_ug", "经度": "longitude", "纬度": "latitude", "lon": "longitude", "lng": "longitude", "lat": "latitude",
    "边界": "boundary", "时区": "time_zone", "监督电话": "supervision_phone", "包含": "areas",
}  # fmt: skip
LEVELS = {
    "区县": "district", "区": "district", "县": "district", "街道": "street", "镇": "street", "乡": "street", "乡镇": "street",
    "社区": "community", "村": "community", "小区": "compound", "楼栋": "building", "楼": "building",
}  # fmt: skip
BLANK_AREA = {
    "parent": "",
    "names": {},
    "boundary": None,
    "longitude": None,
    "latitude": None,
    "time_zone": "",
    "level": "",
}
BLANK_CELL = {"names": {}, "boundary": None, "supervision_phone": "", "areas": [], "duties": {}}


class Unfit(ValueError):
    """The row cannot be used; str() says why."""


@dataclass
class Draft:
    """What one row gives: only the values it names. `row` is kept for the rejects file."""

    row: object
    code: str
    community: str = ""
    given: dict = field(default_factory=dict)

    def over(self, present):
        """The values after this row is written over `present`; names are added, not replaced."""
        merged = {**present, **self.given, "code": self.code}
        merged["names"] = {**present.get("names", {}), **self.given.get("names", {})}
        if "duties" in present or "duties" in self.given:
            merged["duties"] = {**present.get("duties", {}), **self.given.get("duties", {})}
        return merged


def area_draft(row):
    """The Draft of an area. Raises Unfit."""
    values = _usable(row)
    given = _geometry(row) | _names(values)
    if "level" in values:
        given["level"] = LEVELS.get(values["level"], values["level"])
        if given["level"] not in Area.Level.values:
            raise Unfit(
                _("“%(level)s” is not one of: %(levels)s.")
                % {"level": values["level"], "levels": ", ".join(Area.LEVELS)}
            )
    for name in ("parent", "time_zone"):
        if name in values:
            given[name] = values[name]
    for name in ("longitude", "latitude"):
        if name in values:
            given[name] = _number(values[name])
    return Draft(row, values["code"], given=given)


def cell_draft(row):
    """The Draft of a cell; duties stand in columns duty_LAYER, phone_LAYER and unit_LAYER. Raises Unfit."""
    values = _usable(row)
    if not values.get("community"):
        raise Unfit(_("The code of the community is missing."))
    given = _geometry(row) | _names(values)
    if given.keys() & {"longitude", "latitude"}:
        raise Unfit(_("A cell needs a boundary, not a point."))
    if "supervision_phone" in values:
        given["supervision_phone"] = values["supervision_phone"]
    if "areas" in values:
        listed = values["areas"]
        given["areas"] = sorted(set(listed if isinstance(listed, list) else re.split(r"[\s,;，；、]+", listed)) - {""})
    duties = {}
    for column, value in values.items():
        part, _line, layer = column.partition("_")
        if part in {"duty", "phone", "unit"} and layer:
            duties.setdefault(layer, {"name": "", "phone": "", "unit": ""})["name" if part == "duty" else part] = value
    if duties:
        given["duties"] = duties
    return Draft(row, values["code"], community=values["community"], given=given)


def _usable(row):
    if row.problem:
        raise Unfit(row.problem)
    if not row.values.get("code"):
        raise Unfit(_("The code is missing."))
    if wrong := sorted(
        name for name, value in row.values.items() if not isinstance(value, str) and name not in {"areas", "boundary"}
    ):
        raise Unfit(_("“%(name)s” must be text.") % {"name": wrong[0]})
    return row.values


def _names(values):
    names = {column[5:].lower(): name for column, name in values.items() if column.startswith("name_")}
    return {"names": names} if names else {}


def _geometry(row):
    given = row.geometry if row.geometry is not None else row.values.get("boundary")
    if given is None:
        return {}
    if isinstance(given, dict) and given.get("type") == "Point":
        position = given.get("coordinates")
        if not isinstance(position, list) or len(position) < 2:
            raise Unfit(_("A point is two numbers, longitude and latitude."))
        return {"longitude": _number(position[0]), "latitude": _number(position[1])}
    try:
        return {"boundary": parse_boundary(given)}
    except Unusable as error:
        raise Unfit(str(error)) from None


def _number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        raise Unfit(_("“%(text)s” is not a number.") % {"text": text}) from None
