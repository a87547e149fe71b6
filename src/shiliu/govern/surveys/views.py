"""What everybody reads and answers: the list, one round with its form or its report, the paper form, the tables."""

from datetime import timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.govern.surveys import actions, filling, forbidden, printed, queries, report, rules
from shiliu.govern.surveys.forms import RoundsFilter
from shiliu.platform import challenge, limits, paging
from shiliu.platform.permissions import needs
from shiliu.platform.printing import NotPrintable
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20


@require_GET
@needs("surveys.read")
def index(request):
    form = RoundsFilter(request.GET)
    found = queries.listed(**form.chosen())
    page = paging.page(found, request.GET, order=("-opens_on", "-pk"), size=PER_PAGE)
    context = {"form": form, "page": page, "count": paging.count(found), "today": queries.today()}
    context["filtered"] = any(form.chosen().values())
    return render(request, "surveys/index.html", context)


@require_GET
@needs("surveys.read")
def round_page(request, pk):
    round = _round(pk)
    published = queries.publication_of(round)
    context = {"round": round, "open": queries.takes_answers(round), "publication": published, "today": queries.today()}
    context["latest"] = round.publish_on + timedelta(days=queries.LATE_DAYS)
    if published is None:
        context["questions"] = len(round.question_set.questions)
        return render(request, "surveys/round.html", context)
    batches = list(round.batches.all())
    context |= told(published.tables, round, batches)
    return render(request, "surveys/report.html", context)


def told(tables, round, batches):
    """What report.html needs of the tables."""
    same = sum(batch.same_hands for batch in batches)
    alone = sum(batch.settled_alone for batch in batches)
    return {
        "tables": tables,
        "sections": report.sections(tables) if tables["answers"] is not None else [],
        "limits": report.limits(
            tables, doubles=round.doubles, same_hands=same, piles=len(batches), settled_alone=alone
        ),
        "not_compared": report.not_compared(tables),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@needs("surveys.answer")
def answer(request, pk):
    """GET begins; each POST carries the whole form and says with `go` where to: next, back or send."""
    round = _round(pk)
    if not queries.takes_answers(round):
        return redirect("surveys:round", pk=pk)
    filled = filling.Filling(round, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, filled, filled.steps[0])
    step, go = request.POST.get("step", ""), request.POST.get("go", "next")
    if problems := filled.problems_on(step):
        return _page(request, filled, step, problems)
    if go == "send" and step == filling.END:
        return _send(request, filled)
    return _page(request, filled, filled.step_after(step, go))


def show_again(request):
    """The form as it was filled, after its session ended."""
    round = _round(request.resolver_match.kwargs["pk"])
    filled = filling.Filling(round, request.POST)
    step = request.POST.get("step", "")
    return _page(request, filled, step if step in filled.steps else filled.steps[0], status=403, expired=True)


answer.show_again = show_again


def _send(request, filled):
    challenge.admit(request, "survey", form=f"surveys.answer:{filled.key}")
    try:
        actions.answer(
            by=request.actor, round=filled.round, given=filled.given, key=filled.key,
            part=request.POST.get("part", "")[:40] or None, code=request.POST.get("code", "")[:40],
        )  # fmt: skip
    except NotPossible as problem:
        wrong = next(
            (page[0].code for page in filled.pages if any(q.code in problem.fields for q in page)), filling.END
        )
        return _page(request, filled, wrong, problem.fields or {"": str(problem)})
    return redirect("surveys:thanks", pk=filled.round.pk)


def _page(request, filled, step, problems=None, status=200, expired=False):
    steps = filled.steps
    page = next((page for page in filled.pages if page[0].code == step), [])
    context = {
        "round": filled.round, "form": filled.form(step, problems), "step": step, "hidden": filled.hidden(step),
        "number": steps.index(step) + 1, "of": len(steps), "first": step == steps[0], "last": step == filling.END,
        "heading": filling.heading(page), "writes": any(one.kind == rules.TEXT for one in page),
        "told": filled.told() if step == filling.END else (), "expired": expired,
    }  # fmt: skip
    return render(request, "surveys/answer.html", context, status=422 if problems else status)


@require_GET
@needs("surveys.read")
def thanks(request, pk):
    return render(request, "surveys/thanks.html", {"round": _round(pk)})


@require_GET
@needs("surveys.read")
def paper_form(request, pk):
    """One sheet to print. Where a code is needed it stands on the letter, so there is none to print here."""
    round = _round(pk)
    if not queries.takes_answers(round) or round.one_per_household:
        raise Http404
    limits.spend("paper", limits.askers(request))
    return pdf_response(request, round, lambda: printed.form(round, get_language()))


def pdf_response(request, round, made):
    try:
        response = HttpResponse(made(), content_type="application/pdf")
    except NotPrintable as problem:
        return render(request, "surveys/not_printable.html", {"round": round, "reasons": problem.reasons}, status=503)
    response["Content-Disposition"] = f'inline; filename="survey-{round.pk}.pdf"'
    return response


@require_GET
@needs("surveys.read")
def results_csv(request, pk):
    published = _published(pk)
    heads = ("question", "question_text", "place", "answer", "answer_text", "count", "base")
    return download(f"survey-{pk}.csv", heads, report.rows(published.tables))


@require_GET
@needs("surveys.read")
def results_json(request, pk):
    published = _published(pk)
    about = {"round": pk, "public_on": published.public_on.isoformat(), "sha256": published.digest}
    return JsonResponse({**about, "tables": published.tables}, json_dumps_params={"ensure_ascii": False})


@require_GET
@needs("surveys.read")
def never(request):
    return render(request, "surveys/never.html", {"matters": forbidden.MATTERS.values()})


def _round(pk):
    return get_object_or_404(queries.public_rounds(), pk=pk)


def _published(pk):
    published = queries.publication_of(_round(pk))
    if published is None:
        raise Http404
    return published
