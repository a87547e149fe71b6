"""The asker's side: opening a case with its code, reading it, judging it, withdrawing it, adding a word."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import (
    actions,
    explaining,
    floods,
    listing,
    queries,
    queries_joint,
    queries_junk,
    queries_themes,
    timeline,
    waiting,
)
from shiliu.govern.cases.forms_resident import CaseFilter, JudgeForm, TrackForm, WordForm
from shiliu.govern.cases.forms_time import ContestForm, ReplyForm
from shiliu.govern.cases.views_neighbours import goes_on
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform import audit
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import can, forget_secrets, needs, remember_secret
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20
ANSWERS = {"answer", "finish", "cannot", "pass_inspection"}


@never_cache
@require_http_methods(["GET", "POST"])
@needs("cases.track")
def track(request):
    """A right code opens its case for the rest of this session; after ten wrong ones a challenge is asked."""
    typed = request.POST if request.method == "POST" else request.GET if "code" in request.GET else None
    if typed is None:
        return render(request, "cases/track.html", {"form": TrackForm()})
    form = TrackForm(typed)
    if form.is_valid():
        code_hash = actions.hash_code(form.cleaned_data["code"])
        floods.of_code(request)
        case = queries.by_code(code_hash)
        if case is not None:
            floods.code_was_right(request)
            remember_secret(request, code_hash)
            return redirect("cases:case", pk=case.pk)
        form.add_error("code", _("No case has this code. Compare it letter by letter with what you wrote down."))
    return render(request, "cases/track.html", {"form": form}, status=422)


@require_POST
@needs("cases.track")
def forget(request):
    """Close the cases opened with codes on this device, for whoever uses it next."""
    forget_secrets(request)
    messages.success(request, _("Closed on this device. The code still opens your case, here or anywhere else."))
    return redirect("cases:track")


@require_GET
@needs("cases.mine")
def mine(request):
    form = CaseFilter(request.GET)
    chosen = form.chosen()
    everything, text = queries.own(request.actor), chosen.pop("text") if chosen else ""
    cases = (
        everything.none() if chosen is None else everything.filter(listing.narrowed(**chosen, indexed=not text.strip()))
    )
    page, count = listing.page(cases, request.GET, order=listing.RAISED, size=PER_PAGE, text=text)
    return render(request, "cases/mine.html", {"form": form, "page": page, "count": count})


def own_case(request, pk):
    """The case with its history, if the actor raised it or shows its code; for anybody else it does not exist here."""
    case = queries.with_history(queries.visible_to(request.actor)).filter(pk=pk).first()
    if case is None or not can(request.actor, "cases.judge", case):
        raise Http404
    return case


@never_cache
@require_GET
@needs("cases.track")
def case(request, pk):
    """Opens for whoever raised it or has shown its code; everybody else is offered to type the code."""
    found = queries.with_history(queries.visible_to(request.actor)).filter(pk=pk).first()
    if found is None:
        return render(request, "cases/not_yours.html", {"form": TrackForm()}, status=404)
    if not can(request.actor, "cases.judge", found):
        return redirect("cases:desk", pk=pk)
    return page(request, found)


def page(request, case, *, judge_form=None, word_form=None, reply_form=None, contest_form=None, status=200):
    """The asker's view of one case; a form that came back keeps what was typed."""
    moves = {move.key for move in case.workflow.open_to(request.actor, case)}
    history = timeline.entries(case)
    queries.with_where([case])
    context = {
        "case": case,
        "state": case.state_now,
        "rounds": explaining.deadlines(case),
        "reasons": explaining.sentences(case.route),
        "joint": queries_joint.progress(case),
        "timeline": history,
        "goes_on": goes_on(case),
        "inside": queries_themes.inside(request.actor, case),
        "in_theme": queries_themes.parent_of(request.actor, case),
        "answer": next((entry for entry in reversed(history) if entry["move"] in ANSWERS), None),
        "photos": timeline.photos([file for file in case.files.all() if file.step_id is None]),
        "refusal": refusal_of(case),
        "judge_form": judge_form or JudgeForm(last_round=case.round > 1) if "confirm" in moves else None,
        # While a question waits, the one form is its answer.
        "word_form": word_form or (WordForm() if case.state not in ENDED_STATES and "reply" not in moves else None),
        "question": waiting.question(case),
        "reply_form": reply_form or ReplyForm() if "reply" in moves else None,
        "postponement": waiting.postponement(case),
        "junk": queries_junk.for_asker(case, moves),
        "contest_form": contest_form or ContestForm() if "contest" in moves else None,
        "promises": waiting.promises(case),
        "may_withdraw": "withdraw" in moves,
        "withheld": next((step for step in reversed(case.steps.all()) if step.move == "withhold"), None),
        "looks": looks_at(case),
    }
    return render(request, "cases/case.html", context, status=status)


def refusal_of(case):
    """The reason of a refusal with the channel it names, or None."""
    step = next((step for step in reversed(case.steps.all()) if step.move == "refuse"), None)
    return queries.refusal_reason(step.data.get("reason"), case.entry) if step else None


def looks_at(case):
    """When staff opened the contact left with the case, and why; read from the log, newest first."""
    return audit.sentences(queries.looks_at_contact(case), get_language())


@require_POST
@needs("cases.judge")
def judge(request, pk):
    case = own_case(request, pk)
    form = JudgeForm(request.POST, last_round=case.round > 1)
    if form.is_valid():
        given = form.cleaned_data
        verb = "confirm" if given["solved"] == "yes" else "dispute" if case.round == 1 else "dispute_again"
        try:
            actions.move(by=request.actor, case=case, verb=verb, level=given["level"], said=given["said"])
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(request, THANKS[verb]())
            return redirect("cases:case", pk=pk)
    return page(request, own_case(request, pk), judge_form=form, status=422)


THANKS = {
    "confirm": lambda: _("Thank you. The need is closed as solved."),
    "dispute": lambda: _("Thank you for saying so. The supervisor has it now, and a second deadline runs."),
    "dispute_again": lambda: _("Thank you for saying so. It is counted as unsolved."),
}


@require_POST
@needs("cases.judge")
def withdraw(request, pk):
    case = own_case(request, pk)
    try:
        actions.move(by=request.actor, case=case, verb="withdraw")
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You took it back. Nothing more will be done."))
    return redirect("cases:case", pk=pk)


@require_POST
@needs("cases.add_word")
def word(request, pk):
    case = own_case(request, pk)
    form = WordForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_word(
                by=request.actor, case=case, said=form.cleaned_data["said"], files=form.cleaned_data["photos"]
            )
        except NotPossible as error:
            error.put_beside(form)
        except Unacceptable as error:
            form.add_error("photos", error.message)
        else:
            messages.success(request, _("Added. Whoever deals with it can read it now."))
            return redirect("cases:case", pk=pk)
    return page(request, case, word_form=form, status=422)
