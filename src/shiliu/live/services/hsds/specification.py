"""What HSDS 3.1 asks of each object: its fields with their types, and which must be there. Read from the specification's
schemas (Open Referral, 3.1: repository openreferral/specification, schema/*.json) and written down anew, every field of every object.
A test holds it to a second list of the same facts, taken from the table schema/simple/schema.csv of that repository."""

import re
from datetime import date, datetime
from uuid import UUID

UUIDS, TEXT, NUMBER, URI, DAY, MOMENT = "uuid", "text", "number", "uri", "day", "moment"
# {object: ({field: type, or the object of a list [name], or a single object (name)}, required fields)}
ABOUT = {"attributes": ["attribute"], "metadata": ["metadata"]}
SCHEMA = {
    "service": ({"id": UUIDS, "organization_id": UUIDS, "program_id": UUIDS, "name": TEXT, "alternate_name": TEXT, "description": TEXT,
                 "url": URI, "additional_urls": ["url"], "email": TEXT, "status": {"active", "inactive", "defunct", "temporarily closed"},
                 "interpretation_services": TEXT, "application_process": TEXT, "fees_description": TEXT, "wait_time": TEXT, "fees": TEXT,
                 "accreditations": TEXT, "eligibility_description": TEXT, "minimum_age": NUMBER, "maximum_age": NUMBER,
                 "assured_date": DAY, "assurer_email": TEXT, "licenses": TEXT, "alert": TEXT, "last_modified": MOMENT,
                 "phones": ["phone"], "schedules": ["schedule"], "service_areas": ["service_area"],
                 "service_at_locations": ["service_at_location"], "languages": ["language"], "organization": ("organization",),
                 "funding": ["funding"], "cost_options": ["cost_option"], "program": ("program",),
                 "required_documents": ["required_document"], "contacts": ["contact"], "capacities": ["service_capacity"], **ABOUT},
                {"id", "name", "status"}),
    "organization": ({"id": UUIDS, "name": TEXT, "alternate_name": TEXT, "description": TEXT, "email": TEXT, "website": URI,
                      "additional_websites": ["url"], "tax_status": TEXT, "tax_id": TEXT, "year_incorporated": NUMBER, "legal_status": TEXT,
                      "logo": TEXT, "uri": URI, "parent_organization_id": UUIDS, "funding": ["funding"], "contacts": ["contact"],
                      "phones": ["phone"], "locations": ["location"], "programs": ["program"],
                      "organization_identifiers": ["organization_identifier"], **ABOUT}, {"id", "name", "description"}),
    "location": ({"id": UUIDS, "location_type": {"physical", "postal", "virtual"}, "url": URI, "organization_id": UUIDS, "name": TEXT,
                  "alternate_name": TEXT, "description": TEXT, "transportation": TEXT, "latitude": NUMBER, "longitude": NUMBER,
                  "external_identifier": TEXT, "external_identifier_type": TEXT, "languages": ["language"], "addresses": ["address"],
                  "contacts": ["contact"], "accessibility": ["accessibility"], "phones": ["phone"], "schedules": ["schedule"], **ABOUT},
                 {"id", "location_type"}),
    "service_at_location": ({"id": UUIDS, "service_id": UUIDS, "location_id": UUIDS, "description": TEXT, "service_areas": ["service_area"],
                             "contacts": ["contact"], "phones": ["phone"], "schedules": ["schedule"], "location": ("location",), **ABOUT},
                            {"id"}),
    "address": ({"id": UUIDS, "location_id": UUIDS, "attention": TEXT, "address_1": TEXT, "address_2": TEXT, "city": TEXT, "region": TEXT,
                 "state_province": TEXT, "postal_code": TEXT, "country": TEXT, "address_type": {"physical", "postal", "virtual"}, **ABOUT},
                {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}),
    "schedule": ({"id": UUIDS, "service_id": UUIDS, "location_id": UUIDS, "service_at_location_id": UUIDS, "valid_from": DAY,
                  "valid_to": DAY, "dtstart": DAY, "timezone": NUMBER, "until": DAY, "count": NUMBER,
                  "wkst": {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}, "freq": {"WEEKLY", "MONTHLY"}, "interval": NUMBER, "byday": TEXT,
                  "byweekno": TEXT, "bymonthday": TEXT, "byyearday": TEXT, "description": TEXT, "opens_at": TEXT, "closes_at": TEXT,
                  "schedule_link": URI, "attending_type": TEXT, "notes": TEXT, **ABOUT}, {"id"}),
    "phone": ({"id": UUIDS, "location_id": UUIDS, "service_id": UUIDS, "organization_id": UUIDS, "contact_id": UUIDS,
               "service_at_location_id": UUIDS, "number": TEXT, "extension": NUMBER,
               "type": {"text", "voice", "fax", "cell", "video", "pager", "textphone"}, "description": TEXT, "languages": ["language"],
               **ABOUT}, {"id", "number"}),
    "language": ({"id": UUIDS, "service_id": UUIDS, "location_id": UUIDS, "phone_id": UUIDS, "name": TEXT, "code": TEXT, "note": TEXT,
                  **ABOUT}, {"id"}),
    "accessibility": ({"id": UUIDS, "location_id": UUIDS, "description": TEXT, "details": TEXT, "url": URI, **ABOUT}, {"id"}),
    "cost_option": ({"id": UUIDS, "service_id": UUIDS, "valid_from": DAY, "valid_to": DAY, "option": TEXT, "currency": TEXT,
                     "amount": NUMBER, "amount_description": TEXT, **ABOUT}, {"id"}),
    "required_document": ({"id": UUIDS, "service_id": UUIDS, "document": TEXT, "uri": URI, **ABOUT}, {"id"}),
    "service_area": ({"id": UUIDS, "service_id": UUIDS, "service_at_location_id": UUIDS, "name": TEXT, "description": TEXT, "extent": TEXT,
                      "extent_type": TEXT, "uri": TEXT, **ABOUT}, {"id"}),
    "url": ({"id": UUIDS, "label": TEXT, "url": URI, "organization_id": UUIDS, "service_id": UUIDS, **ABOUT}, {"id", "url"}),
    "organization_identifier": ({"id": UUIDS, "organization_id": UUIDS, "identifier_scheme": TEXT, "identifier_type": TEXT,
                                 "identifier": TEXT, **ABOUT}, {"id", "identifier_type", "identifier"}),
    "attribute": ({"id": UUIDS, "link_id": UUIDS, "taxonomy_term_id": UUIDS, "link_type": TEXT, "link_entity": TEXT, "value": TEXT,
                   "taxonomy_term": ("taxonomy_term",), "label": TEXT, "metadata": ["metadata"]}, {"id"}),
    "taxonomy": ({"id": UUIDS, "name": TEXT, "description": TEXT, "uri": URI, "version": TEXT, "metadata": ["metadata"]},
                 {"id", "name", "description"}),
    "taxonomy_term": ({"id": UUIDS, "code": TEXT, "name": TEXT, "description": TEXT, "parent_id": UUIDS, "taxonomy": TEXT,
                       "taxonomy_detail": ("taxonomy",), "language": TEXT, "taxonomy_id": UUIDS, "term_uri": URI,
                       "metadata": ["metadata"]}, {"id", "name", "description"}),
    "metadata": ({"id": UUIDS, "resource_id": UUIDS, "resource_type": TEXT, "last_action_date": DAY, "last_action_type": TEXT,
                  "field_name": TEXT, "previous_value": TEXT, "replacement_value": TEXT, "updated_by": TEXT},
                 {"id", "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by"}),
    "contact": ({"id": UUIDS, "organization_id": UUIDS, "service_id": UUIDS, "service_at_location_id": UUIDS, "location_id": UUIDS,
                 "name": TEXT, "title": TEXT, "department": TEXT, "email": TEXT, "phones": ["phone"], **ABOUT}, {"id"}),
    "program": ({"id": UUIDS, "organization_id": UUIDS, "name": TEXT, "alternate_name": TEXT, "description": TEXT, **ABOUT},
                {"id", "name", "description"}),
    "funding": ({"id": UUIDS, "organization_id": UUIDS, "service_id": UUIDS, "source": TEXT, **ABOUT}, {"id"}),
    "service_capacity": ({"id": UUIDS, "service_id": UUIDS, "unit": ("unit",), "unit_id": UUIDS, "available": NUMBER, "maximum": NUMBER,
                          "description": TEXT, "updated": MOMENT}, {"id", "unit", "available", "updated"}),
    "unit": ({"id": UUIDS, "name": TEXT, "scheme": TEXT, "identifier": TEXT, "uri": URI, **ABOUT}, {"id", "name"}),
}  # fmt: skip
PROFILE = {
    name: {"shiliu"} for name in ("service", "organization", "location", "service_at_location")
}  # what the Shiliu profile adds


# What the responses of the API of HSDS nest beyond the objects
API = {("service_at_location", "service"), ("organization", "services")}


def faults(name, thing, path=""):
    """["service.id: …", …]; empty when the object is as HSDS asks."""
    fields, required = SCHEMA[name]
    here = path or name
    found = [f"{here}.{field} is missing" for field in required - thing.keys()]
    for field, value in thing.items():
        if field in PROFILE.get(name, ()) or (name, field) in API:
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
    return [f"{path} is {value!r}"] if misfit(kind, value) else []


def misfit(kind, value):
    """Whether a single value is not of its kind."""
    if isinstance(kind, set):
        return value not in kind if isinstance(value, str) else True
    if kind == NUMBER:
        return not isinstance(value, int | float) or isinstance(value, bool)
    if not isinstance(value, str):
        return True
    try:
        {UUIDS: UUID, DAY: date.fromisoformat, MOMENT: datetime.fromisoformat}.get(kind, str)(value)
    except ValueError:
        return True
    return kind == URI and not re.fullmatch(r"https?://\S+", value)
