"""Administrators of the whole district: the finder as a draft, checked, looked at and put before the public."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.names import name_in
from shiliu.live.services.catalogue import actions, finder_pages, finder_tree, queries
from shiliu.live.services.catalogue.forms_finder import QuestionForm
from shiliu.live.services.catalogue.views_office import nav
from shiliu.platform import audit, revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.workflow import NotPossible

HISTORY = Telling(labels={})


@require_GET
@needs("services.configure")
def finder(request):
    """All questions of the draft, or of the public finder, with where each answer leads and what is broken."""
    demand_everything(request.actor, "services.configure")
    kept, tree = queries.finder_draft()
    names = {one["code"]: one["names"] for one in tree}
    ways = finder_tree.leading_to(tree)
    found = [
        {**one, "name": name_in(one["names"]), "answers": _answers(one, names), "after": [name_in(way) for way in ways.get(one["code"], [])]}
        for one in tree
    ]  # fmt: skip
    context = {
        "finder": kept, "questions": found, "stamp": revisions.stamp(tree), "problems": _problems(tree, names),
        "is_old": kept.draft is not None and kept.draft_of != revisions.stamp(queries.finder_tree()),
        "history": HISTORY.entries(kept, {"finder": queries.finder_tree()}) if kept.pk else [],
    }  # fmt: skip
    return render(request, "services/office_finder.html", {**context, **nav(request)})


@require_http_methods(["GET", "POST"])
@needs("services.configure")
def question(request, code=""):
    """One question of the draft with its answers, or a new one."""
    demand_everything(request.actor, "services.configure")
    _kept, tree = queries.finder_draft()
    present = finder_tree.question_in(tree, code) if code else finder_tree.BLANK
    if present is None:
        raise Http404
    more = {"present": present, "tree": tree}
    form = QuestionForm(request.POST or None, initial={"seen": revisions.stamp(present) if code else ""}, **more)
    lost = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_question(by=request.actor, code=code, seen=form.cleaned_data["seen"] or None, **form.values())
            messages.success(request, _("Saved in the draft. The public reads it once you publish the draft."))
            return redirect("office_services:finder")
        except revisions.Stale as stale:
            form, lost = after_stale(form, QuestionForm, stale, **more), True
        except NotPossible as problem:
            form.take(problem)
    name = name_in(present["names"])
    context = {"form": form, "code": code, "name": name, **nav(request)}
    return render(request, "services/question_form.html", context, status=status_of(form, lost))


@require_GET
@needs("services.configure")
def preview(request, code=""):
    """The draft as the public would walk through it."""
    demand_everything(request.actor, "services.configure")
    _kept, tree = queries.finder_draft()
    address = lambda code: reverse("office_services:finder_preview_question", args=[code])  # noqa: E731
    found = finder_pages.shown(tree, code, address)
    if found is None and code:
        raise Http404
    return render(request, "services/finder.html", {"question": found, "begins": not code, "is_preview": True})


@require_POST
@needs("services.configure")
def change_question(request, code, verb):
    moves = {
        "up": lambda: actions.move_question(by=request.actor, code=code, down=False),
        "down": lambda: actions.move_question(by=request.actor, code=code, down=True),
        "remove": lambda: actions.remove_question(by=request.actor, code=code),
    }
    if verb not in moves:
        raise Http404
    moves[verb]()
    if verb == "remove":
        messages.success(request, _("Taken from the draft. Discard the draft to have it back."))
    return redirect(reverse("office_services:finder") + ("" if verb == "remove" else f"#question-{code}"))


@require_POST
@needs("services.configure")
def publish(request):
    try:
        count = actions.publish_finder(by=request.actor, seen=request.POST.get("seen", ""))
        messages.success(request, _("The public reads the new finder now: %(count)d questions.") % {"count": count})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_services:finder")


@require_POST
@needs("services.configure")
def discard(request):
    if actions.discard_finder_draft(by=request.actor):
        messages.success(request, _("The draft is discarded. The public finder stands as it was."))
    return redirect("office_services:finder")


@require_POST
@needs("services.configure")
def revert(request, pk, row):
    demand_everything(request.actor, "services.configure")
    kept, _tree = queries.finder_draft()
    try:
        actions.revert_finder(by=request.actor, row=get_object_or_404(audit.rows_on(kept), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_services:finder")


def _answers(question, names):
    """[(name, where it leads in words, code of the question it leads to or '', whether nobody finds anything there)]."""
    known = finder_pages.leaves_of([answer["to"] for answer in question["answers"]])
    told = []
    for answer in question["answers"]:
        sort, _colon, code = answer["to"].partition(":")
        leaf = known.get(answer["to"])
        end = names.get(code) if sort == "question" else leaf and leaf.name
        told.append((name_in(answer["names"]), name_in(end or {}) or answer["to"], code if sort == "question" else "", bool(leaf and leaf.lost)))  # fmt: skip
    return told


def _problems(tree, names):
    """[(code, name of the question, sentence)]."""
    return [
        (code, name_in(names.get(code, {})), sentence)
        for code, sentence in finder_tree.problems_of_tree(tree, queries.finder_ends())
    ]
