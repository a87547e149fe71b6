"""Promises as calendars (iCalendar), steps as feeds (Atom), and the public list as RSS 2.0 beside its Atom feed."""

from datetime import UTC, timedelta

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from icalendar import Calendar, Event

from shiliu.foundation.models import Person
from shiliu.govern.cases import feeds, queries, queries_time, timeline, waiting
from shiliu.govern.cases.forms_time import PromiseFilter
from shiliu.govern.cases.models import CasePromise
from shiliu.platform.permissions import Actor, needs
from shiliu.platform.texts import plain_text

MOST_IN_CALENDAR = 500
MOST_STEPS = 50
SALT = "cases.promise_calendar"
ICS = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


def chosen_promises(request):
    """(filter form, promises of published cases before the state is chosen, promises it leaves): for the page and its calendar."""
    form = PromiseFilter(request.GET)
    if not form.is_valid():
        none = queries_time.public_promises().none()
        return form, none, none
    chosen = form.cleaned_data
    every = queries_time.public_promises(unit=chosen["unit"], area=chosen["area"])
    return form, every, every.filter(queries_time.standing_is(chosen["state"])) if chosen["state"] else every


@require_GET
@needs("cases.read_public")
def public_calendar(request):
    """iCalendar (RFC 5545): the promises of published cases, with the filters of their page."""
    _form, _every, found = chosen_promises(request)
    listed = list(found[:MOST_IN_CALENDAR])
    base = request.build_absolute_uri("/").rstrip("/")
    addresses = {one.pk: base + reverse("cases:public_case", args=[one.case_id]) for one in listed}
    written = calendar_of(listed, addresses, name=_("Promises to the neighbourhood"), public=True)
    return calendar_response(written, "promises.ics")


def private_address(actor):
    """The path of the actor's own calendar of promises. It stops opening when the password changes or the role ends."""
    person = actor.person
    return reverse(
        "cases:private_calendar", args=[signing.dumps([person.pk, _seal(person)], salt=SALT, compress=False)]
    )


def _seal(person):
    return person.get_session_auth_hash()[:24]


@require_GET
@needs("cases.promise_calendar")
def private_calendar(request, key):
    """The promises the bearer of a signed link has to keep now, for calendar programs, which cannot sign in."""
    try:
        pk, seal = signing.loads(key, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        raise Http404 from None
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None or not constant_time_compare(seal, _seal(person)):
        raise Http404
    owed = queries_time.promises_of(Actor.of(person)).filter(queries_time.standing_is("owed"))
    listed = list(owed[:MOST_IN_CALENDAR])
    base = request.build_absolute_uri("/").rstrip("/")
    addresses = {one.pk: base + reverse("cases:promise", args=[one.pk]) for one in listed}
    response = calendar_response(calendar_of(listed, addresses, name=_("Promises to keep")), "promises.ics")
    response["Cache-Control"] = "private, no-store"
    return response


def calendar_of(promises, addresses, *, name, public=False):
    """The bytes of a VCALENDAR with one all-day VEVENT for each promise; `addresses` is {promise id: URL}.

    Nothing in it depends on when it is asked for: DTSTAMP is when the promise last changed."""
    calendar = Calendar()
    for key, value in (
        ("prodid", "-//Shiliu//Promises//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("x-wr-calname", name),
        ("refresh-interval", timedelta(hours=12)),
    ):  # fmt: skip
        calendar.add(key, value)
    moved = queries_time.moved_steps(promises)
    for promise in promises:
        count, last = moved.get(promise.pk, (0, None))
        changed = max(moment for moment in (promise.made_at, last, promise.ended_at) if moment).astimezone(UTC)
        label = waiting.STANDINGS[waiting.standing(promise)][0]
        what = plain_text(waiting.covered(promise.what) if public else promise.what).replace("\n", " ")
        event = Event()
        event.add("uid", f"promise-{promise.pk}@{host()}")
        event.add("dtstamp", changed)
        event.add("last-modified", changed)
        event.add("created", promise.made_at.astimezone(UTC))
        event.add("sequence", count + (promise.ended_at is not None))
        event.add("dtstart", promise.due)
        event.add("dtend", promise.due + timedelta(days=1))
        event.add("summary", f"{label}: {what}" if promise.state != CasePromise.State.OPEN else what)
        event.add("description", f"{promise.case.number} · {promise.unit.name} · {label}")
        event.add("url", addresses[promise.pk])
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if promise.state == CasePromise.State.DROPPED else "CONFIRMED")
        calendar.add_component(event)
    return calendar.to_ical()


def host():
    """The name of the site, so that the UIDs of two sites never meet."""
    return settings.SITE_URL.split("://")[-1].strip("/") or "shiliu"


def calendar_response(written, name):
    response = HttpResponse(written, content_type=ICS)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_GET
@needs("cases.read_public")
def case_feed(request, pk):
    """Atom: what happened to one published need, the newest first."""
    case = queries.with_history(queries.published()).filter(pk=pk).first()
    if case is None:
        raise Http404
    address = request.build_absolute_uri(reverse("cases:public_case", args=[pk]))
    feed = Atom1Feed(
        title=f"{case.number} · {plain_text(case.public_title)}", link=address, description="", language=get_language(),
        feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for entry in reversed(timeline.entries(case, public=True)):
        add_step(feed, entry, address)
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM)


@require_GET
@needs("cases.read_public")
def steps_feed(request):
    """Atom: the newest steps of published needs in an area (`?area=` its code), or everywhere."""
    code = request.GET.get("area", "")
    area = queries.area_by_code(code)
    if code and area is None:
        raise Http404
    steps = list(queries_time.public_steps(area, timeline.NOT_FOR_NEIGHBOURS, MOST_STEPS))
    title = _("What happens in %(place)s") % {"place": area.name} if area else _("What happens in the neighbourhood")
    feed = Atom1Feed(
        title=title, link=request.build_absolute_uri(reverse("cases:public_list")), description="",
        language=get_language(), feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for step, entry in zip(steps, timeline.entries_of(steps), strict=True):
        address = request.build_absolute_uri(reverse("cases:public_case", args=[step.case_id]))
        add_step(feed, entry, address, about=plain_text(step.case.public_title))
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM)


def add_step(feed, entry, address, about=""):
    title = f"{about}: {entry['title']}" if about else str(entry["title"])
    words = "\n\n".join(str(part) for part in (entry["text"], entry["details"], entry["who"]) if part)
    feed.add_item(
        title=title, link=address, unique_id=f"{address}#step-{entry['id']}", description=plain_text(words),
        pubdate=entry["when"], updateddate=entry["when"],
    )  # fmt: skip


@require_GET
@needs("cases.read_public")
def public_rss(request):
    """RSS 2.0: the newest published needs, with the filters of the list, for readers that do not know Atom."""
    return HttpResponse(
        feeds.list_feed(request, Rss201rev2Feed).writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )
