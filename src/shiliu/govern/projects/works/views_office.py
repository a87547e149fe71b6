"""Units and keepers: the plan, the money, the papers, the acceptance, and what comes afterwards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.works import actions, forms, queries, rules, values
from shiliu.govern.projects.works.models import (
    Acceptance,
    BudgetLine,
    Milestone,
    MoneyEntry,
    Project,
    ProjectFile,
    ServicePeriod,
    Shift,
    Warranty,
)
from shiliu.govern.projects.works.views import TONES
from shiliu.platform import attachments, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
ONWARD = ("start", "resume", "hand_over", "finish", "plan_again")  # the next step; the others lead aside
MOVES = {
    "start": gettext_lazy("Write down that it has begun"), "pause": gettext_lazy("Pause it"), "resume": gettext_lazy("Go on"),
    "hand_over": gettext_lazy("Hand it over to be accepted"), "mend": gettext_lazy("Send it back to be mended"),
    "finish": gettext_lazy("Write down that it is finished"), "stop": gettext_lazy("Stop it"), "plan_again": gettext_lazy("Plan it again"),
}  # fmt: skip


@require_GET
@needs("works.carry_out")
def projects(request):
    form = forms.ProjectsFilter(request.GET)
    chosen, every = form.chosen(), queries.carried_out_by(request.actor)
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(queries.whole(found).order_by("-entered_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    waiting = queries.waiting_candidates(request.actor)[:PER_PAGE]
    context = {
        "form": form,
        "page": page,
        "total": every.exists(),
        "waiting": waiting,
        "may_begin": queries.places_to_keep(request.actor).exists(),
    }
    return render(request, "works/office/projects.html", context)


@require_http_methods(["GET", "POST"])
@needs("works.keep")
def begin(request):
    """A project; of a candidate (`candidate`: its number) it takes over name, place and price."""
    places = list(queries.places_to_keep(request.actor))
    number = request.GET.get("candidate", "")
    candidate = (
        queries.waiting_candidates(request.actor).filter(pk=int(number[:9])).first() if number.isdecimal() else None
    )
    initial = {}
    if candidate is not None:
        initial = {"summary": candidate.summary, "area": candidate.area.code, "granted": candidate.price_high, "longitude": candidate.longitude,
                   "latitude": candidate.latitude, "organisation": candidate.organisation.code if candidate.organisation else "",
                   "kind": "service" if candidate.kind == Candidate.Kind.SERVICE else "works"}  # fmt: skip
        places = places if candidate.area in places else [*places, candidate.area]
    form = forms.BeginForm(
        request.POST or None, places=places, names=candidate.names if candidate else None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(by=request.actor, candidate=candidate, **form.begun())
            messages.success(request, _("It is a project now. Write down its steps and its money."))
            return redirect("office_works:project", made.pk)
        except NotPossible as problem:
            form.take(problem)
    return render(request, "works/office/begin.html", {"form": form, "candidate": candidate}, status=status_of(form))


@require_GET
@needs("works.carry_out")
def project(request, pk):
    """One project for those who carry it out: everything about it, each with what can be done now."""
    found = _carried_out(request, pk)
    keeps = can(request.actor, "works.keep", found)
    moves = [(verb, MOVES[verb]) for verb, (sources, _target, _what) in rules.MOVES.items()
             if found.state in sources and (keeps or verb not in ("stop", "plan_again", "finish"))]  # fmt: skip
    context = {
        "project": found, "chip": TONES[found.state], "moves": moves, "keeps": keeps, "onward": ONWARD, "money": queries.money_of(found), "lines": found.lines.all(),
        "milestones": found.milestones.prefetch_related("delays"), "entries": queries.entries_of(found)[:10], "files": queries.files_of(found, public_only=False),
        "acceptances": queries.acceptances_of(found), "warranties": found.warranties.all(), "periods": found.periods.all(), "shifts": found.shifts.all(),
    }  # fmt: skip
    return render(request, "works/office/project.html", context)


@require_http_methods(["GET", "POST"])
@needs("works.keep")
def edit(request, pk):
    found = _carried_out(request, pk)
    present = values.of(found)
    more = {
        "names": found.names,
        "initial": {
            **present,
            "starts_on": found.starts_on,
            "ends_on": found.ends_on,
            "seen": revisions.stamp(present),
        },
    }
    form, lost = forms.ProjectForm(request.POST or None, **more), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(by=request.actor, project=found, seen=form.cleaned_data["seen"] or None, **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_works:project", pk)
        except revisions.Stale as stale:
            form, lost = after_stale(form, forms.ProjectForm, stale, **more), True
        except NotPossible as problem:
            form.take(problem)
    return _step(request, found, form, _("Change what it says"), "", lost=lost)


@require_POST
@needs("works.keep")
def revert(request, pk, row):
    found = _carried_out(request, pk)
    entry = get_object_or_404(revisions.history(found), pk=row)
    try:
        actions.revert(by=request.actor, project=found, row=entry)
        messages.success(request, _("Taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("works:history", pk)


@require_http_methods(["GET", "POST"])
@needs("works.carry_out")
def move(request, pk, verb):
    if verb not in rules.MOVES:
        raise Http404
    found = _carried_out(request, pk)
    form = forms.SaidForm(request.POST or None)
    form.fields["said"].required = verb in rules.NEEDS_WORDS
    return _asked(request, found, form, MOVES[verb], rules.MOVES[verb][2],
                  lambda given: actions.move(by=request.actor, project=found, verb=verb, said=given["said"]))  # fmt: skip


# what: (form, heading, what it means, action(by, project, given))
ADDED = {
    "milestone": (forms.MilestoneForm, gettext_lazy("Add a step"), gettext_lazy("A day by which something is done. Later it can be put off with a reason, and neighbours read both."),
                  lambda by, project, form: actions.add_milestone(by=by, project=project, names=form.cleaned_names(), due=form.cleaned_data["due"], position=form.cleaned_data["position"])),
    "line": (forms.LineForm, gettext_lazy("Plan money for a purpose"), gettext_lazy("All lines together cannot be more than was granted."),
             lambda by, project, form: actions.add_line(by=by, project=project, names=form.cleaned_names(), planned=form.cleaned_data["planned"], position=form.cleaned_data["position"])),
    "grant": (forms.GrantForm, gettext_lazy("Change what may be spent"), gettext_lazy("With a reason; never below what is planned."),
              lambda by, project, form: actions.grant(by=by, project=project, **form.cleaned_data)),
    "acceptance": (forms.AcceptanceForm, gettext_lazy("Call residents to accept it"), gettext_lazy("Residents put in tickets until the list closes; then lots are drawn with a number nobody knows yet."),
                   lambda by, project, form: actions.call_acceptance(by=by, project=project, **form.cleaned_data)),
    "warranty": (forms.WarrantyForm, gettext_lazy("Write down a warranty"), gettext_lazy("A month before it ends it comes back by itself."),
                 lambda by, project, form: actions.add_warranty(by=by, project=project, names=form.cleaned_names(), supplier=form.cleaned_data["supplier"], until=form.cleaned_data["until"])),
    "period": (forms.PeriodForm, gettext_lazy("Add a period of the service"), gettext_lazy("A month before it ends somebody is asked whether the promise was kept."),
               lambda by, project, form: actions.add_period(by=by, project=project, **form.cleaned_data)),
    "shift": (forms.ShiftForm, gettext_lazy("Ask for hands"), gettext_lazy("A time at which neighbours do something themselves. They join without an account."),
              lambda by, project, form: actions.add_shift(by=by, project=project, names=form.cleaned_names(), **{name: form.cleaned_data[name] for name in ("starts", "ends", "places", "where")})),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("works.carry_out")
def add(request, pk, what):
    if what not in ADDED:
        raise Http404
    found = _carried_out(request, pk)
    kind, heading, why, action = ADDED[what]
    form = kind(request.POST or None)
    return _asked(request, found, form, heading, why, lambda _given: action(request.actor, found, form))


@require_http_methods(["GET", "POST"])
@needs("works.carry_out")
def add_file(request, pk):
    found = _carried_out(request, pk)
    form = forms.FileForm(request.POST or None, request.FILES or None)

    def take(given):
        draft = attachments.store(given["file"], by=request.actor, pdf=True)
        actions.add_file(
            by=request.actor,
            project=found,
            key=draft.key,
            kind=given["kind"],
            caption=given["caption"],
            public=given["public"],
        )

    why = _(
        "Photos show the works, never people. Names, telephone numbers and account numbers of private persons do not belong into a public paper."
    )
    return _asked(request, found, form, _("Add a photo or a paper"), why, take, multipart=True)


# what: (model, form, heading, action(by, row, given))
CHANGED = {
    "delay": (Milestone, forms.DelayForm, gettext_lazy("Put a step off"), lambda by, row, given: actions.delay(by=by, milestone=row, **given)),
    "plan": (BudgetLine, forms.PlanForm, gettext_lazy("Change the plan of a line"), lambda by, row, given: actions.change_line(by=by, line=row, **given)),
    "money": (BudgetLine, forms.MoneyForm, gettext_lazy("Enter an order or a payment"), lambda by, row, given: actions.enter_money(by=by, line=row, **given)),
    "undo-money": (MoneyEntry, forms.ReasonForm, gettext_lazy("Take an entry back"), lambda by, row, given: actions.take_back_entry(by=by, entry=row, **given)),
    "draw": (Acceptance, forms.DrawForm, gettext_lazy("Draw lots"), lambda by, row, given: actions.draw(by=by, acceptance=row, **given)),
    "close-acceptance": (Acceptance, forms.AnswerForm, gettext_lazy("Close the acceptance"), lambda by, row, given: actions.close_acceptance(by=by, acceptance=row, **given)),
    "call-off": (Acceptance, forms.ReasonForm, gettext_lazy("Call the acceptance off"), lambda by, row, given: actions.call_off(by=by, acceptance=row, **given)),
    "look": (Warranty, forms.LookForm, gettext_lazy("Say what was found"), lambda by, row, given: actions.close_warranty(by=by, warranty=row, **given)),
    "judge": (ServicePeriod, forms.JudgeForm, gettext_lazy("Judge a period"), lambda by, row, given: actions.judge_period(by=by, period=row, kept=given["kept"] == "yes", found=given["found"])),
    "renew": (ServicePeriod, forms.RenewForm, gettext_lazy("Decide whether it goes on"), lambda by, row, given: actions.renew(by=by, period=row, **{**given, "renewed": given["renewed"] == "yes"})),
    "cancel-shift": (Shift, forms.ReasonForm, pgettext_lazy("of a project", "Call it off"), lambda by, row, given: actions.cancel_shift(by=by, shift=row, **given)),
    "thank": (Shift, forms.ThankForm, gettext_lazy("Say thank you"), lambda by, row, given: actions.thank(by=by, shift=row, **given)),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("works.carry_out")
def change(request, what, row):
    if what not in CHANGED:
        raise Http404
    model, kind, heading, action = CHANGED[what]
    found_row = get_object_or_404(model, pk=row)
    found = _carried_out(request, found_row.line.project_id if model is MoneyEntry else found_row.project_id)
    initial = {"planned": found_row.planned} if what == "plan" else {}
    return _asked(request, found, kind(request.POST or None, initial=initial), heading, getattr(found_row, "name", ""),
                  lambda given: action(request.actor, found_row, given))  # fmt: skip


# verb: (model, action(by, row), what is said)
PRESSED = {
    "reach": (Milestone, lambda by, row: actions.reach(by=by, milestone=row), gettext_lazy("Written down; whoever follows is told.")),
    "unreach": (Milestone, lambda by, row: actions.unreach(by=by, milestone=row), gettext_lazy("The step is open again.")),
    "remove-milestone": (Milestone, lambda by, row: actions.remove_milestone(by=by, milestone=row), gettext_lazy("The step is gone.")),
    "show-file": (ProjectFile, lambda by, row: actions.publish_file(by=by, file=row, public=True), gettext_lazy("Everybody can see it now.")),
    "hide-file": (ProjectFile, lambda by, row: actions.publish_file(by=by, file=row, public=False), gettext_lazy("Only those who carry it out see it now.")),
    "remove-file": (ProjectFile, lambda by, row: actions.remove_file(by=by, file=row), gettext_lazy("The file is deleted.")),
    "close-list": (Acceptance, lambda by, row: actions.close_list(by=by, acceptance=row), gettext_lazy("The list is closed and published. Draw when the number is known.")),
}  # fmt: skip


@require_POST
@needs("works.carry_out")
def press(request, verb, row):
    if verb not in PRESSED:
        raise Http404
    model, action, then = PRESSED[verb]
    found_row = get_object_or_404(model, pk=row)
    found = _carried_out(request, found_row.project_id)
    try:
        action(request.actor, found_row)
        messages.success(request, then)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_works:project", found.pk)


def _carried_out(request, pk):
    found = get_object_or_404(queries.whole(Project.objects.all()), pk=pk)
    demand(request.actor, "works.carry_out", found)
    return found


def _asked(request, project, form, heading, why, action, *, multipart=False):
    """A page with one form; what it asks is done, or said beside the field that is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            action(form.cleaned_data)
            messages.success(request, _("Done. Everybody can read it on the page of the project."))
            return redirect("office_works:project", project.pk)
        except attachments.Unacceptable as problem:
            form.add_error("file", problem.message)
        except NotPossible as problem:
            (form.take if hasattr(form, "take") else problem.put_beside)(problem if hasattr(form, "take") else form)
    return _step(request, project, form, heading, why, multipart=multipart)


def _step(request, project, form, heading, why, *, lost=False, multipart=False):
    context = {"form": form, "project": project, "heading": heading, "why": why, "multipart": multipart}
    return render(request, "works/office/step.html", context, status=status_of(form, lost))
