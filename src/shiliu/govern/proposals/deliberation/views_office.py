"""The office: questions being prepared, their phases, how they end."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area
from shiliu.govern.proposals.deliberation import actions, queries, views
from shiliu.govern.proposals.deliberation.actions import leading
from shiliu.govern.proposals.deliberation.forms import EndForm, MoveForm, OpenForm, SeedForm, TopicForm
from shiliu.govern.proposals.deliberation.models import DeliberationStatement, DeliberationTopic
from shiliu.govern.proposals.deliberation.registers import TELLING
from shiliu.platform import deadlines, revisions
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import can, demand, may_somewhere, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("deliberation.office")
def topics(request):
    page = Paginator(queries.of_office(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        views.tell_state(row)
    context = {"page": page, "may_lead": may_somewhere(request.actor, "deliberation.lead")}
    return render(request, "deliberation/office/topics.html", context)


@require_http_methods(["GET", "POST"])
@needs("deliberation.lead")
def new(request):
    form = TopicForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("area", "seen")}
        area = Area.objects.filter(code=form.cleaned_data["area"], active=True).first()
        if area is None:
            form.add_error("area", _("There is no place with this code. Look it up under “Places and grid”."))
        else:
            try:
                made = actions.draft(by=request.actor, area=area, **given)
                messages.success(request, _("Kept as a draft. Add first statements, then open it."))
                return redirect("office_deliberations:topic", pk=made.pk)
            except NotPossible as problem:
                problem.put_beside(form)
    return render(request, "deliberation/office/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("deliberation.lead")
def topic(request, pk):
    """One question: its words while it is a draft, first statements, phases, its end. `verb` says which form was sent."""
    found = _led(request, pk)
    present, verb, theirs = leading.values(found), request.POST.get("verb", ""), None
    forms = _forms(request, found, present, verb)
    if request.method == "POST":
        if verb not in forms:
            raise Http404
        form = forms[verb]
        if form.is_valid():
            try:
                messages.success(request, _act(request.actor, found, verb, form.cleaned_data))
                return redirect("office_deliberations:topic", pk=pk)
            except revisions.Stale as stale:
                theirs = TELLING.compared(stale.present, {name: form.cleaned_data[name] or None for name in present})
                forms[verb] = form = TopicForm(
                    {**form.data.dict(), "seen": revisions.stamp(stale.present)}, has_place=True
                )
                form.is_valid()
                form.add_error(None, str(stale))
            except NotPossible as problem:
                problem.put_beside(form)
    context = {"topic": found, "forms": forms, "theirs": theirs, "statements": found.statements.filter(by_office=True),
               "history": TELLING.entries(found, present) if found.state == "draft" else ()}  # fmt: skip
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "deliberation/office/topic.html", context, status=409 if theirs else 422 if wrong else 200)


@require_POST
@needs("deliberation.lead")
def take_back(request, pk, row):
    found = _led(request, pk)
    entry = get_object_or_404(AuditRow, pk=row, target_type=found._meta.label_lower, target_id=str(found.pk))
    try:
        leading.take_back(by=request.actor, topic=found, row=entry)
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_deliberations:topic", pk=pk)


@require_POST
@needs("deliberation.lead")
def discard(request, pk):
    try:
        leading.discard(by=request.actor, topic=_led(request, pk))
        messages.success(request, _("The draft is gone."))
        return redirect("office_deliberations:topics")
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_deliberations:topic", pk=pk)


@require_POST
@needs("deliberation.lead")
def drop(request, pk):
    """Take a first statement out of a draft."""
    statement = get_object_or_404(DeliberationStatement.objects.select_related("topic__area"), pk=pk)
    demand(request.actor, "deliberation.lead", statement.topic)
    try:
        leading.drop(by=request.actor, statement=statement)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_deliberations:topic", pk=statement.topic_id)


def last_moment(day, area):
    """The end of a day where the place is."""
    zone = deadlines.calendar_of(area).timezone
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def _forms(request, found, present, verb):
    """The forms that the state of a question has, by verb; the one that was sent is bound."""

    def made(name, kind, **more):
        return kind(request.POST if verb == name else None, **more)

    if found.state == DeliberationTopic.State.DRAFT:
        initial = {
            **present,
            "unit": present["unit"] or "",
            "language": found.language,
            "seen": revisions.stamp(present),
        }
        return {
            "write": made("write", TopicForm, has_place=True, initial=initial),
            "seed": made("seed", SeedForm),
            "open": made("open", OpenForm),
        }
    if found.state == DeliberationTopic.State.OPEN:
        return {"seed": made("seed", SeedForm), "move": made("move", MoveForm), "end": made("end", EndForm)}
    return {}


def _act(by, found, verb, given):
    """What was asked for, done; the sentence to say."""
    if verb == "write":
        actions.draft(
            by=by, area=found.area, topic=found, **{name: value for name, value in given.items() if name != "key"}
        )
        return _("Saved.")
    if verb == "seed":
        actions.seed(by=by, topic=found, **given)
        return _("The statement is added.")
    if verb == "open":
        ends = {f"{name}_at": last_moment(given[f"{name}_on"], found.area) for name in ("writing_ends", "ends")}
        actions.open_topic(by=by, topic=found, **ends)
        return _("It is open. Whoever lives there can write and answer.")
    if verb == "move":
        actions.move_end(
            by=by,
            topic=found,
            code=given["code"],
            ends_at=last_moment(given["ends_on"], found.area),
            reason=given["reason"],
        )
        return _("The last day is moved. The reason is published, and followers are told.")
    end = actions.close if given["verb"] == "close" else actions.call_off
    end(by=by, topic=found, reason=given["reason"])
    return _("It has ended. The reason is published.")


def _led(request, pk):
    found = queries.one(request.actor, pk)
    if found is None or not can(request.actor, "deliberation.lead", found):
        raise Http404
    return views.tell_state(found)
