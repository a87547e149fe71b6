"""What HSDS 3.1 asks of each object: its fields with their types, and which must be there. Read from the specification's
schemas (Open Referral, 3.1) and written down anew; fields this program never writes are left out."""

import re
from datetime import date, datetime
from uuid import UUID

UUIDS, TEXT, NUMBER, URI, DAY, MOMENT = "uuid", "text", "number", "uri", "day", "moment"
# {object: ({field: type, or the object of a list [name], or a single object (name)}, required fields)}
SCHEMA = {
    "service": ({"id": UUIDS, "organization_id": UUIDS, "name": TEXT, "alternate_name": TEXT, "description": TEXT, "url": URI,
                 "additional_urls": ["url"], "status": {"active", "inactive", "defunct", "temporarily closed"}, "application_process": TEXT,
                 "fees_description": TEXT, "eligibility_description": TEXT, "assured_date": DAY, "alert": TEXT, "last_modified": MOMENT,
                 "phones": ["phone"], "service_areas": ["service_area"], "service_at_locations": ["service_at_location"],
                 "languages": ["language"], "organization": ("organization",), "cost_options": ["cost_option"],
                 "required_documents": ["required_document"], "attributes": ["attribute"]}, {"id", "name", "status"}),
    "url": ({"id": UUIDS, "label": TEXT, "url": URI, "organization_id": UUIDS, "service_id": UUIDS}, {"id", "url"}),
    "phone": ({"id": UUIDS, "location_id": UUIDS, "service_id": UUIDS, "organization_id": UUIDS, "service_at_location_id": UUIDS,
               "number": TEXT, "extension": NUMBER, "type": {"text", "voice", "fax", "cell", "video", "pager", "textphone"},
               "description": TEXT}, {"id", "number"}),
    "service_area": ({"id": UUIDS, "service_id": UUIDS, "name": TEXT, "description": TEXT}, {"id"}),
    "service_at_location": ({"id": UUIDS, "service_id": UUIDS, "location_id": UUIDS, "description": TEXT, "location": ("location",),
                             "service": ("service",)}, {"id"}),
    "location": ({"id": UUIDS, "location_type": {"physical", "postal", "virtual"}, "organization_id": UUIDS, "name": TEXT,
                  "description": TEXT, "accessibility": ["accessibility"], "phones": ["phone"]}, {"id", "location_type"}),
    "accessibility": ({"id": UUIDS, "location_id": UUIDS, "description": TEXT, "details": TEXT, "url": URI}, {"id"}),
    "language": ({"id": UUIDS, "service_id": UUIDS, "location_id": UUIDS, "name": TEXT, "code": TEXT, "note": TEXT}, {"id"}),
    "organization": ({"id": UUIDS, "name": TEXT, "description": TEXT, "parent_organization_id": UUIDS, "phones": ["phone"],
                      "locations": ["location"], "services": list}, {"id", "name", "description"}),
    "cost_option": ({"id": UUIDS, "service_id": UUIDS, "option": TEXT, "currency": TEXT, "amount": NUMBER, "amount_description": TEXT},
                    {"id"}),
    "required_document": ({"id": UUIDS, "service_id": UUIDS, "document": TEXT, "uri": URI}, {"id"}),
    "attribute": ({"id": UUIDS, "link_id": UUIDS, "taxonomy_term_id": UUIDS, "link_type": TEXT, "link_entity": TEXT, "value": TEXT,
                   "taxonomy_term": ("taxonomy_term",), "label": TEXT}, {"id"}),
    "taxonomy_term": ({"id": UUIDS, "code": TEXT, "name": TEXT, "description": TEXT, "parent_id": UUIDS, "taxonomy": TEXT,
                       "language": TEXT, "taxonomy_id": UUIDS, "term_uri": URI}, {"id", "name", "description"}),
    "taxonomy": ({"id": UUIDS, "name": TEXT, "description": TEXT, "uri": URI, "version": TEXT}, {"id", "name", "description"}),
}  # fmt: skip
PROFILE = {"service": {"shiliu"}}  # what the Shiliu profile adds


def faults(name, thing, path=""):
    """["service.id: …", …]; empty when the object is as HSDS asks."""
    fields, required = SCHEMA[name]
    here = path or name
    found = [f"{here}.{field} is missing" for field in required - thing.keys()]
    for field, value in thing.items():
        if field in PROFILE.get(name, ()):
            continue
        if field not in fields:
            found.append(f"{here}.{field} is not a field of HSDS")
            continue
        found += _of(fields[field], value, f"{here}.{field}")
    return found


def _of(kind, value, path):
    if kind is list:
        return []
    if isinstance(kind, list):
        return (
            [fault for row in value for fault in faults(kind[0], row, path)]
            if isinstance(value, list)
            else [f"{path} is no list"]
        )
    if isinstance(kind, tuple):
        return faults(kind[0], value, path)
    if isinstance(kind, set):
        return [] if value in kind else [f"{path} is {value!r}"]
    if kind == NUMBER:
        return [] if isinstance(value, int | float) and not isinstance(value, bool) else [f"{path} is {value!r}"]
    if not isinstance(value, str):
        return [f"{path} is {value!r}"]
    try:
        {UUIDS: UUID, DAY: date.fromisoformat, MOMENT: datetime.fromisoformat}.get(kind, str)(value)
    except ValueError:
        return [f"{path} is {value!r}"]
    return [f"{path} is {value!r}"] if kind == URI and not re.fullmatch(r"https?://\S+", value) else []
