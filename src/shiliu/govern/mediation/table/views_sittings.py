"""Pages of sittings: when one can come, finding a time for all, moving, calling off, minutes; and the calendar of a seat."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from shiliu.govern.mediation.files.doors import door
from shiliu.govern.mediation.table import actions, calendars, forms, times
from shiliu.govern.mediation.table.models import Sitting
from shiliu.govern.mediation.table.views import FORM, asked_on, opened
from shiliu.platform import bookings
from shiliu.platform.workflow import NotPossible

NOT_FOUND = {
    "no_days": gettext_lazy("There is no opening long enough in the days ahead. Choose a shorter sitting, or meet elsewhere."),
    "parties_apart": gettext_lazy("The sides have no time in common. Ask them to look at their times again, or talk with each alone."),
    "bodies_apart": gettext_lazy("Those who are to come besides the sides are never free when the sides are. Leave somebody out, or ask for more times."),
    "no_room": gettext_lazy("When all could come no room is free that is large enough. Meet elsewhere, or choose a shorter sitting."),
    "crowded": gettext_lazy("All times are taken by other sittings. Choose a shorter one."),
}  # fmt: skip


def sitting_of(dispute, key):
    found = get_object_or_404(Sitting, dispute=dispute, key=key)
    found.dispute = dispute
    return found


@door("mediation.take_part", FORM)
def say_times(request, key):
    dispute = opened(request, key)
    with timezone.override(times.zone(dispute)):
        given = {"offered": times.offered(dispute), "said": times.said_by(dispute.seat) or ()}
        form = forms.TimesForm(request.POST if request.method == "POST" else None, **given)
        if form.is_bound and form.is_valid():
            try:
                actions.say_times(by=request.actor, dispute=dispute, can=form.chosen())
                messages.success(request, _("Thank you. The mediator looks for a time that suits everybody."))
                return redirect("mediation:file", key)
            except NotPossible as problem:
                problem.put_beside(form)
        why = _(
            "Mark every time at which you could come. Nobody sees your marks; they are only used to find a time for all."
        )
        return asked_on(request, dispute, form, _("When can you come?"), why, _("Save my times"))


@door("mediation.lead", FORM)
def arrange(request, key):
    """Who comes and for how long; then the times that suit; then the press. All in one address and by POST: who comes stands in none."""
    dispute = opened(request, key, leading=True)
    with timezone.override(times.zone(dispute)):
        form = forms.WhoForm(request.POST if request.method == "POST" else None, dispute=dispute, seat=dispute.seat)
        found, when = None, None
        if form.is_bound and form.is_valid():
            found = form.found()
            given = request.POST if request.POST.get("step") == "book" else None
            when = forms.WhenForm(
                _with_proposal(given), dispute=dispute, initial=_first(found, form.cleaned_data["minutes"])
            )
            if when.is_bound and when.is_valid():
                try:
                    keys = [str(one.key) for one in form.coming()]
                    side = form.cleaned_data["side"]
                    watched = form.cleaned_data.get("watched", False)
                    actions.book(
                        by=request.actor, dispute=dispute, seats=keys, side=side, watched=watched, **when.when()
                    )
                    messages.success(request, _("Arranged. Everybody who comes is told that something private waits."))
                    return redirect("mediation:file", key)
                except NotPossible as problem:
                    problem.put_beside(when)
        context = {
            "dispute": dispute,
            "form": form,
            "found": found,
            "when": when,
            "why_not": found and NOT_FOUND.get(found.reason, ""),
        }
        wrong = form.is_bound and (form.errors or (when is not None and when.is_bound and when.errors))
        return render(request, "mediation/table/arrange.html", context, status=422 if wrong else 200)


def _with_proposal(given):
    """What was sent, with the button of a proposal spelled out as moment and room."""
    if given is None or not given.get("proposal"):
        return given
    given = given.copy()
    moment, _bar, room = given["proposal"].partition("|")
    starts = forms.moment_of(moment)
    given["starts"] = timezone.localtime(starts).strftime("%Y-%m-%dT%H:%M") if starts else ""
    given["room"] = room
    return given


def _first(found, minutes):
    if not found.proposals:
        return {"minutes": minutes}
    starts, room = found.proposals[0]
    return {"starts": starts, "room": str(room.pk) if room else "", "minutes": minutes}


@door("mediation.lead", FORM)
def move(request, key, sitting):
    dispute = opened(request, key, leading=True)
    found = sitting_of(dispute, sitting)
    with timezone.override(times.zone(dispute)):
        initial = {
            "starts": found.starts,
            "minutes": found.minutes,
            "room": str(found.words.get("room") or ""),
            "place": found.words.get("place", ""),
        }
        form = forms.MoveForm(request.POST if request.method == "POST" else None, dispute=dispute, initial=initial)
        if _done(form, lambda: actions.move(by=request.actor, sitting=found, **form.moved())):
            messages.success(request, _("Moved. Everybody who comes is told that something private waits."))
            return redirect("mediation:file", key)
        return asked_on(
            request, dispute, form, _("Move the sitting"), _("Everybody who was to come reads why."), _("Move it")
        )


@door("mediation.lead", FORM)
def call_off(request, key, sitting):
    dispute = opened(request, key, leading=True)
    found = sitting_of(dispute, sitting)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if _done(form, lambda: actions.call_off(by=request.actor, sitting=found, **form.cleaned_data)):
        messages.success(request, _("Called off. Room and people are free again."))
        return redirect("mediation:file", key)
    return asked_on(
        request, dispute, form, _("Call the sitting off"), _("Everybody who was to come reads why."), _("Call it off")
    )


@door("mediation.lead", FORM)
def minutes(request, key, sitting):
    dispute = opened(request, key, leading=True)
    found = sitting_of(dispute, sitting)
    names = {str(one.key): one.name for one in dispute.seats.all()}
    written = (found.words.get("minutes") or [{}])[-1]
    initial = {"came": found.words.get("came", found.words["seats"]), "text": written.get("text", "")}
    given = request.POST if request.method == "POST" else None
    form = forms.MinutesForm(given, sitting=found, names=names, initial=initial)
    if _done(form, lambda: actions.write_minutes(by=request.actor, sitting=found, **form.cleaned_data)):
        messages.success(request, _("Written down and sealed."))
        return redirect("mediation:file", key)
    why = _("Only the mediator and those of the sides who were to come read it.")
    return asked_on(request, dispute, form, _("Write down the sitting"), why, _("Seal it"))


def _done(form, act):
    """Whether the form was sent, was right, and the action did it; what was wrong stands in the form."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act()
    except NotPossible as problem:
        problem.put_beside(form)
        return False
    return True


@door("mediation.calendar", require_GET)
def calendar(_request, signed):
    seat = calendars.seat_of(signed)
    if seat is None:
        raise Http404
    return bookings.calendar_response(calendars.written(seat), "private.ics", private=True)
