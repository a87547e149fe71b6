"""Staff: the list of surveys, one survey with its questions and rounds, its forms, and the preview."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area
from shiliu.govern.surveys import actions, filling, queries, rules
from shiliu.govern.surveys.actions.writing import LEVELS, told_of, values_of
from shiliu.govern.surveys.forms import AnswerForm
from shiliu.govern.surveys.forms_office import QuestionForm, SurveyForm, SurveysFilter
from shiliu.govern.surveys.models import Round
from shiliu.platform import audit, history, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, may_somewhere, needs, places_of
from shiliu.platform.permissions.targets import inside
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("surveys.key_in")
def surveys(request):
    form = SurveysFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.office_list(request.actor, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "total": queries.workable_by(request.actor).exists(),
        "may_make": may_somewhere(request.actor, "surveys.manage"),
    }  # fmt: skip
    return render(request, "surveys/office/surveys.html", context)


@require_http_methods(["GET", "POST"])
@needs("surveys.manage")
def create(request):
    everywhere, paths, _units = places_of(request.actor, "surveys.manage")
    areas = Area.objects.filter(inside(paths, "path", everywhere=everywhere), active=True, level__in=LEVELS)
    form = SurveyForm(request.POST or None, areas=areas.defer("boundary").order_by("path"), initial={"repeats": True})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_survey(by=request.actor, **form.values())
            messages.success(request, _("The survey is made. Look at its questions, then plan a round."))
            return redirect("surveys_office:survey", pk=made.pk)
        except NotPossible as problem:
            form.take(problem)
    return render(request, "surveys/office/survey_form.html", {"form": form}, status=status_of(form))


@require_GET
@needs("surveys.key_in")
def survey(request, pk):
    found = get_object_or_404(queries.workable_by(request.actor), pk=pk)
    newest = found.question_sets.first()
    context = {
        "survey": found, "set": newest, "questions": rules.questions_of(newest.questions if newest else ()),
        "rounds": found.rounds.select_related("publication").order_by("-number"),
        "may_manage": can(request.actor, "surveys.manage", found),
        "history": history.Telling({}).entries(found, told_of(found)),
        "busy": found.rounds.filter(state__in=(Round.State.DRAFT, Round.State.OPEN)).exists(),
    }  # fmt: skip
    return render(request, "surveys/office/survey.html", context)


@require_http_methods(["GET", "POST"])
@needs("surveys.manage")
def edit(request, pk):
    found = _editable(request, pk)
    present = values_of(found)
    first = {"repeats": found.repeats, "active": found.active, "seen": revisions.stamp(present)}
    form = SurveyForm(request.POST or None, names=found.names, intro=found.intro, initial=first)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_survey(by=request.actor, survey=found, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("surveys_office:survey", pk=pk)
        except revisions.Stale as problem:
            stale = True
            form = after_stale(
                form, SurveyForm, problem, names=problem.present["names"], intro=problem.present["intro"]
            )
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "survey": found}
    return render(request, "surveys/office/survey_form.html", context, status=status_of(form, stale and [1]))


@require_http_methods(["GET", "POST"])
@needs("surveys.manage")
def new_question(request, pk):
    return _question(request, _editable(request, pk), None)


@require_http_methods(["GET", "POST"])
@needs("surveys.manage")
def edit_question(request, pk, code):
    found = _editable(request, pk)
    newest = found.question_sets.first()
    question = next((one for one in rules.questions_of(newest.questions) if one.code == code), None)
    if question is None:
        raise Http404
    return _question(request, found, question)


def _question(request, found, question):
    form, theirs = QuestionForm(request.POST or None, question=question), []
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_question(
                by=request.actor, survey=found, question=form.question(), replaces=question.code if question else "",
                seen=form.cleaned_data["seen"] if question else None,
            )  # fmt: skip
            messages.success(request, _("The question is kept."))
            return redirect("surveys_office:survey", pk=found.pk)
        except revisions.Stale as problem:
            present = rules.Question.read(problem.present)
            form = after_stale(form, QuestionForm, problem, question=present)
            theirs = differing_fields(QuestionForm(question=present), form)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "survey": found, "question": question, "theirs": theirs}
    return render(request, "surveys/office/question_form.html", context, status=status_of(form, theirs))


def differing_fields(theirs, mine):
    """history.Line of each visible field in which what stands differs from what its author wrote."""
    pairs = (
        (field.label, str(field.value() or ""), str(mine[field.name].value() or ""))
        for field in theirs.visible_fields()
    )
    return [history.Line(str(label), before, after) for label, before, after in pairs if before != after]


@require_POST
@needs("surveys.manage")
def take_back(request, pk, row):
    found = _editable(request, pk)
    try:
        actions.take_back(by=request.actor, survey=found, row=get_object_or_404(audit.rows_on(found), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("surveys_office:survey", pk=pk)


@require_POST
@needs("surveys.manage")
def arrange(request, pk, code, verb):
    found = _editable(request, pk)
    try:
        if verb == "remove":
            actions.remove_question(by=request.actor, survey=found, code=code)
            messages.success(request, _("The question is removed. You can take that back in the history below."))
        elif verb in {"up", "down"}:
            actions.move_question(by=request.actor, survey=found, code=code, up=verb == "up")
        else:
            raise Http404
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("surveys_office:survey", pk=pk)


@require_GET
@needs("surveys.key_in")
def preview(request, pk):
    """Every page of the form, one below the other, as nobody will see it: with the conditions in words."""
    found = get_object_or_404(queries.workable_by(request.actor), pk=pk)
    newest = found.question_sets.first()
    questions = rules.questions_of(newest.questions if newest else ())
    known = {one.code: one for one in questions}
    pages = [
        {
            "heading": filling.heading(page),
            "form": AnswerForm(page, {}),
            "conditions": [_condition(one, known) for one in page if one.show_if],
        }
        for page in rules.pages(questions)
    ]
    return render(request, "surveys/office/preview.html", {"survey": found, "pages": pages, "set": newest})


def _condition(one, known):
    asked = known[one.show_if[0]]
    chosen = ", ".join(option.text for option in asked.options if option.code in one.show_if[1])
    return _("“%(question)s” is asked only if the answer to “%(before)s” was: %(answers)s.") % {
        "question": one.text, "before": asked.text, "answers": chosen}  # fmt: skip


def _editable(request, pk):
    return get_object_or_404(queries.editable_by(request.actor), pk=pk)
