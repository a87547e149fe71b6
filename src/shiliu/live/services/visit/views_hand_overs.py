"""What was handed over to a window or by it: the list, one of them, its steps, its slip on paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shiliu.live.services.visit import actions, paper, queries, rules
from shiliu.live.services.visit.forms import HandOverFilter, StepForm
from shiliu.platform import printing
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, may_somewhere, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
VERBS = {
    "receive": actions.receive, "give_back": actions.give_back, "take_back": actions.take_back, "finish": actions.finish,
    "resume": actions.resume,
}  # fmt: skip


@require_GET
@needs("visit.receive")
def hand_overs(request):
    form = HandOverFilter(request.GET)
    side, narrowing = form.chosen()
    mine = queries.sent_by if side == "sent" else queries.received_by
    found = queries.narrowed(mine(request.actor), **narrowing).order_by("-sent_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "side": side, "is_narrowed": bool(narrowing["number"]) or narrowing["state"] != "open",
        "may_serve": may_somewhere(request.actor, "visit.serve"),
    }  # fmt: skip
    return render(request, "visit/hand_overs.html", context)


@never_cache
@require_GET
@needs("visit.receive")
def hand_over(request, pk):
    return _shown(request, _found(request, pk))


@require_POST
@needs("visit.receive")
def step(request, pk, verb):
    found, verb = _found(request, pk), verb.replace("-", "_")
    if verb not in VERBS:
        raise Http404
    form = StepForm(request.POST, verb=verb)
    if not form.is_valid():
        return _shown(request, found, failed=(verb, form), status=422)
    try:
        VERBS[verb](by=request.actor, hand_over=found, **form.cleaned_data)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_visit:hand_over", pk=pk)


@never_cache
@require_GET
@needs("visit.serve")
def slip(request, pk):
    """The slip for the person; only the window that gave it out prints it again."""
    found = get_object_or_404(queries.sent_by(request.actor), pk=pk)
    try:
        content = paper.slip_pdf(found, get_language())
    except printing.NotPrintable as problem:
        for sentence in problem.reasons:
            messages.error(request, sentence)
        return redirect("office_visit:hand_over", pk=pk)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _found(request, pk):
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


def _shown(request, found, *, failed=None, status=200):
    receives = bool(can(request.actor, "visit.receive", found))
    sent = bool(can(request.actor, "visit.serve", found.from_window))
    forms = {verb: StepForm(verb=verb) for verb in rules.open_to(found.state, receives=receives, sent=sent)}
    if receives and rules.may_resume(found.state, found.received_at, found.ended_at, now()):
        forms["resume"] = StepForm(verb="resume")
    if failed and failed[0] in forms:
        forms[failed[0]] = failed[1]
    context = {
        "hand_over": found, "papers": queries.papers_of(found), "steps": _said(forms), "may_print": sent,
        "slip_is_next": sent and found.state == found.State.SENT,
    }  # fmt: skip
    return render(request, "visit/hand_over.html", context, status=status)


def _said(forms):
    """[(verb in the address, words of its button, form)], the next step first."""
    words = {
        "receive": _("The papers have arrived"), "finish": _("It is done"), "give_back": _("Give it back"),
        "take_back": _("Take it back"), "resume": _("That was a mistake: it has not ended"),
    }  # fmt: skip
    return [(verb.replace("_", "-"), words[verb], forms[verb]) for verb in words if verb in forms]
