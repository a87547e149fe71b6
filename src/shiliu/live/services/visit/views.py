"""One screen for whoever serves a person: what was shown, the item with its papers, and what can be done about it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shiliu.live.services.appointments import actions as appointments
from shiliu.live.services.appointments import queries as appointments_known
from shiliu.live.services.catalogue import queries as catalogue
from shiliu.live.services.queue import actions as queue
from shiliu.live.services.queue.models import Ticket
from shiliu.live.services.visit import actions, openers, queries
from shiliu.live.services.visit.carrying import Visit
from shiliu.live.services.visit.forms import HandOverForm, ShownForm
from shiliu.platform import challenge, limits
from shiliu.platform.permissions import can, forget_secrets, needs, remember_secret
from shiliu.platform.workflow import NotPossible

PER_PAGE = 12
OF_TICKET = {"begin": queue.begin, "hold": queue.hold, "finish": queue.finish}
OF_APPOINTMENT = {"came": appointments.mark_came, "left": appointments.mark_left}


@never_cache
@require_GET
@needs("visit.serve")
def visit(request):
    return _shown(request, Visit.read(request.actor, request.GET))


@never_cache
@require_POST
@needs("visit.serve")
def open_shown(request):
    """What the person shows: a number of the queue, or a code. Nothing is found by a name."""
    found = Visit.read(request.actor, request.POST)
    form = ShownForm(request.POST)
    if form.is_valid():
        shown = form.cleaned_data["shown"]
        ticket = queries.numbers_at([found.window] if found.window else found.windows, shown)
        if ticket is not None:
            return redirect(found.address(ticket=ticket.pk, appointment=None, item=None, people=None))
        challenge.admit(request, "code", form="visit.shown")
        if address := _opened(request, found, shown):
            limits.give_back("code", limits.askers(request))
            return redirect(address)
        form.add_error("shown", _("Nothing opens with this. Compare it letter by letter with what the person shows."))
    return _shown(request, found, shown=form, status=422)


def _opened(request, found, shown):
    """The address a code opens, for as long as the visit lasts."""
    if appointment := appointments_known.by_code(shown):
        remember_secret(request, appointment.booking.code_hash)
        return found.address(appointment=appointment.pk, ticket=None, item=None, people=None)
    if hand_over := queries.by_code(shown):
        remember_secret(request, hand_over.code_hash)
        return reverse("office_visit:hand_over", args=[hand_over.pk])
    return openers.address_of(request, shown)


@require_POST
@needs("visit.serve")
def do(request, verb):
    """A step of the number or of the appointment, a new number, or the end of the visit; then the screen again."""
    found = Visit.read(request.actor, request.POST)
    if verb == "end":
        return _end(request, found)
    if verb == "draw":
        return _draw(request, found)
    if verb not in {*OF_TICKET, *OF_APPOINTMENT}:
        raise Http404
    thing = found.ticket if verb in OF_TICKET else found.appointment
    try:
        if thing is None:
            raise NotPossible(_("Open the number or the appointment first."))
        if verb in OF_TICKET:
            OF_TICKET[verb](by=request.actor, ticket=thing)
        else:
            OF_APPOINTMENT[verb](by=request.actor, booked=thing)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(found.address())
    return _end(request, found) if verb in {"finish", "left"} else redirect(found.address())


def _end(request, found):
    """Whatever was opened with codes is closed on this device, before the next person comes."""
    forget_secrets(request)
    messages.success(request, _("The visit is over. What was opened with codes is closed on this device."))
    return redirect(found.counter if found.ticket and found.counter else found.address(
        ticket=None, appointment=None, item=None, people=None))  # fmt: skip


def _draw(request, found):
    """A number for the person in another line, with what is known; its slip is printed."""
    given = request.POST.get("line", "")
    lines = queries.lines_near(found.window) if found.window else []
    line = next((one for one in lines if str(one.pk) == given), None)
    if line is None:
        messages.error(request, _("Choose the line first."))
        return redirect(found.address())
    try:
        _ticket, key = queue.draw(by=request.actor, line=line, item=found.item, people=found.people, here=True)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(found.address())
    return redirect(f"{reverse('queue:drawn', args=[key])}?{urlencode({'next': found.address()})}")


@never_cache
@require_POST
@needs("visit.serve")
def hand_over(request):
    """The item of the visit goes to another level with its papers."""
    found = Visit.read(request.actor, request.POST)
    if found.window is None or found.item is None:
        messages.error(request, _("Choose the window and the item first."))
        return redirect(found.address())
    form = HandOverForm(request.POST, visit=found)
    if form.is_valid():
        given = {name: form.cleaned_data.get(name, ()) for name in ("target", "papers", "key")}
        try:
            made = actions.hand_over(by=request.actor, window=found.window, item=found.item, **given)
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            messages.success(request, _("Handed over. Print the slip and give it to the person."))
            return redirect("office_visit:hand_over", pk=made.pk)
    return _shown(request, found, handing=form, status=422)


def _shown(request, found, *, shown=None, handing=None, status=200):
    words = request.GET.get("q", "").strip()[:60]
    items = catalogue.found(catalogue.on_offer(), q=words)
    if not words and found.window:
        items = items.filter(windows=found.window)
    context = {
        "visit": found, "shown": shown or ShownForm(), "q": words, "booked": _booked(found),
        "in_hand": queries.in_hand([found.window] if found.window else found.windows),
        "items": Paginator(items.select_related("category"), PER_PAGE).get_page(request.GET.get("page")) if not found.item else None,
        "lines": queries.lines_near(found.window) if found.window else [],
        "may_file": can(request.actor, "cases.intake", found.window) if found.window else False,
        "serving": found.ticket is not None and found.ticket.state == Ticket.State.SERVING,
    }  # fmt: skip
    if found.item and found.window:
        context["handing"] = handing or HandOverForm(visit=found)
    return render(request, "visit/visit.html", context, status=status)


def _booked(found):
    """The items of the appointment, to go from one to the next."""
    return list(found.appointment.items.all()) if found.appointment else []
