"""The needs in the case of a theme: looking at them, putting one in or taking one out, answering all of them with the same words."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from shiliu.govern.cases import gathering, queries, queries_themes
from shiliu.govern.cases.forms_themes import AnswerAllForm
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.views_desk import find
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
MOST_OTHERS = 10


def find_parent(request, pk):
    case = find(request, pk)
    if case.channel != Case.Channel.THEME:
        raise Http404
    return case


@require_GET
@needs("cases.worklist")
def gathered(request, pk):
    return page_of(request, find_parent(request, pk))


def page_of(request, parent, *, form=None, status=200):
    inside = queries_themes.inside(request.actor, parent)
    members = queries_themes.members(request.actor, parent)
    page = Paginator(members, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.with_where(page.object_list)
    may_change = bool(can(request.actor, "cases.open_theme", parent))
    others = []
    if may_change and parent.state not in ENDED_STATES:
        others = queries.with_where(
            gathering.candidates(parent).select_related("category", "area", "lead")[:MOST_OTHERS]
        )
    context = {
        "case": parent,
        "state": parent.state_now,
        "inside": inside,
        "page": page,
        "hidden": inside.total - page.paginator.count,
        "may_change": may_change,
        "others": others,
        "form": (form or AnswerAllForm(initial=last_answer(parent))) if inside.answerable else None,
    }
    return render(request, "cases/gathered.html", context, status=status)


def last_answer(parent):
    """What the unit said last about the whole, to begin with."""
    steps = [step for step in parent.steps.all() if step.move in (*gathering.ANSWERS, "cannot")]
    if not steps:
        return {}
    verb = steps[-1].move if steps[-1].move in gathering.ANSWERS else "answer"
    return {"verb": verb, "said": steps[-1].said}


@require_POST
@needs("cases.open_theme")
def gather(request, pk):
    """`need`: the id of the need to put in."""
    parent = find_parent(request, pk)
    return changed(request, parent, gathering.gather, _("The need was put into this case."), into=parent)


@require_POST
@needs("cases.open_theme")
def release(request, pk):
    """`need`: the id of the need to take out."""
    parent = find_parent(request, pk)
    return changed(
        request, parent, gathering.release, _("The need was taken out and goes on by itself."), out_of=parent
    )


def changed(request, parent, action, done, *, into=None, out_of=None):
    """Take the need whose id was sent `out_of` a case or put it `into` one; what is not possible is said on the same page."""
    demand(request.actor, "cases.open_theme", parent)
    key = request.POST.get("need", "")
    seen = queries.visible_to(request.actor).filter(pk=int(key) if key.isdecimal() and len(key) < 12 else 0)
    case = (seen.filter(part_of=out_of) if out_of else seen).first()
    try:
        if case is None:
            raise NotPossible(_("This need is not in the list any more. Choose another one."))
        action(by=request.actor, case=case, **({"parent": into} if into else {}))
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("cases:gathered", pk=parent.pk)


@require_POST
@needs("cases.handle")
def answer_all(request, pk):
    parent = find_parent(request, pk)
    demand(request.actor, "cases.handle", parent)
    form = AnswerAllForm(request.POST)
    if form.is_valid():
        try:
            done = gathering.answer_all(by=request.actor, parent=parent, **form.cleaned_data)
        except NotPossible as error:
            error.put_beside(form)
        else:
            n = len(done.answered)
            messages.success(request, ngettext("%(n)s need was answered.", "%(n)s needs were answered.", n) % {"n": n})
            for case, why in done.left[:5]:
                messages.info(request, _("%(number)s stays open: %(why)s") % {"number": case.number, "why": why})
            if len(done.left) > 5:
                messages.info(request, _("More needs stay open; the list shows which."))
            return redirect("cases:gathered", pk=pk)
    return page_of(request, parent, form=form, status=422)
