"""Pages about time: answering the unit's question, objecting to a postponement."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shiliu.govern.cases import actions, views_resident
from shiliu.govern.cases.forms_time import ContestForm, ReplyForm
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible


@require_POST
@needs("cases.judge")
def reply(request, pk):
    """The resident answers the unit's question, and its time runs again."""
    case = views_resident.own_case(request, pk)
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.move(
                by=request.actor,
                case=case,
                verb="reply",
                said=form.cleaned_data["said"],
                files=form.cleaned_data["photos"],
            )
        except NotPossible as error:
            return too_late(request, pk, form, error)
        except Unacceptable as error:
            form.add_error("photos", error.message)
        else:
            messages.success(request, _("Thank you. Your answer is with the unit, and its time runs again."))
            return redirect("cases:case", pk=pk)
    return views_resident.page(request, case, reply_form=form, status=422)


@require_POST
@needs("cases.judge")
def contest(request, pk):
    """The resident objects to waiting; the supervisor decides again."""
    case = views_resident.own_case(request, pk)
    form = ContestForm(request.POST)
    if form.is_valid():
        try:
            actions.move(by=request.actor, case=case, verb="contest", said=form.cleaned_data["said"])
        except NotPossible as error:
            return too_late(request, pk, form, error)
        messages.success(request, _("Your objection is with the supervisor, who decides again."))
        return redirect("cases:case", pk=pk)
    return views_resident.page(request, case, contest_form=form, status=422)


def too_late(request, pk, form, error):
    """The case has moved on meanwhile: say so, and keep what was typed where it can still be sent as a further word."""
    messages.error(request, str(error))
    words = views_resident.WordForm(initial={"said": form.cleaned_data["said"]})
    case = views_resident.own_case(request, pk)
    may_add = "reply" not in {move.key for move in case.workflow.open_to(request.actor, case)} and case.ended_at is None
    return views_resident.page(request, case, word_form=words if may_add else None, status=409)
