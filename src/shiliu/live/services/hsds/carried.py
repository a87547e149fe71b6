"""What another directory says of a thing and nothing here has a place for: kept field by field as it came, and published again
beside our own. No database.

Names and mailboxes of people are not kept, nor the history the other directory keeps of itself. What is kept of a list stands as rows:
whole ones, and {"like": mark of one of our rows, …} for fields that belong to a row that we publish ourselves."""

import json
from collections import Counter

from shiliu.live.services.hsds.fields import rows_of
from shiliu.live.services.hsds.reading import OURS
from shiliu.live.services.hsds.schedules import hours_of
from shiliu.live.services.hsds.specification import SCHEMA, faults, misfit

# Never kept: what names a person, and changes that another directory has written down, which name whoever made them.
NEVER = {"contact": {"name", "email"}, "address": {"attention"}, "service": {"assurer_email"}}
HISTORY = "metadata"
# Things with an identifier of their own, which are taken in by themselves, and links, which follow from where a row stands.
APART = {
    "service": {"organization", "organization_id", "service_at_locations"}, "organization": {"locations", "parent_organization_id"},
    "service_at_location": {"location", "location_id", "service_id"}, "location": {"organization_id"},
}  # fmt: skip
LINKS = {
    "service_id",
    "organization_id",
    "location_id",
    "service_at_location_id",
    "contact_id",
    "phone_id",
    "link_id",
    "link_entity",
}
THEIRS = {"organization": {"description"}}  # ours is only the kind of unit
MARKS = {
    "phone": ("number",), "language": ("code",), "cost_option": ("amount",),
    "service_area": ("name",), "url": ("url",), "address": ("address_1",), "accessibility": ("description",),
    "organization_identifier": ("identifier_type", "identifier"),
}  # fmt: skip
MOST = 50_000  # characters of one thing


def clean(name, thing):
    """(`thing` with the fields of the specification that may be kept, Counter of the paths left out)."""
    kept, left, linked = {}, Counter(), {}
    for field, value in thing.items():
        kind = SCHEMA[name][0].get(field)
        if value in (None, "", [], {}) or field in APART.get(name, ()) or field in LINKS or field == "shiliu":
            continue
        if kind is None or field == HISTORY or field in NEVER.get(name, ()):
            left[f"{name}.{field}"] += 1
        elif isinstance(kind, list):
            kept[field], below = _rows(kind[0], rows_of(thing, field))
            left.update(below)
        elif isinstance(kind, tuple):
            row, below = clean(kind[0], value if isinstance(value, dict) else {})
            left.update(below)
            if faults(kind[0], row):
                left[f"{name}.{field}"] += 1
            else:
                kept[field] = row
                linked |= {f"{field}_id": row["id"]} if f"{field}_id" in SCHEMA[name][0] else {}
        elif misfit(kind, value):
            left[f"{name}.{field}"] += 1
        else:
            kept[field] = value
    return {field: value for field, value in {**kept, **linked}.items() if value != []}, left


def _rows(name, rows):
    kept, left = [], Counter()
    for row in rows:
        found, below = clean(name, row)
        left.update(below)
        if SCHEMA[name][1] - {"id"} - found.keys() or found.keys() <= {"id"}:
            left[name] += found.keys() > {"id"} or not below
        else:
            kept.append(found)
    return kept, +left


def rest_of(name, kept, ours):
    """What the cleaned thing says beyond what we publish of it."""
    rest = {}
    for field, value in kept.items():
        if isinstance(value, list):
            kind = SCHEMA[name][0][field][0]
            there = {mark(kind, row): row for row in ours.get(field, [])}
            if kind == "url" and "url" in ours:  # the first address of a service is a field of its own
                there[mark(kind, ours)] = ours
            rows = [
                _beyond(kind, row, {} if kind == "cost_option" and place else there) for place, row in enumerate(value)
            ]
            if rows := [row for row in rows if row]:
                rest[field] = rows
        elif field != "id" and (field not in ours or (field in THEIRS.get(name, ()) and ours[field] != value)):
            rest[field] = value
    return rest if len(json.dumps(rest, ensure_ascii=False)) <= MOST else {}


def _beyond(kind, row, there):
    known = mark(kind, row)
    if known not in there:
        return row
    extra = {field: value for field, value in row.items() if field not in there[known] and field != "id"}
    return extra and {"like": known, **extra}


def unreadable_hours(rows, offset):
    """The schedules of a place that windows cannot keep as hours."""
    return [row for row in rows if hours_of([row], offset)[1]]


def mark(kind, row):
    """By what a row of a list is known again, whoever publishes it."""
    if kind == "attribute":
        term = row.get("taxonomy_term") or {}
        return f"{term.get('taxonomy') or ''}/{term.get('name') or row.get('taxonomy_term_id')}"
    if kind == "required_document":
        ours = OURS.fullmatch(row.get("document") or "")
        return ours["name"] if ours else row.get("document") or ""
    names = MARKS.get(kind)
    said = {name: row[name] for name in names if name in row} if names else {
        name: value for name, value in row.items() if name not in LINKS and name != "id"
    }  # fmt: skip
    said = {name: float(value) if type(value) is int else value for name, value in said.items()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def laid(name, found, rest, ids, *, lists=True):
    """`found`, as we publish it, with the rest beside it; without `lists` only the fields that are no lists."""
    whole = dict(found)
    for field, value in rest.items():
        kind = SCHEMA[name][0][field]
        if not isinstance(kind, list):
            if field not in found or field in THEIRS.get(name, ()):
                whole[field] = value
        elif lists:
            rows = [dict(row) for row in found.get(field, [])]
            there = {mark(kind[0], row): row for row in rows}
            for place, row in enumerate(value):
                if "like" not in row:
                    rows.append(_owned(kind[0], row, name, found["id"], ids, f"{field}/{place}"))
                elif row["like"] in there:
                    mine = there[row["like"]]
                    mine.update({key: said for key, said in row.items() if key not in mine and key != "like"})
            if rows:
                whole[field] = rows
    return whole


def _owned(kind, row, owner, uuid, ids, place):
    """A row that came from outside, with its identifier and with those of what it now hangs on."""
    mine = {"id": ids.under(uuid, "carried", place), **row}
    if kind == "attribute":
        mine |= {"link_id": uuid, "link_entity": owner}
    elif f"{owner}_id" in SCHEMA[kind][0]:
        mine[f"{owner}_id"] = uuid
    for field, value in row.items():
        if isinstance(value, list):
            below = SCHEMA[kind][0][field][0]
            mine[field] = [
                _owned(below, one, kind, mine["id"], ids, f"{place}/{field}/{at}") for at, one in enumerate(value)
            ]
    return mine
