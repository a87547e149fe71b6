"""Facilities and types as plain values: what forms show, what is compared, kept in the history and taken back."""

FACILITY_FIELDS = ("kind", "names", "longitude", "latitude", "address", "opening", "access")
BLANK_FACILITY = {"names": {}, "address": "", "opening": "", "access": {}}
TYPE_FIELDS = ("names", "minutes", "source", "checked", "active")


def of_facility(facility):
    """Everything about a facility that can be edited; its type stands as its code."""
    plain = {field: getattr(facility, field) for field in FACILITY_FIELDS if field != "kind"}
    return {**plain, "kind": facility.kind.code}


def of_type(kind):
    return {field: getattr(kind, field) for field in TYPE_FIELDS}
