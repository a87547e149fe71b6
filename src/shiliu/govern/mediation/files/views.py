"""Pages of mediation for whoever sits at a table, or wants to: what it is, asking for it, the file, and each step in it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.mediation.files import (
    actions,
    forms,
    invitation,
    queries,
    rights,
    screening,
    sections,
    sitting_down,
    steps,
)
from shiliu.govern.mediation.files.doors import door
from shiliu.platform import challenge, limits, printing
from shiliu.platform.permissions import forget_secrets, needs, remember_secret
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20
FORM = require_http_methods(["GET", "HEAD", "POST"])
TONES = {
    "applied": ("neutral", "inbox"), "asking": ("info", "mail-question-mark"), "choosing": ("info", "users-round"), "table": ("info", "messages-square"),
    "agreed": ("good", "handshake"), "performed": ("good", "check-check"), "broken": ("bad", "unlink"), "failed": ("neutral", "circle-slash"),
    "withdrawn": ("neutral", "circle-stop"), "refused": ("neutral", "circle-x"), "not_taken": ("neutral", "corner-up-left"),
}  # fmt: skip


@require_GET
@needs("mediation.apply")
def about(request):
    context = {"committees": queries.committees(), "topics": screening.topics().values()}
    return render(request, "mediation/about.html", context)


@door("mediation.apply", FORM)
def apply(request):
    """First whether it is for mediation at all; then the form. Nothing of it stands in an address."""
    if request.method != "POST":
        return render(request, "mediation/screen.html", {"form": forms.ScreenForm()})
    if request.POST.get("step") != "form":
        return _screened(request)
    form = forms.ApplyForm(request.POST, actor=request.actor)
    if form.is_valid():
        challenge.admit(request, "submit", form=f"mediation.apply:{form.cleaned_data['key']}")
        try:
            dispute, code = actions.apply(by=request.actor, **form.asked())
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            seat = dispute.seats.get()
            own = code and not form.cleaned_data.get("for_somebody")
            return _told(request, dispute, steps.Code(code, seat, own) if code else None, _applied())
    return render(request, "mediation/apply.html", {"form": form}, status=422)


def _screened(request):
    form = forms.ScreenForm(request.POST)
    if not form.is_valid():
        return render(request, "mediation/screen.html", {"form": form}, status=422)
    topic = screening.topics().get(form.cleaned_data["topic"])
    if topic:
        return render(request, "mediation/elsewhere.html", {"topic": topic})
    form = forms.ApplyForm(actor=request.actor, initial={"key": uuid.uuid4()})
    return render(request, "mediation/apply.html", {"form": form})


@door("mediation.take_part", require_GET)
def mine(request):
    page = Paginator(queries.mine(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    return render(request, "mediation/mine.html", {"page": page})


@door("mediation.apply", FORM)
def open_by_code(request):
    """A right code opens its file for the rest of this session; after ten wrong ones a challenge is asked."""
    form = forms.CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        challenge.admit(request, "code", form="mediation.code")
        hashed = sitting_down.hash_of(form.cleaned_data["code"])
        dispute = queries.by_code(hashed)
        if dispute is not None:
            limits.give_back("code", limits.askers(request))
            remember_secret(request, hashed)
            return redirect("mediation:file", dispute.key)
        form.add_error("code", _("Nothing opens with this code. Compare it letter by letter with what you were given."))
    return render(request, "mediation/open.html", {"form": form}, status=422 if form.is_bound else 200)


@door("mediation.apply", require_POST)
def forget(request):
    """Closes what was opened with codes on this device, for whoever uses it next."""
    forget_secrets(request)
    messages.success(request, _("Closed on this device. Your code still opens it, here or anywhere else."))
    return redirect("mediation:open")


@door("mediation.take_part", require_GET)
def file(request, key):
    dispute = queries.opened(request.actor, key)
    context = {
        "dispute": dispute,
        "seat": dispute.seat,
        "chip": TONES[dispute.state],
        "reference": actions.reference_of(dispute),
        "sections": sections.shown(request, dispute, dispute.seat),
    }
    return render(request, "mediation/file.html", context)


@door("mediation.take_part", FORM)
def do(request, key, verb):
    """One step: its form, and the press."""
    dispute = queries.opened(request.actor, key)
    step = steps.named(verb, request.actor, dispute, dispute.seat)
    given = request.POST if request.method == "POST" else None
    form = step.form(given, dispute=dispute, seat=dispute.seat, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            told = step.act(request, dispute, dispute.seat, form)
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            return _told(request, dispute, told, step.done)
    context = {"form": form, "step": step, "dispute": dispute, "rights": rights}
    return render(request, step.template, context, status=422 if form.is_bound else 200)


@door("mediation.take_part", require_POST)
def letter(request, key):
    """The invitation with a code that was just shown, to print: the code is in no table, so it comes from the page that showed it."""
    dispute = queries.opened(request.actor, key)
    code = request.POST.get("code", "")
    seat = invitation.seat_of_code(dispute, code)
    try:
        written = invitation.pdf(dispute, seat, code)
    except printing.NotPrintable as problem:
        messages.error(request, str(problem))
        return redirect("mediation:file", key)
    headers = {"Content-Disposition": 'attachment; filename="letter.pdf"'}
    return HttpResponse(written, content_type="application/pdf", headers=headers)


def _told(request, dispute, told, done):
    """After a step: the page with a code, which is shown once and kept nowhere, or the file again."""
    if told is None:
        if done:
            messages.success(request, str(done))
        if queries.visible_to(request.actor).filter(pk=dispute.pk).exists():
            return redirect("mediation:file", dispute.key)
        # A side that refused opens nothing any more; it is told here where else it can go (article 26).
        refused = dispute.seat is not None and dispute.seat.is_side
        return redirect("mediation:routes" if refused else "mediation:mine")
    if told.own:
        remember_secret(request, sitting_down.hash_of(told.code))
    context = {"dispute": dispute, "told": told, "done": done}
    return render(request, "mediation/code.html", context)


def _applied():
    return _("The committee reads it and decides whether it takes the matter on. Then the other side is asked.")
