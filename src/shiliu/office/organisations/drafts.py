"""From the rows of a file to units and kinds as plain values. A row is good, or has a sentence saying why not."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE

HEADERS = {
    "编码": "code", "代码": "code", "类型": "kind", "类别": "kind", "上级": "parent", "上级编码": "parent", "名称": f"name_{SOURCE_LANGUAGE}",
    "name": f"name_{SOURCE_LANGUAGE}", "name_zh": f"name_{SOURCE_LANGUAGE}", "英文名称": "name_en", "维吾尔文名称": "name_ug",
    "电话": "phone", "地址": "address", "服务区域": "areas", "性质": "standing",
}  # fmt: skip
BLANK_UNIT = {"kind": "", "parent": "", "names": {}, "public_phone": "", "address": "", "areas": []}
BLANK_KIND = {"standing": "", "names": {}}


class Unfit(ValueError):
    """The row cannot be used; str() says why."""


@dataclass
class Draft:
    """What one row gives: only the values it names. `row` is kept for the rejects file."""

    row: object
    code: str
    given: dict = field(default_factory=dict)

    def over(self, present):
        """The values after this row is written over `present`; names are added, not replaced."""
        names = {**present["names"], **self.given.get("names", {})}
        return {**present, **self.given, "code": self.code, "names": names}


def unit_draft(row):
    """The Draft of a unit; `areas` are codes of places served, with spaces or semicolons between. Raises Unfit."""
    values = _usable(row)
    given = {name: values[name] for name in ("kind", "parent", "address") if name in values} | _names(values)
    if "phone" in values:
        given["public_phone"] = values["phone"]
    if "areas" in values:
        given["areas"] = sorted(set(re.split(r"[\s,;，；、]+", values["areas"])) - {""})
    return Draft(row, values["code"], given)


def kind_draft(row):
    """The Draft of a kind of unit. Raises Unfit."""
    values = _usable(row)
    given = _names(values) | ({"standing": values["standing"]} if "standing" in values else {})
    return Draft(row, values["code"], given)


def _usable(row):
    if row.problem:
        raise Unfit(row.problem)
    if not row.values.get("code"):
        raise Unfit(_("The code is missing."))
    if wrong := sorted(name for name, value in row.values.items() if not isinstance(value, str)):
        raise Unfit(_("“%(name)s” must be text.") % {"name": wrong[0]})
    return row.values


def _names(values):
    names = {column[5:].lower(): name for column, name in values.items() if column.startswith("name_")}
    return {"names": names} if names else {}
