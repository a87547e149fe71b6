"""Clinics and advisers as plain values, so that a form can tell whether somebody else saved in between, and what was changed."""

from shiliu.foundation.models import Area, Organisation
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows.models import Window

PLAIN = (
    "code", "kind", "names", "address", "room", "phone", "text", "slot_minutes", "capacity", "lead_hours", "days_ahead", "active",
)  # fmt: skip
LINKS = {
    "organisation": Organisation, "area": Area, "window": Window, "referral_unit": Organisation, "referral_item": ServiceItem,
}  # fmt: skip


def of_clinic(clinic):
    """{field: value}; rows stand as their codes, advisers as sorted numbers."""
    found = {field: getattr(clinic, field) for field in PLAIN}
    found |= {field: getattr(clinic, field).code if getattr(clinic, f"{field}_id") else "" for field in LINKS}
    found["advisers"] = sorted(clinic.advisers.values_list("pk", flat=True)) if clinic.pk else []
    return found


def of_adviser(adviser):
    return {
        "names": adviser.names, "organisation": adviser.organisation.code, "area": adviser.area.code,
        "specialties": adviser.specialties, "languages": adviser.languages,
    }  # fmt: skip


def linked(values):
    """({field: row or None}, [fields whose code names nothing]) of the codes in `values`."""
    rows, unknown = {}, []
    for field, model in LINKS.items():
        code = values.get(field) or ""
        rows[field] = model.objects.filter(code=code).first() if code else None
        if code and (rows[field] is None or not getattr(rows[field], "active", True)):
            unknown.append(field)
    return rows, unknown
