"""The requests themselves: the list with its filters, one by its id, what happened to them, and sending a new one."""

from django.utils.translation import gettext as _

from shiliu.govern.cases import listing, queries, timeline
from shiliu.govern.cases.models import Case, CaseStep, Category
from shiliu.govern.cases.open311 import dates, keys, posting, reading
from shiliu.govern.cases.open311.doors import GET_ONLY, door, param, several
from shiliu.govern.cases.open311.errors import Problem
from shiliu.platform.clock import now

DAYS, MOST = 90, 1000
MOST_PAGES = 1_000_000
MOST_SKIPPED = 100_000  # rows walked over for a page: along the index alone, still a moment


@door("cases.read_public", methods=(*GET_ONLY, "POST"))
def requests(request):
    """POST sends a request; GET lists the published ones, or those with the ids that are given."""
    if request.method == "POST":
        return "service_requests", [posting.submit(request)]
    extended = param(request, "extensions") == "true"
    if ids := several(request, "service_request_id"):
        found = reading.by_ids(reading.shown_to(keys.shown_by(request)), ids[:MOST])
        found.sort(key=lambda case: (case.received_at, case.pk), reverse=True)
    else:
        found = rows_of(reading.with_details(filtered(request)), page(request))
    return "service_requests", reading.rows(request, found, extended=extended)


@door("cases.read_public")
def one(request, number):
    found = reading.by_ids(reading.shown_to(keys.shown_by(request)), [number])
    if not found:
        raise Problem(404, _("The service_request_id “%(number)s” was not found.") % {"number": number[:100]})
    return "service_requests", reading.rows(request, found, extended=param(request, "extensions") == "true")


@door("cases.read_public")
def updates(request):
    """What happened to published requests, oldest first, for whoever follows many of them. A step counts from when it could be
    read as it reads now, so that words a moderator let through later reach whoever asks for what is new."""
    since, until = _span(request)
    steps = (
        CaseStep.objects.filter(case__publication=Case.Publication.PUBLIC, shown_at__gte=since, shown_at__lte=until)
        .exclude(move__in=timeline.NOT_FOR_NEIGHBOURS)
        .select_related("case")
        .prefetch_related("files__attachment", "files__redacted")
        .order_by("shown_at", "pk")
    )
    if ids := several(request, "service_request_id"):
        steps = steps.filter(case__in=[case.pk for case in reading.by_ids(queries.published(), ids[:MOST])])
    return "service_request_updates", [reading.update(request, step) for step in rows_of(steps, page(request))]


def filtered(request):
    """Published cases by service_code, start_date, end_date and status, the newest first; or, our own extension, those whose
    updated_datetime lies between updated_after and updated_before, the longest unchanged first, so that pages stay whole while
    things change."""
    cases = (
        _changed(request) if param(request, "updated_after") or param(request, "updated_before") else _raised(request)
    )
    if codes := several(request, "service_code"):
        known = Category.objects.filter(code__in=[code for code in codes if "\0" not in code])
        cases = cases.filter(listing.of_matters(known.values_list("pk", flat=True), indexed=False))
    if wanted := set(several(request, "status")):
        if wanted - {reading.OPEN, reading.CLOSED}:
            raise Problem(400, _("The status must be open or closed."))
        if wanted == {reading.OPEN}:
            cases = cases.filter(listing.walked("stage", Case.Stage.OPEN))
        elif wanted == {reading.CLOSED}:
            cases = cases.filter(listing.walked("stage", Case.Stage.CLOSED))
    return cases


def _raised(request):
    since, until = _span(request)
    return queries.published().filter(received_at__gte=since, received_at__lte=until).order_by("-received_at", "-pk")


def _changed(request):
    """Whenever they were raised, unless start_date or end_date say so too."""
    cases = _raised(request) if param(request, "start_date") or param(request, "end_date") else queries.published()
    if after := dates.given("updated_after", param(request, "updated_after")):
        cases = cases.filter(public_changed_at__gte=after)
    if before := dates.given("updated_before", param(request, "updated_before"), end=True):
        cases = cases.filter(public_changed_at__lte=before)
    return cases.order_by("public_changed_at", "pk")


def _span(request):
    return dates.span(param(request, "start_date"), param(request, "end_date"), until=now(), days=DAYS)


def page(request):
    """The slice asked for with page and page_size; the first thousand unless they say otherwise. A page so far behind that very
    many rows would be walked over is refused with the way to reach it."""
    size, number = _whole(request, "page_size", MOST, MOST), _whole(request, "page", 1, MOST_PAGES)
    if (number - 1) * size > MOST_SKIPPED:
        raise Problem(
            400,
            _("Pages reach %(most)d rows far. Ask for an earlier time with start_date and end_date instead.")
            % {"most": MOST_SKIPPED},
        )
    return slice((number - 1) * size, number * size)


def rows_of(found, part):
    """The rows of a slice, in order. What is skipped is walked over in the index alone: whole rows are read only of the page."""
    if not part.start:
        return list(found[part])
    keys = list(found.values_list("pk", flat=True)[part])
    by_key = found.in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def _whole(request, name, default, most):
    text = param(request, name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise Problem(400, _("%(name)s must be a whole number from 1 to %(most)d.") % {"name": name, "most": most})
    return int(text)
