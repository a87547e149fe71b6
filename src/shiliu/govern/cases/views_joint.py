"""The lead asks another unit for a part of a case; the helper says that it is done, or gives it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shiliu.govern.cases import joint, queries, queries_joint
from shiliu.govern.cases.forms_joint import DoneForm, PartForm, ReturnForm, WithdrawForm
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.workflow import NotPossible


@require_http_methods(["GET", "POST"])
@needs("cases.handle")
def ask_part(request, pk):
    """Ask another unit for a part. A day after the deadline of the case is asked about before it is taken."""
    case = queries.visible_to(request.actor).filter(pk=pk).select_related("area", "lead", "category").first()
    if case is None:
        raise Http404
    demand(request.actor, "cases.handle", case)
    form = PartForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            task = joint.ask_part(by=request.actor, case=case, **form.cleaned_data)
        except NotPossible as error:
            form.fits(error)
        else:
            messages.success(request, _("%(unit)s was asked. You hear when it answers.") % {"unit": task.unit.name})
            return redirect("cases:desk", pk=pk)
    queries.with_where([case])
    context = {
        "case": case,
        "form": form,
        "deadline": joint.case_deadline(case),
        "possible": case.state in joint.WORKED_ON,
    }
    return render(request, "cases/joint_ask.html", context, status=422 if form.errors else 200)


# What a form sends as `do`: (form, action, what is said afterwards, who may)
ENDINGS = {
    "done": (DoneForm, joint.finish_part, gettext_lazy("Thank you. The lead unit has been told."), "cases.help"),
    "returned": (ReturnForm, joint.return_part, gettext_lazy("The part was given back. The lead unit has been told."), "cases.help"),
    "withdrawn": (WithdrawForm, joint.withdraw_part, gettext_lazy("The part was withdrawn. The unit has been told."), "cases.handle"),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("cases.worklist")
def part(request, pk):
    """One part: the helper ends it, the lead withdraws it, others who may open the case read it."""
    task = queries_joint.part(request.actor, pk)
    if task is None or not can(request.actor, "cases.worklist", task.case):
        raise Http404
    opened = None
    if request.method == "POST":
        if request.POST.get("do") not in ENDINGS:
            raise Http404
        opened = _bound(request, request.POST["do"])
        if opened.is_valid() and (answer := _ended(request, task, opened)):
            return answer
    queries.with_where([task.case])
    forms = {}
    for do, (form, _action, _words, permission) in ENDINGS.items():
        if task.state == task.State.OPEN and can(request.actor, permission, task.case if do == "withdrawn" else task):
            forms[do] = opened if opened is not None and opened.prefix == do else form(prefix=do)
    context = {
        "case": task.case,
        "row": queries_joint.part_row(task),
        "forms": forms,
        "opened": opened and opened.prefix,
    }
    return render(request, "cases/joint_part.html", context, status=422 if opened is not None else 200)


def _bound(request, do):
    return ENDINGS[do][0](request.POST, request.FILES, prefix=do)


def _ended(request, task, form):
    """Where to go on after the part has ended, or None with the problem beside its field."""
    _form, action, words, _permission = ENDINGS[form.prefix]
    try:
        action(by=request.actor, task=task, **form.cleaned_data)
    except NotPossible as error:
        for field, problem in error.fields.items() or [(None, str(error))]:
            form.add_error(field if field in form.fields else None, problem)
    except Unacceptable as error:
        form.add_error("files", str(error))
    else:
        messages.success(request, words)
        seen = queries.visible_to(request.actor).filter(pk=task.case_id).exists()
        return redirect("cases:desk", pk=task.case_id) if seen else redirect("cases:queue")
    return None
