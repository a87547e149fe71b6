"""Those who call meetings: the call, the agenda, the lots, what was decided, the minutes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.proposals.meetings import actions, forms, queries
from shiliu.govern.proposals.meetings.actions.calling import in_history, shown
from shiliu.govern.proposals.meetings.models import AgendaItem, Meeting
from shiliu.govern.proposals.meetings.views import OUTCOMES, TONES
from shiliu.platform import revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import may_everything
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("meetings.keep")
def meetings(request):
    form = forms.MeetingsFilter(request.GET)
    chosen, every = form.chosen(), queries.kept_by(request.actor)
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    context = {
        "form": form, "page": page, "total": every.exists(), "waiting": queries.waiting(request.actor)[:PER_PAGE],
        "ready": queries.kinds().exists(), "sets_numbers": may_everything(request.actor, "meetings.configure"),
    }  # fmt: skip
    return render(request, "meetings/office/meetings.html", context)


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def new(request):
    rows = {"kind": queries.kinds(), "area": queries.places_to_keep(request.actor), "organiser": queries.units_to_keep(request.actor)}  # fmt: skip
    form = forms.NewMeetingForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(by=request.actor, **form.given())
            messages.success(request, _("Only you and your colleagues see it. Write the agenda, then call everybody."))
            return redirect("office_meetings:meeting", made.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "meetings/office/new.html", {"form": form}, status=status_of(form))


@require_GET
@needs("meetings.keep")
def meeting(request, pk):
    """One meeting for those who keep it: everything, each with what can be done now."""
    found = _kept(request, pk)
    items = list(queries.agenda(found))
    for item in items:
        if hasattr(item, "decision"):
            item.chip = OUTCOMES[item.decision.outcome]
    steps = [(verb, heading) for verb, (_form, heading, _why, states, _act) in STEPS.items() if found.state in states]
    presses = [(verb, label) for verb, (label, _text, states, _act) in PRESSES.items() if found.state in states]
    context = {
        "meeting": found, "chip": TONES[found.state], "items": items, "minutes": found.minutes.last(), "draw": found.draw,
        "steps": [one for one in steps if _fits(found, one[0])], "presses": [one for one in presses if _fits(found, one[0])],
    }  # fmt: skip
    return render(request, "meetings/office/meeting.html", context)


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def edit(request, pk):
    found = _kept(request, pk)
    more = {"initial": {"title": found.title, "text": found.text, "starts_at": found.starts_at, "where": found.where, "seen": revisions.stamp(shown(found))}}  # fmt: skip
    form, theirs = forms.MeetingForm(request.POST or None, **more), []
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            actions.edit(by=request.actor, meeting=found, **{**data, "seen": data["seen"] or None})
            messages.success(request, _("Saved."))
            return redirect("office_meetings:meeting", pk)
        except revisions.Stale as stale:
            theirs = compared(form, stale)
            form = after_stale(form, forms.MeetingForm, stale, **more)
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, found, form, _("Change what it says"), "", theirs)


# verb: (form, heading, what it means, states, action(by, meeting, given))
STEPS = {
    "item": (forms.ItemForm, gettext_lazy("Add to the agenda"), gettext_lazy("Say what it is about, so that everybody can think about it before."), ("draft", "called"),
             lambda by, meeting, given: actions.add_item(by=by, meeting=meeting, **given)),
    "lots": (forms.LotsForm, gettext_lazy("Draw who takes part"), gettext_lazy("Neighbours put in tickets until the list closes; then lots are drawn with a number nobody knows yet."), ("draft", "called"),
             lambda by, meeting, given: actions.call_draw(by=by, meeting=meeting, **given)),
    "draw": (forms.DrawForm, gettext_lazy("Draw lots"), gettext_lazy("Anybody can draw again with the same number and gets the same people."), ("called", "held"),
             lambda by, meeting, given: actions.draw(by=by, meeting=meeting, **given)),
    "move": (forms.MoveForm, gettext_lazy("Move it"), gettext_lazy("The whole notice counts anew from today."), ("called",),
             lambda by, meeting, given: actions.move(by=by, meeting=meeting, **given)),
    "cancel": (forms.ReasonForm, gettext_lazy("Cancel the meeting"), "", ("called",), lambda by, meeting, given: actions.cancel(by=by, meeting=meeting, **given)),
    "hold": (forms.HoldForm, gettext_lazy("Write down how many came"), gettext_lazy("From these numbers follows whether there were enough to decide."), ("called",),
             lambda by, meeting, given: actions.hold(by=by, meeting=meeting, **given)),
    "minutes": (forms.MinutesForm, gettext_lazy("Write the minutes"), gettext_lazy("Every version stays readable."), ("held",),
                lambda by, meeting, given: actions.write_minutes(by=by, meeting=meeting, **given)),
}  # fmt: skip
# verb: (label, what is said, states, action(by, meeting))
PRESSES = {
    "call": (gettext_lazy("Call everybody"), gettext_lazy("It is called; everybody can read it now."), ("draft",), lambda by, meeting: actions.call(by=by, meeting=meeting)),
    "close-list": (gettext_lazy("Close the list"), gettext_lazy("The list is closed and published. Draw when the number is known."), ("called", "held"), lambda by, meeting: actions.close_list(by=by, meeting=meeting)),
    "drop": (gettext_lazy("Throw it away"), gettext_lazy("It is gone."), ("draft",), lambda by, meeting: actions.drop(by=by, meeting=meeting)),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def step(request, pk, what):
    if what not in STEPS:
        raise Http404
    found = _kept(request, pk)
    kind, heading, why, _states, act = STEPS[what]
    initial = {}
    if what == "minutes":
        last = found.minutes.last()
        initial = {"text": last.text if last else "", "seen": last.number if last else 0}
    elif what == "move":
        initial = {"starts_at": found.starts_at, "where": found.where}
    form = kind(request.POST or None, initial=initial)
    return _done(request, found, form, heading, why, lambda given: act(request.actor, found, given))


@require_POST
@needs("meetings.keep")
def press(request, pk, verb):
    if verb not in PRESSES:
        raise Http404
    found = _kept(request, pk)
    _label, then, _states, act = PRESSES[verb]
    try:
        act(request.actor, found)
        messages.success(request, then)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_meetings:meeting", pk)
    return redirect("office_meetings:meetings") if verb == "drop" else redirect("office_meetings:meeting", pk)


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def decide(request, pk):
    item = get_object_or_404(AgendaItem.objects.select_related("meeting", "decision"), pk=pk)
    found = _kept(request, item.meeting_id)
    initial = {}
    if hasattr(item, "decision"):
        initial = {name: getattr(item.decision, name) for name in ("in_favour", "against", "abstained", "words")}
    form = forms.DecideForm(request.POST or None, item=item, initial=initial)
    return _done(request, found, form, _("Write down what became of it"), item.title,
                 lambda given: actions.decide(by=request.actor, item=item, **given))  # fmt: skip


@require_POST
@needs("meetings.keep")
def remove_item(request, pk):
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk)
    found = _kept(request, item.meeting_id)
    try:
        actions.remove_item(by=request.actor, item=item)
        messages.success(request, _("It is off the agenda."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_meetings:meeting", found.pk)


def _fits(meeting, verb):
    """Whether a step about lots has its turn: announce, close the list, draw."""
    draw = meeting.draw
    if verb == "lots":
        return draw is None
    if verb == "close-list":
        return draw is not None and draw.closed_at is None
    if verb == "draw":
        return draw is not None and draw.closed_at is not None and draw.drawn_at is None
    return True


def _kept(request, pk):
    found = get_object_or_404(Meeting.objects.select_related(*queries.WHOLE), pk=pk)
    demand(request.actor, "meetings.keep", found)
    return found


def _done(request, meeting, form, heading, why, act):
    """A page with one form; what it asks is done, or said beside the field that is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, _("Done."))
            return redirect("office_meetings:meeting", meeting.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, meeting, form, heading, why)


def compared(form, stale):
    """Lines for what stands now beside what was typed; moments as the history writes them."""
    typed = {name: form.cleaned_data[name] for name in stale.present}
    mine = {name: in_history(value) if hasattr(value, "tzinfo") else value for name, value in typed.items()}
    return Telling({name: field.label for name, field in form.fields.items()}).compared(stale.present, mine)


def _page(request, meeting, form, heading, why, theirs=()):
    context = {"form": form, "meeting": meeting, "heading": heading, "why": why, "theirs": theirs}
    return render(request, "meetings/office/step.html", context, status=status_of(form, theirs))
