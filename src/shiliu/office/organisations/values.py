"""Units and kinds as plain values: what forms show, what is compared, kept in the history and taken back."""

UNIT_FIELDS = ("code", "kind", "parent", "names", "public_phone", "address", "areas")
KIND_FIELDS = ("code", "standing", "names")


def of_unit(unit):
    """Everything about a unit that can be edited; kind, the unit above and places served stand as their codes."""
    return {
        "code": unit.code,
        "kind": unit.kind.code,
        "parent": unit.parent.code if unit.parent_id else "",
        "names": unit.names,
        "public_phone": unit.public_phone,
        "address": unit.address,
        "areas": sorted(row.area.code for row in unit.serves.all()),
    }


def of_kind(kind):
    return {"code": kind.code, "standing": kind.standing, "names": kind.names}
