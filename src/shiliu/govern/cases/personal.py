"""What the app holds about a person, for the person's own export, and what is taken away when the person leaves.

Not in the export: the mark of the network (CaseOrigin). It is kept for two days of needs without an account, so there is
nobody whose export it could stand in, and of whoever is signed in it is never written. What was set aside as junk stands in
the steps of the case like everything else."""

from shiliu.govern.cases import neighbours
from shiliu.govern.cases.models import Case, CaseContact
from shiliu.platform.personal_data import register_personal_data


def export(person):
    """Every case the person raised, with steps, judgements and contact, as JSON-able rows."""
    cases = (
        Case.objects.filter(author=person)
        .select_related("contact")
        .prefetch_related("steps", "judgements", "clocks", "pauses", "promises")
    )
    return [
        {
            "number": case.number,
            "kind": case.kind,
            "title": case.title,
            "text": case.text,
            "received": case.received_at.isoformat(),
            "state": case.state,
            "answers": case.answers,
            "place": case.place_note,
            "longitude": case.longitude,
            "latitude": case.latitude,
            "contact": contact_row(case),
            "steps": [{"at": s.at.isoformat(), "move": s.move, "said": s.said} for s in case.steps.all()],
            "pauses": [
                {"since": p.since.isoformat(), "limit": p.limit.isoformat(), "why": p.why} for p in case.pauses.all()
            ],
            "promises": [{"what": p.what, "due": p.due.isoformat(), "state": p.state} for p in case.promises.all()],
            "judgements": [{"solved": j.solved, "level": j.level, "text": j.text} for j in case.judgements.all()],
        }
        for case in cases
    ]


def contact_row(case):
    contact = getattr(case, "contact", None)
    return contact and {"address_as": contact.address_as, "phone": contact.phone, "email": contact.email}


def erase(person):
    """Cases stay as matters of a place; who raised them, the exact point and the contact go."""
    CaseContact.objects.filter(case__author=person).delete()
    Case.objects.filter(author=person).update(author=None, longitude=None, latitude=None)


# Steps, catalogue versions and imports let go of whoever made them by themselves; what a worker did stands in the audit.
TABLES = (
    "cases.Case",
    "cases.CaseStep",
    "cases.ModerationEntry",
    "cases.CatalogueVersion",
    "cases.ImportRun",
    "cases.JunkBatch",
)


def register():
    register_personal_data("cases", export, erase, tables=TABLES)
    register_personal_data("cases me too", neighbours.held_about, neighbours.forget, tables=("cases.CaseSupport",))
