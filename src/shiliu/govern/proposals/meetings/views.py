"""Meetings and published affairs, for everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.proposals.meetings import actions, queries, rules
from shiliu.govern.proposals.meetings.forms import AffairsFilter, AskForm, MeetingsFilter
from shiliu.govern.proposals.meetings.models import AffairsNotice, Meeting
from shiliu.govern.proposals.meetings.printed import sheet
from shiliu.platform import limits
from shiliu.platform.draws import drawing
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.printing import NotPrintable
from shiliu.platform.residence import residence
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
TONES = {"draft": ("neutral", "pencil"), "called": ("info", "calendar-days"), "held": ("good", "check"), "cancelled": ("bad", "x")}  # fmt: skip
OUTCOMES = {"passed": ("good", "check"), "rejected": ("bad", "x"), "no_quorum": ("warn", "users"), "noted": ("neutral", "message-square-text"),
            "deferred": ("neutral", "clock"), "to_owners": ("info", "scale")}  # fmt: skip


@require_GET
@needs("meetings.read")
def meetings(request):
    form = MeetingsFilter(request.GET)
    chosen, every = form.chosen(), queries.visible_to(request.actor).exclude(state="draft")
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    return render(request, "meetings/meetings.html", {"form": form, "page": page, "total": every.exists()})


@never_cache
@require_GET
@needs("meetings.read")
def meeting(request, pk):
    """What it is about, what it must keep, what was decided, and the list of tickets where lots are drawn."""
    found = _meeting(request, pk)
    items = list(queries.agenda(found))
    for item in items:
        if hasattr(item, "decision"):
            item.chip = OUTCOMES[item.decision.outcome]
    rule = found.rule or actions.numbers.values(found.kind, rules.RULE)
    quorum = rule["quorum_whole"] and found.entitled and rules.needed(found.entitled, rule["quorum_part"], rule["quorum_whole"], rule["quorum_reached"])  # fmt: skip
    context = {
        "meeting": found, "chip": TONES[found.state], "items": items, "rule": rule, "quorum": quorum,
        "minutes": found.minutes.last(), "published": found.published.all(), **_lots(request, found),
        "may_keep": can(request.actor, "meetings.keep", found), "may_follow": request.actor.signed_in and found.state == "called",
        "follows": request.actor.signed_in and found.follows.filter(person=request.actor.person).exists(),
    }  # fmt: skip
    return render(request, "meetings/meeting.html", context)


@require_GET
@needs("meetings.read")
def minutes(request, pk):
    """Every version of the minutes, the newest first."""
    found = _meeting(request, pk)
    return render(request, "meetings/minutes.html", {"meeting": found, "versions": found.minutes.order_by("-number")})


@require_GET
@needs("meetings.read")
def paper(request, pk):
    """The call for the notice board; once the meeting took place, its record."""
    found = _meeting(request, pk)
    if found.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        raise Http404
    limits.spend("paper", limits.askers(request))
    return as_pdf(request, f"meeting-{pk}", lambda: sheet(found, get_language()))


def as_pdf(request, name, make):
    """What `make()` sets, or a page that says why it cannot be printed here."""
    try:
        response = HttpResponse(make(), content_type="application/pdf")
    except NotPrintable as problem:
        return render(request, "meetings/not_printable.html", {"reasons": problem.reasons}, status=503)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


PRESSED = {
    "follow": lambda **given: actions.follow(**given), "unfollow": lambda **given: actions.unfollow(**given),
    "put-in": lambda **given: actions.put_in(**given), "take-out": lambda **given: actions.take_out(**given),
    "decline": lambda **given: actions.decline(**given),
}  # fmt: skip


@require_POST
@needs("meetings.follow")
def press(request, pk, verb):
    """One button of a reader: hear of it or no more, a ticket in or out, cannot come."""
    if verb not in PRESSED:
        raise Http404
    found = _meeting(request, pk)
    try:
        PRESSED[verb](by=request.actor, meeting=found)
        messages.success(request, _said(verb))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("meetings:meeting", pk)


@require_GET
@needs("meetings.read")
def numbers(request):
    """Notice, quorum and majority of every kind, and the days of publications, with their sources."""
    return render(request, "meetings/numbers.html", {"kinds": queries.kinds(), "topics": queries.topics()})


@require_GET
@needs("meetings.read")
def affairs(request):
    form = AffairsFilter(request.GET)
    chosen, every = form.chosen(), queries.affairs()
    found = every.none() if chosen is None else queries.affairs(**chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/affairs.html", {"form": form, "page": page, "total": every.exists()})


@never_cache
@require_http_methods(["GET", "POST"])
@needs("meetings.read")
def affair(request, pk):
    """One publication with its answered questions; whoever lives there may ask."""
    found = get_object_or_404(AffairsNotice.objects.select_related("topic", "area", "organiser", "meeting"), pk=pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(by=request.actor, notice=found, **form.cleaned_data)
            messages.success(request, _("Your question is there. You are told when it is answered."))
            return redirect("meetings:affair", pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {
        "affair": found, "open": actions.affairs.is_open(found), "questions": queries.questions(found, request.actor), "form": form,
        "lives_here": residence(request.actor, found.area), "may_keep": can(request.actor, "meetings.keep", found),
    }  # fmt: skip
    return render(request, "meetings/affair.html", context, status=status_of(form))


def _lots(request, meeting):
    """What the page needs of a draw; nothing where none was announced."""
    draw, person = meeting.draw, request.actor.person
    if draw is None:
        return {"draw": None}
    mine = draw.tickets.filter(person=person).first() if person else None
    drawn = list(drawing.drawn(draw))
    return {
        "draw": draw, "open": drawing.is_open(draw) and meeting.state == Meeting.State.CALLED, "tickets": draw.tickets.order_by("turn", "number"),
        "mine": mine, "drawn": [one.pk for one in drawn], "is_drawn": mine is not None and mine in drawn,
        "lives_here": residence(request.actor, meeting.area),
    }  # fmt: skip


def _meeting(request, pk):
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _said(verb):
    return {
        "follow": _("You will hear of each step of this meeting."), "unfollow": _("You will hear no more of this meeting."),
        "put-in": _("Your ticket is in. You are told when you are drawn."), "take-out": _("Your ticket is out."),
        "decline": _("Thank you for telling. The next one is asked."),
    }[verb]  # fmt: skip
