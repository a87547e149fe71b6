"""What an author does: write, look at it as neighbours will, put it to them, change, join, take back."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area
from shiliu.govern.proposals.cloud import actions, places, queries, resembling, views
from shiliu.govern.proposals.cloud.configuration import terms_of
from shiliu.govern.proposals.cloud.forms import ChangeForm, JoinForm, ProposalForm, WhyForm
from shiliu.govern.proposals.cloud.models import Proposal, ProposalMerge
from shiliu.platform import challenge, revisions
from shiliu.platform.permissions import can, needs
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.residence import residence
from shiliu.platform.workflow import NotPossible

MOST_OTHERS = 100


@require_GET
@needs("proposals.propose")
def mine(request):
    context = {
        "own": views.read_in(list(queries.own(request.actor.person)), ""),
        "followed": views.read_in(list(queries.followed(request.actor.person)), ""),
    }
    return render(request, "proposals/mine.html", context)


@require_http_methods(["GET", "POST"])
@needs("proposals.propose")
def new(request):
    """Write a proposal; it stays a draft until its author has looked at it as neighbours will see it."""
    return _form_page(request, None)


@require_http_methods(["GET", "POST"])
@needs("proposals.propose")
def edit(request, pk):
    """A draft once more, or new words for an open proposal."""
    found = own(request, pk)
    if found.state == Proposal.State.DRAFT:
        return _form_page(request, found)
    present = actions.writing.words_of(found)
    form = ChangeForm(
        request.POST if request.method == "POST" else None, initial={**present, "seen": revisions.stamp(present)}
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(by=request.actor, proposal=found, **form.cleaned_data)
            messages.success(request, _("The new words are published. Whoever follows the proposal is told."))
            return redirect("proposals:proposal", pk=pk)
        except revisions.Stale as stale:
            theirs = stale.present
            form = _once_more(form, stale)
        except NotPossible as problem:
            problem.put_beside(form)
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "proposals/change.html", {"proposal": found, "form": form, "theirs": theirs}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("proposals.propose")
def preview(request, pk):
    """As neighbours will read it, with what may be the same already and what seems to name somebody; then it is put to them."""
    found = own(request, pk)
    if found.state != Proposal.State.DRAFT:
        return redirect("proposals:proposal", pk=pk)
    if request.method == "POST":
        challenge.admit(request, "submit", form=f"proposals.open:{found.pk}")
        try:
            actions.open_proposal(by=request.actor, proposal=found)
            messages.success(request, _("Your neighbours can support it now. Tell them about it."))
            return redirect("proposals:proposal", pk=pk)
        except NotPossible as problem:
            messages.error(request, str(problem))
    point = (found.longitude, found.latitude) if found.longitude is not None else None
    context = {
        "proposal": found, "marks": marks_in(found.title, found.text, found.place_note), "terms": terms_of(found.area),
        "likely": resembling.likely(area=found.area, topic=found.topic, title=found.title, text=found.text, point=point, leave_out=found.pk),
    }  # fmt: skip
    return render(request, "proposals/preview.html", context)


@require_POST
@needs("proposals.propose")
def discard(request, pk):
    try:
        actions.discard(by=request.actor, proposal=own(request, pk))
        messages.success(request, _("The draft is gone."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("proposals:mine")


@require_http_methods(["GET", "POST"])
@needs("proposals.propose")
def withdraw(request, pk):
    found = own(request, pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(by=request.actor, proposal=found, **form.cleaned_data)
            messages.success(request, _("The proposal is taken back. Everybody can read why."))
            return redirect("proposals:proposal", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(
        request, "proposals/withdraw.html", {"proposal": found, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@needs("proposals.propose")
def join(request, pk):
    """Ask the author of another proposal of the same place to go on together."""
    found = own(request, pk)
    others = queries.published().filter(area=found.area, state="open").exclude(pk=pk).select_related("author", "group")
    form = JoinForm(request.POST if request.method == "POST" else None, others=others[:MOST_OTHERS])
    if request.method == "POST" and form.is_valid():
        into = queries.published().get(pk=form.cleaned_data["into"])
        try:
            actions.merging.ask(by=request.actor, proposal=found, into=into, why=form.cleaned_data["why"])
            messages.success(request, _("The other author is asked. Nothing is joined unless both of you agree."))
            return redirect("proposals:proposal", pk=pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(
        request,
        "proposals/join.html",
        {"proposal": found, "form": form, "others": len(others)},
        status=422 if form.errors else 200,
    )


@require_POST
@needs("proposals.propose")
def settle_join(request, pk, verb):
    """What the author who was asked says."""
    asked = ProposalMerge.objects.filter(pk=pk).select_related("proposal", "into").first()
    act = {"agree": actions.merging.agree, "decline": actions.merging.decline}.get(verb)
    if asked is None or act is None:
        raise Http404
    try:
        act(by=request.actor, merge=asked)
        messages.success(
            request,
            _("Both authors and whoever follows are told.") if verb == "agree" else _("The other author is told."),
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("proposals:proposal", pk=asked.into_id)


@require_POST
@needs("proposals.propose")
def part(request, pk):
    """By the author of either of the two."""
    found = queries.one(request.actor, pk)
    if found is None or not any(can(request.actor, "proposals.keep", one) for one in (found, found.merged_into) if one):
        raise Http404
    try:
        actions.merging.part(by=request.actor, proposal=found)
        messages.success(request, _("Each goes on by itself again."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("proposals:proposal", pk=pk)


def own(request, pk):
    found = queries.one(request.actor, pk)
    if found is None or not can(request.actor, "proposals.keep", found):
        raise Http404
    return found


def _form_page(request, found):
    actor = request.actor
    offered, units = places.places_of(actor), places.units_of(actor)
    if not offered:
        return render(request, "proposals/new.html", {"residence": residence_anywhere(actor)})
    initial = _initial(found) if found else {"key": uuid.uuid4(), **_from_address(request, offered)}
    form = ProposalForm(
        request.POST if request.method == "POST" else None, initial=initial, places=places.choices_of(actor),
        units=[(unit.code, unit.name) for unit in units],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.draft(
                by=actor, proposal=found, area=next(area for area in offered if area.code == data["area"]), topic=data["topic"],
                group=next((unit for unit in units if unit.code == data.get("group")), None), title=data["title"], text=data["text"],
                language=data["language"], place_note=data["place_note"], point=data["point"], key=data["key"],
            )  # fmt: skip
            return redirect("proposals:preview", pk=made.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "proposal": found, "ground": reverse("places:features")}
    return render(request, "proposals/new.html", context, status=422 if form.errors else 200)


def residence_anywhere(actor):
    """Which step is missing for somebody who lives in no place here."""
    return residence(actor, Area(path="/"))


def _initial(found):
    return {
        "title": found.title, "text": found.text, "area": found.area.code, "topic": found.topic, "place_note": found.place_note,
        "latitude": found.latitude, "longitude": found.longitude, "language": found.language, "group": found.group.code if found.group_id else "",
    }  # fmt: skip


def _from_address(request, offered):
    """What another page knows already, a case that grows into a proposal for instance."""
    known = {name: request.GET[name][:5000] for name in ("title", "text", "topic") if name in request.GET}
    wanted = next((area.code for area in offered if area.code == request.GET.get("area")), None)
    return {**known, **({"area": wanted} if wanted else {})}


def _once_more(form, stale):
    data = form.data.copy()
    data["seen"] = revisions.stamp(stale.present)
    again = ChangeForm(data)
    again.is_valid()
    again.add_error(None, str(stale))
    return again
