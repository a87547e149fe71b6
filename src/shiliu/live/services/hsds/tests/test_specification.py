"""Our table of HSDS against the specification's own list of fields, read from its repository and noted in fields_3_1.txt."""

from pathlib import Path

from shiliu.live.services.hsds.specification import MOMENT, NUMBER, SCHEMA, URI, UUIDS

SIGNS = {UUIDS: "#", NUMBER: "%", URI: "@", MOMENT: "~"}
# Stricter here than there: the list of RFC 6350 that the description of the field names.
LISTED = {("phone", "type")}


def sign(name, field):
    kind = SCHEMA[name][0][field]
    if (name, field) in LISTED:
        return ""
    found = {list: "+", tuple: ">", set: "|"}.get(type(kind)) or SIGNS.get(kind, "")
    return ("!" if field in SCHEMA[name][1] else "") + found


def test_every_object_has_the_fields_of_the_specification_with_their_kinds():
    lines = (Path(__file__).parent / "fields_3_1.txt").read_text(encoding="utf-8").splitlines()
    noted = {name: sorted(fields) for name, *fields in (line.split() for line in lines if not line.startswith("#"))}
    assert noted == {name: sorted(f"{field}{sign(name, field)}" for field in SCHEMA[name][0]) for name in SCHEMA}
