"""A case as the interface tells it: moderated words, a coarse place, units and matters; never a person, never a note of staff."""

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.govern.cases import published, queries, timeline
from shiliu.govern.cases.models import Case, CaseAttachment, CaseStep
from shiliu.govern.cases.open311 import services
from shiliu.govern.cases.open311.dates import written
from shiliu.govern.cases.open311.keys import source_of
from shiliu.govern.cases.workflow import OPEN_STATES

OPEN, CLOSED = "open", "closed"


def status_of(state):
    """Open while somebody still has to do something; answered, done and ended are closed to the outside. `notes` and the
    extended attribute `state` tell them apart: closed is not solved."""
    return OPEN if state in OPEN_STATES else CLOSED


def shown_to(key):
    """Cases a caller may name by id: the published, and what this key sent, published or not."""
    mine = Q(source=source_of(key)) if key else Q(pk__in=[])
    return Case.objects.filter(Q(publication=Case.Publication.PUBLIC) | mine)


def by_ids(cases, given):
    """The cases quoted with these ids (numbers such as 2026-000123); what is no such number finds nothing."""
    wanted = {number: key for number in given if (key := queries.key_of_number(number))}
    return [case for case in with_details(cases.filter(pk__in=set(wanted.values()))) if case.number in wanted]


def with_details(cases):
    """Everything a row needs in a fixed number of queries."""
    steps = CaseStep.objects.exclude(move__in=timeline.NOT_FOR_NEIGHBOURS).select_related("unit").order_by("at", "pk")
    files = CaseAttachment.objects.filter(public=True).select_related("attachment", "redacted").order_by("pk")
    return cases.select_related("category", "area__parent", "lead", "entry__tier").prefetch_related(
        Prefetch("steps", steps), Prefetch("files", files), "clocks"
    )


def rows(request, cases, *, extended=False):
    """Rows of a list of cases fetched by with_details; one more query for the names of places."""
    places = published.Places.around(cases)
    return [row(request, case, places, extended=extended) for case in cases]


def row(request, case, places, *, extended=False):
    """The fields of the specification, each always there. What is not published keeps its words and its place to itself."""
    is_public = case.publication == Case.Publication.PUBLIC
    steps = list(case.steps.all())
    photos = [request.build_absolute_uri(photo["url"]) for photo in _photos(case)] if is_public else []
    found = {
        "service_request_id": case.number,
        "status": status_of(case.state),
        "status_notes": _notes_on(case, steps if is_public else []),
        "service_name": case.category.name if case.category else None,
        "service_code": case.category.code if case.category else "",
        "description": case.public_text[:4000] if is_public else None,
        "agency_responsible": case.lead.name if case.lead else None,
        "service_notice": services.notice(case.entry) if case.entry else None,
        "requested_datetime": written(case.received_at),
        # Moves when what everybody reads changes, be it words a moderator let through after the end; never with staff remarks.
        "updated_datetime": written(case.public_changed_at),
        "expected_datetime": written(_expected(case)),
        **_place(case, places, is_public=is_public),
        "media_url": photos[0] if photos else None,
    }
    if extended:
        found["extended_attributes"] = {
            "title": case.public_title if is_public else None,
            "language": case.language if is_public else None,
            "kind": case.kind,
            "state": case.state,
            "state_name": str(case.state_now.label),
            "published": is_public,
            "photos": photos,
        }
        found["notes"] = _notes(case, steps) if is_public else []
    return found


def _photos(case):
    return timeline.photos(case.files.all(), public=True)


def _place(case, places, *, is_public):
    known = is_public and case.place_known
    area = case.area.parent if case.area.level == Area.Level.BUILDING else case.area
    return {
        "address": (places.of(case) or None) if known else None,
        "address_id": area.code if known else None,
        "zipcode": None,
        "lat": case.public_latitude if known else None,
        "long": case.public_longitude if known else None,
    }


def _notes_on(case, steps):
    """What was last said, in the words a moderator let through; before that, what the state means."""
    said = [step.public_said for step in steps if step.public_said]
    return said[-1] if said else str(case.state_now.meaning)


def _expected(case):
    return next((c.due_now for c in case.clocks.all() if c.kind == "resolution" and c.round == case.round), None)


def _notes(case, steps):
    """The history neighbours read, oldest first."""
    return [{"datetime": written(step.at), "description": words_of(step), "type": step.move} for step in steps]


def words_of(step):
    """What happened, and the words a moderator let through."""
    title = str(timeline.MOVES.get(step.move, timeline.UNKNOWN)[0])
    return _("%(title)s: %(said)s") % {"title": title, "said": step.public_said} if step.public_said else title


def update(request, step):
    """One step of a published case as a service request update, with the moment since which it reads as it does."""
    photo = next((photo for photo in timeline.photos(step.files.all(), public=True)), None)
    return {
        "update_id": str(step.pk),
        "service_request_id": step.case.number,
        "status": status_of(step.to_state),
        "updated_datetime": written(step.shown_at),
        "description": words_of(step),
        "media_url": request.build_absolute_uri(photo["url"]) if photo else None,
    }
