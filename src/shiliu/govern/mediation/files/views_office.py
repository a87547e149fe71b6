"""What waits for the committee's people: files to decide on, and those at which they sit. No list of anybody else's."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shiliu.govern.mediation.files import actions, forms, queries, steps
from shiliu.govern.mediation.files.doors import door
from shiliu.govern.mediation.files.views import FORM, PER_PAGE, TONES
from shiliu.platform import challenge
from shiliu.platform.workflow import NotPossible


@door("mediation.receive", require_GET)
def files(request):
    waiting = Paginator(queries.waiting(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    mine = list(queries.mediated(request.actor))
    for one in mine:
        one.chip = TONES[one.state]
    context = {"waiting": waiting, "mine": mine, "overdue": queries.overdue(request.actor)}
    return render(request, "mediation/office/files.html", context)


@door("mediation.break_seal", FORM)
def seal(request):
    """Guessing a reference is held back like guessing a code."""
    form = forms.SealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        challenge.admit(request, "code", form="mediation.seal")
        try:
            opening = actions.break_seal(by=request.actor, **form.cleaned_data)
            return redirect("mediation:file", opening.dispute.key)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "mediation/office/seal.html", {"form": form}, status=422 if form.errors else 200)


@door("mediation.receive", FORM)
def offer(request):
    """The committee asks both sides; each gets a code, shown once."""
    form = forms.OfferForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_bound and form.is_valid():
        try:
            dispute, sides = actions.offer(by=request.actor, **form.offered())
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            told = [steps.Code(code, seat) for seat, code in sides]
            return render(request, "mediation/office/offered.html", {"dispute": dispute, "codes": told})
    return render(request, "mediation/office/offer.html", {"form": form}, status=422 if form.errors else 200)
