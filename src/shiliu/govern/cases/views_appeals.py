"""The appeal of whoever raised it, the supervisor's decision, and the public rules with their numbers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases import appeals, moderation_history
from shiliu.govern.cases.forms_moderation import AppealForm, DecideForm
from shiliu.govern.cases.views_moderation import find, page_of
from shiliu.govern.cases.views_resident import own_case
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible


@require_GET
@needs("cases.read_public")
def policy(request):
    """What is published and what is not, who decides, how to appeal, and how often each happened."""
    return render(request, "cases/moderation_policy.html", {"numbers": moderation_history.numbers()})


@never_cache
@require_http_methods(["GET", "POST"])
@needs("cases.appeal")
def appeal(request, pk):
    case = own_case(request, pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.appeal(by=request.actor, case=case, said=form.cleaned_data["said"])
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(
                request, _("Your appeal was received. A supervisor who did not decide before answers you.")
            )
            return redirect("cases:case", pk=pk)
    last = next((step for step in reversed(case.steps.all()) if step.move == "withhold"), None)
    context = {"case": case, "form": form, "withheld": last, "may_appeal": appeals.may_appeal(case)}
    return render(request, "cases/moderation_appeal.html", context, status=422 if form.errors else 200)


@require_POST
@needs("cases.decide_appeal")
def decide(request, pk):
    case = find(request, pk, "cases.decide_appeal")
    form = DecideForm(request.POST)
    if form.is_valid():
        try:
            appeals.decide(by=request.actor, case=case, **form.decision())
        except NotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your decision was told to whoever raised it."))
        return redirect("cases:moderate", pk=pk)
    return page_of(request, case, decide_form=form)
