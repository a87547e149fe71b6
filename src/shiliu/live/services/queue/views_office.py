"""The counter, the live board, and setting up halls."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area, Organisation
from shiliu.live.services.queue import actions, halls, queries, rules
from shiliu.live.services.queue.forms import HallForm, LineForm
from shiliu.live.services.queue.models import Hall, Line, Period, Ticket
from shiliu.live.services.queue.telling import HALLS, LINES
from shiliu.live.services.queue.views import KIOSK, kiosk_of, make_kiosk
from shiliu.live.services.windows.models import Window
from shiliu.platform import audit
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, may_somewhere, needs, places_of
from shiliu.platform.permissions.targets import inside
from shiliu.platform.revisions import Stale
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
VERBS = {
    "again": actions.call_again, "begin": actions.begin, "hold": actions.hold, "back": actions.come_back,
    "leave": actions.leave, "finish": actions.finish, "reopen": actions.reopen,
}  # fmt: skip


@require_GET
@needs("queue.board")
def office(request):
    """Halls the reader may see to, and the counters the reader may serve at."""
    found = [
        hall for hall in Hall.objects.select_related("area", "organisation") if can(request.actor, "queue.board", hall)
    ]
    text = request.GET.get("text", "").strip()[:80]
    found = queries.named(found, text)
    counters = [(window, range(1, window.desks + 1)) for window in queries.counters_of(request.actor)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "text": text,
        "counters": counters,
        "may_begin": may_somewhere(request.actor, "queue.manage"),
        "editable": set(queries.editable_by(request.actor).values_list("pk", flat=True)),
    }
    return render(request, "queue/office.html", context)


@require_GET
@needs("queue.serve")
def counter(request, pk, desk):
    """One counter on one screen: who is here, who is next, who waits."""
    found = _window(request, pk, desk)
    lines = list(Line.objects.filter(windows=found).select_related("hall__area"))
    context = {
        "window": found, "desk": desk, "lines": lines, "here": queries.at_desk(found, desk), "waiting": queries.waiting_of(found),
        "recent": queries.recent_of(found), "others": Line.objects.filter(hall__lines__in=lines, active=True).distinct(),
        "boards": [hall for hall in {line.hall for line in lines} if can(request.actor, "queue.board", hall)],
    }  # fmt: skip
    return render(request, "queue/counter.html", context)


@require_POST
@needs("queue.serve")
def call_next(request, pk, desk):
    found = _window(request, pk, desk)
    return _done(
        request, found, desk, lambda: actions.call_next(by=request.actor, window=found, desk=desk) or _nobody(request)
    )


@require_POST
@needs("queue.serve")
def call_this(request, pk, desk):
    """A certain number, from the list of those who wait or typed: it is called, or its slip is printed once more."""
    found = _window(request, pk, desk)
    code = request.POST.get("code", "")
    ticket = queries.found_near(found, code)
    if ticket is None:
        messages.error(request, _("No number %(code)s was drawn here today.") % {"code": code[:8]})
        return redirect("office_queue:counter", pk=found.pk, desk=desk)
    if request.POST.get("do") != "reprint":
        return _done(
            request, found, desk, lambda: actions.call(by=request.actor, ticket=ticket, window=found, desk=desk)
        )
    try:
        _ticket, key = actions.reprint(by=request.actor, ticket=ticket, window=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_queue:counter", pk=found.pk, desk=desk)
    back = urlencode({"next": reverse("office_queue:counter", args=[found.pk, desk])})
    return redirect(f"{reverse('queue:drawn', args=[key])}?{back}")


@require_POST
@needs("queue.serve")
def step(request, pk, desk, ticket, verb):
    found = _window(request, pk, desk)
    if verb not in VERBS:
        raise Http404
    asked = get_object_or_404(Ticket, pk=ticket)
    return _done(request, found, desk, lambda: VERBS[verb](by=request.actor, ticket=asked))


@require_POST
@needs("queue.serve")
def pass_on(request, pk, desk, ticket):
    found = _window(request, pk, desk)
    asked = get_object_or_404(Ticket, pk=ticket)
    given = request.POST.get("line", "")
    line = Line.objects.filter(pk=given).first() if given.isdecimal() else None
    if line is None:
        messages.error(request, _("Choose the line first."))
        return redirect("office_queue:counter", pk=found.pk, desk=desk)
    return _done(request, found, desk, lambda: actions.pass_on(by=request.actor, ticket=asked, line=line))


@require_POST
@needs("queue.serve")
def doubt(request, pk, desk, ticket):
    """The last finished step of a ticket was not measured rightly; with `sure` it was after all."""
    found = _window(request, pk, desk)
    period = Period.objects.filter(ticket=ticket, ended__isnull=False).order_by("-ended").first()
    if period is None:
        raise Http404
    sure = "sure" in request.POST
    actions.doubt(by=request.actor, period=period, sure=sure)
    messages.success(
        request, _("Noted: this time counts again.") if sure else _("Noted: this time stands in no average.")
    )
    return redirect("office_queue:counter", pk=found.pk, desk=desk)


def _done(request, window, desk, act):
    try:
        act()
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_queue:counter", pk=window.pk, desk=desk)


def _nobody(request):
    messages.info(request, _("Nobody waits in your lines."))


def _window(request, pk, desk):
    found = get_object_or_404(Window.objects.select_related("area", "organisation"), pk=pk, active=True)
    demand(request.actor, "queue.serve", found)
    if not 1 <= desk <= found.desks:
        raise Http404
    return found


@require_GET
@needs("queue.board")
def board(request, hall):
    found = get_object_or_404(Hall.objects.select_related("area", "organisation"), pk=hall)
    demand(request.actor, "queue.board", found)
    context = {
        "hall": found, "board": queries.board(found), "past": queries.past(found), "kinds": Period.Kind.choices,
        "days": queries.PAST_DAYS, "fewest": rules.FEWEST_SHOWN, "may_serve": can(request.actor, "queue.serve", found),
        "is_kiosk": kiosk_of(request)[0] == found.code,
    }  # fmt: skip
    return render(request, "queue/board.html", context)


@require_POST
@needs("queue.serve")
def become_kiosk(request, hall):
    """This device becomes the kiosk of the hall; with `stop` it is one no longer."""
    found = get_object_or_404(Hall.objects.select_related("area", "organisation"), pk=hall)
    demand(request.actor, "queue.serve", found)
    if "stop" in request.POST:
        messages.success(request, _("This device is no kiosk any more."))
        response = redirect("office_queue:board", hall=hall)
        response.delete_cookie(KIOSK, samesite="Lax")
        return response
    messages.success(request, _("This device is now the kiosk. Sign out before you leave it to the public."))
    return make_kiosk(redirect("queue:kiosk", code=found.code), found)


@require_http_methods(["GET", "POST"])
@needs("queue.manage")
def hall(request, hall=None):
    """A hall to change, or a new one."""
    found = get_object_or_404(queries.editable_by(request.actor), pk=hall) if hall else None
    choices = _choices(request.actor)
    form, lost = HallForm(request.POST or None, hall=found, **choices), False
    if request.method == "POST" and form.is_valid():
        try:
            saved = halls.save_hall(by=request.actor, hall=found, **form.chosen())
        except Stale as stale:
            form, lost = after_stale(form, HallForm, stale, hall=found, **choices), True
        except NotPossible as problem:
            form.take(problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("office_queue:hall", hall=saved.pk)
    context = {"form": form, "hall": found}
    if found:
        history = HALLS.entries(found, halls.values(found))
        context |= {"lines": found.lines.prefetch_related("windows", "items"), "history": history}
    return render(request, "queue/hall_edit.html", context, status=status_of(form, lost))


def _choices(actor):
    """The places the actor may set up a hall for, and the units that serve them."""
    everywhere, paths, _units = places_of(actor, "queue.manage")
    areas = Area.objects.filter(
        inside(paths, "path", everywhere=everywhere), active=True, level__in=("district", "street", "community")
    )
    units = Organisation.objects.filter(active=True, serves__area__in=areas).distinct()
    return {"areas": areas, "organisations": units}


@require_http_methods(["GET", "POST"])
@needs("queue.manage")
def line(request, hall, line=None):
    found = get_object_or_404(queries.editable_by(request.actor), pk=hall)
    known = get_object_or_404(Line, pk=line, hall=found) if line else None
    form, lost = LineForm(request.POST or None, hall=found, line=known), False
    if request.method == "POST" and form.is_valid():
        try:
            halls.save_line(by=request.actor, hall=found, line=known, **form.chosen())
        except Stale as stale:
            form, lost = after_stale(form, LineForm, stale, hall=found, line=known), True
        except NotPossible as problem:
            form.take(problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("office_queue:hall", hall=found.pk)
    context = {"form": form, "hall": found, "line": known}
    if known:
        context |= {"history": LINES.entries(known, halls.line_values(known))}
    return render(request, "queue/line_edit.html", context, status=status_of(form, lost))


@require_POST
@needs("queue.manage")
def open_line(request, hall, line):
    """Closes a line that is open and opens one that is closed."""
    found = get_object_or_404(
        Line.objects.select_related("hall"), pk=line, hall__in=queries.editable_by(request.actor), hall=hall
    )
    halls.close_line(by=request.actor, line=found, active=not found.active)
    waiting = halls.waiting_in(found)
    if found.active and waiting:
        messages.info(
            request,
            ngettext(
                "%(count)d number still waits in this line and is called as before.",
                "%(count)d numbers still wait in this line and are called as before.",
                waiting,
            )
            % {"count": waiting},
        )
    return redirect("office_queue:hall", hall=hall)


@require_POST
@needs("queue.manage")
def open_hall(request, hall):
    found = get_object_or_404(queries.editable_by(request.actor), pk=hall)
    halls.set_open(by=request.actor, hall=found, active=not found.active)
    messages.success(
        request, _("The hall is closed: no numbers are given out.") if found.active else _("The hall is open again.")
    )
    return redirect(reverse("office_queue:hall", args=[hall]))


@require_POST
@needs("queue.manage")
def take_back(request, hall, row):
    found = get_object_or_404(queries.editable_by(request.actor), pk=hall)
    changed = get_object_or_404(audit.rows_on(found), pk=row)
    _take_back(request, lambda: halls.take_back(by=request.actor, hall=found, row=changed))
    return redirect("office_queue:hall", hall=hall)


@require_POST
@needs("queue.manage")
def take_back_line(request, line, row):
    mine = Line.objects.filter(hall__in=queries.editable_by(request.actor)).select_related("hall")
    found = get_object_or_404(mine, pk=line)
    changed = get_object_or_404(audit.rows_on(found), pk=row)
    _take_back(request, lambda: halls.take_back_line(by=request.actor, line=found, row=changed))
    return redirect("office_queue:line", hall=found.hall_id, line=line)


def _take_back(request, act):
    try:
        act()
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
