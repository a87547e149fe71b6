"""Deciding what neighbours read: the original on one side, the public text on the other, what differs and why below."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import appeals, listing, moderation, moderation_history, queries
from shiliu.govern.cases.forms_moderation import DecideForm, PublicText, RestoreForm, WithholdForm, masked
from shiliu.methods import private_text
from shiliu.platform import paging
from shiliu.platform.permissions import can, needs
from shiliu.platform.texts import differences
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


def find(request, pk, permission="cases.moderate"):
    case = queries.with_history(queries.visible_to(request.actor)).filter(pk=pk).first()
    if case is None or not can(request.actor, permission, case):
        raise Http404
    return case


@require_GET
@needs("cases.moderate")
def waiting(request):
    """What waits for a moderator; or what was appealed, is published, is not published, each with search and pages."""
    which = request.GET.get("list") if request.GET.get("list") in moderation_history.LISTS else "waiting"
    text = request.GET.get("text", "")
    cases, order, arms = moderation_history.listed(request.actor, which)
    page, _count = listing.page(cases, request.GET, order=order, size=PER_PAGE, text=text, arms=arms)
    page.object_list = queries.with_where(page.object_list)
    appealed = paging.count(moderation_history.listed(request.actor, "appeals")[0])
    return render(request, "cases/moderation.html", {"page": page, "text": text, "which": which, "appealed": appealed})


@require_http_methods(["GET", "POST"])
@needs("cases.moderate")
def moderate(request, pk):
    case = find(request, pk)
    form = public_text(case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderation.publish(by=request.actor, case=case, **form.released())
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(request, _("Neighbours can now read this text."))
            return redirect("cases:moderation")
    return page_of(request, case, form)


@require_POST
@needs("cases.moderate")
def withhold(request, pk):
    case = find(request, pk)
    form = WithholdForm(request.POST)
    if form.is_valid():
        moderation.withhold(by=request.actor, case=case, **form.cleaned_data)
        messages.success(request, _("It is not published. Whoever raised it reads your reason."))
        return redirect("cases:moderation")
    return page_of(request, case, withhold_form=form)


@require_POST
@needs("cases.moderate")
def restore(request, pk, entry):
    case = find(request, pk)
    version = get_object_or_404(case.moderation_history, pk=entry)
    form = RestoreForm(request.POST)
    if form.is_valid():
        try:
            moderation.restore(by=request.actor, case=case, entry=version, reason=form.cleaned_data["reason"])
        except NotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Neighbours read the earlier version again."))
    else:
        messages.error(request, _("Say why this version comes back."))
    return redirect("cases:moderate", pk=pk)


def public_text(case, data=None):
    shown = [file.pk for file in case.files.all() if file.public]
    initial = {
        "title": case.public_title or masked(case.title),
        "text": case.public_text or masked(case.text),
        "photos": shown,
    }
    return PublicText(data, case=case, changes=moderation.decided(case), initial=initial)


def page_of(request, case, form=None, *, withhold_form=None, decide_form=None):
    queries.with_where([case])
    form, withhold_form = form or public_text(case), withhold_form or WithholdForm()
    appeal = moderation.open_appeal(case)
    may_decide = appeal and can(request.actor, "cases.decide_appeal", case) and appeals.may_decide(request.actor, case)
    if may_decide and decide_form is None:
        decide_form = DecideForm(initial={"title": form["title"].value(), "text": form["text"].value()})
    before, after = (moderation_history.words(*pair) for pair in (
        (case.title, case.text), (case.public_title, case.public_text)))  # fmt: skip
    context = {
        "case": case,
        "form": form,
        "withhold_form": withhold_form,
        "marks": private_text.find(f"{case.title}\n{case.text}"),
        "answers": [form[f"answer_{step.pk}"] for step in form.answers],
        "files": list(case.files.all()),
        "is_public": case.publication == moderation.PUBLIC,
        "pieces": differences(before, after) if after and after != before else (),
        "versions": moderation_history.versions(case),
        "appeal": appeal,
        "decide_form": decide_form if may_decide else None,
        "may_purge": can(request.actor, "cases.purge", case),
    }
    wrong = form.errors or withhold_form.errors or (decide_form and decide_form.errors)
    return render(request, "cases/moderate.html", context, status=422 if wrong else 200)
