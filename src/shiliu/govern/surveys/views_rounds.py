"""Staff: planning, opening, closing a round, its letters, what people wrote, and its publication."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.surveys import actions, printed, publishing, queries, rules
from shiliu.govern.surveys.actions.rounds import plan_of
from shiliu.govern.surveys.forms_office import LettersForm, RoundForm, SummaryForm
from shiliu.govern.surveys.models import Round
from shiliu.govern.surveys.views import pdf_response, told
from shiliu.govern.surveys.views_office import differing_fields
from shiliu.platform import printing, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import demand, needs
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

TEXTS_PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@needs("surveys.manage")
def plan(request, pk):
    survey = get_object_or_404(queries.editable_by(request.actor), pk=pk)
    form = RoundForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            plan = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
            made = actions.plan_round(by=request.actor, survey=survey, **plan)
            messages.success(request, _("The round is planned. Open it when its questions are right."))
            return redirect("surveys_office:round", pk=made.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "survey": survey}
    return render(request, "surveys/office/round_form.html", context, status=status_of(form))


@require_GET
@needs("surveys.key_in")
def round_page(request, pk):
    round = _round(request, pk, "surveys.key_in")
    context = {
        "round": round, "survey": round.survey, "progress": queries.progress(round), "may": queries.may(request.actor, round),
        "letters": LettersForm(), "takes_answers": queries.takes_answers(round),
        "is": {state: round.state == state for state in Round.State.values},
    }  # fmt: skip
    return render(request, "surveys/office/round.html", context)


@require_http_methods(["GET", "POST"])
@needs("surveys.manage")
def edit(request, pk):
    round = _round(request, pk, "surveys.manage")
    form, theirs = _round_form(round, request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_round(by=request.actor, round=round, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("surveys_office:round", pk=pk)
        except revisions.Stale as problem:
            round.refresh_from_db()
            form = after_stale(form, lambda data: _round_form(round, data), problem)
            theirs = differing_fields(_round_form(round), form)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "survey": round.survey, "round": round, "theirs": theirs}
    return render(request, "surveys/office/round_form.html", context, status=status_of(form, theirs))


def _round_form(round, data=None):
    """The plan of a round; of an open one only its later dates."""
    first = {name: getattr(round, name) for name in RoundForm.base_fields if name != "seen"}
    form = RoundForm(data, survey=round.survey, initial={**first, "seen": revisions.stamp(plan_of(round))})
    if round.state != Round.State.DRAFT:
        for name in set(form.fields) - {"closes_on", "publish_on", "seen"}:
            form.fields[name].disabled = True
    return form


MOVES = {
    "open": (actions.open_round, lambda: _("The round is open. Its questions stand as they are now.")),
    "close": (actions.close_round, lambda: _("The round is closed. Look at what will be hidden, then publish it.")),
}


@require_POST
@needs("surveys.manage")
def move(request, pk, verb):
    round = _round(request, pk, "surveys.manage")
    try:
        if verb == "drop":
            actions.drop_round(by=request.actor, round=round)
            messages.success(request, _("The round is taken back."))
            return redirect("surveys_office:survey", pk=round.survey_id)
        if verb not in MOVES:
            raise Http404
        act, done = MOVES[verb]
        act(by=request.actor, round=round)
        messages.success(request, done())
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("surveys_office:round", pk=pk)


@require_POST
@needs("surveys.manage")
def letters(request, pk):
    """Makes codes and prints them at once, because they cannot be read again."""
    round = _round(request, pk, "surveys.manage")
    form = LettersForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many letters are to be printed."))
        return redirect("surveys_office:round", pk=pk)
    try:
        printed.letters(round, get_language(), [""])
        made = actions.issue_codes(by=request.actor, round=round, count=form.cleaned_data["count"])
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("surveys_office:round", pk=pk)
    except printing.NotPrintable as problem:
        return render(request, "surveys/not_printable.html", {"round": round, "reasons": problem.reasons}, status=503)
    return pdf_response(request, round, lambda: printed.letters(round, get_language(), made))


@require_http_methods(["GET", "POST"])
@needs("surveys.publish")
def texts(request, pk):
    """What people wrote, one page after the other; POST says of one whether it may be shown, or sums all of them up.

    Not before the close: who looked every day would know when somebody wrote."""
    round = _round(request, pk, "surveys.publish")
    if round.state in {Round.State.DRAFT, Round.State.OPEN}:
        return redirect("surveys_office:round", pk=pk)
    asked = [one for one in rules.questions_of(round.question_set.questions) if one.kind == rules.TEXT]
    forms = [SummaryForm(one, present=round.summaries.get(one.code)) for one in asked]
    if request.method == "POST":
        if "question" not in request.POST:
            return _judge(request, round)
        if _summarised(request, round, forms):
            return redirect(request.get_full_path())
    found = round.texts.order_by("state", "key")
    if request.GET.get("waiting"):
        found = found.filter(state="waiting")
    page = Paginator(found, TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    for text in page:
        text.language = guess_language(text.text)
    wrote = Counter(round.texts.values_list("question", flat=True))
    context = {
        "round": round,
        "survey": round.survey,
        "page": page,
        "summaries": [(form, wrote[form.asked.code], 0 < wrote[form.asked.code] < round.least) for form in forms],
        "may_judge": round.state == Round.State.CLOSED,
    }
    wrong = next((form for form in forms if form.is_bound), None)
    return render(request, "surveys/office/texts.html", context, status=status_of(wrong) if wrong else 200)


def _summarised(request, round, forms):
    """Keeps the summary that was sent; what is wrong with it is put in its place among `forms`."""
    at = next((i for i, form in enumerate(forms) if form.asked.code == request.POST["question"]), None)
    if at is None:
        raise Http404
    sent = forms[at] = SummaryForm(forms[at].asked, request.POST, present=round.summaries.get(request.POST["question"]))
    if not sent.is_valid():
        return False
    try:
        actions.summarise(
            by=request.actor, round=round, question=sent.asked.code, texts=sent.texts(), seen=sent.cleaned_data["seen"]
        )
    except revisions.Stale as problem:
        data = request.POST.copy()
        data["seen"] = revisions.stamp(problem.present)
        forms[at] = SummaryForm(sent.asked, data, present=problem.present)
        forms[at].is_valid()
        forms[at].theirs = [(tag, text) for tag, text in problem.present.items()]
        forms[at].take(problem)
        return False
    except NotPossible as problem:
        sent.take(problem)
        return False
    messages.success(request, _("The summary is kept."))
    return True


def _judge(request, round):
    try:
        text = get_object_or_404(round.texts, pk=_key(request.POST.get("text")))
        actions.judge_text(by=request.actor, text=text, show=request.POST.get("verdict") == "show")
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(request.get_full_path())


def _key(text):
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@needs("surveys.publish")
def publish(request, pk):
    """What will be published, holes and all, before anybody else sees it; then the publication itself."""
    round = _round(request, pk, "surveys.publish")
    if request.method == "POST":
        try:
            actions.publish_round(by=request.actor, round=round)
            messages.success(request, _("The tables are frozen. Everybody can read them from the promised day on."))
        except NotPossible as problem:
            messages.error(request, str(problem))
        return redirect("surveys_office:round", pk=pk)
    if round.state != Round.State.CLOSED:
        return redirect("surveys_office:round", pk=pk)
    demand(request.actor, "surveys.publish", round)
    tables = publishing.tables_of(round, queries.today(), draw=False)
    waiting = round.texts.filter(state="waiting").count() if round.verbatim else 0  # of others no word is published
    context = {"round": round, "survey": round.survey, "waiting": waiting}
    context |= told(tables, round, list(round.batches.all()))
    return render(request, "surveys/office/publish.html", context)


def _round(request, pk, permission):
    return get_object_or_404(queries.rounds_for(request.actor, permission), pk=pk)
