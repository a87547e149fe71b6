"""Pages of the table: asking bodies and interpreters, agreeing to them, papers and who reads them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.mediation.files import queries as files
from shiliu.govern.mediation.files.doors import door
from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import leads
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.files.steps import Code
from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.table import access, actions, forms, queries, reading, vault
from shiliu.govern.mediation.table.models import Guest, Paper
from shiliu.platform.attachments import Attachment, Unacceptable
from shiliu.platform.names_form import status_of
from shiliu.platform.workflow import NotPossible

FORM = require_http_methods(["GET", "HEAD", "POST"])
SEALED_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def opened(request, key, *, leading=False):
    """The file for somebody at its table, or 404, as for whatever the reader cannot do there."""
    dispute = files.opened(request.actor, key)
    if dispute.seat is None or (leading and not leads(dispute.seat)):
        raise Http404
    return dispute


def guest_of(dispute, key):
    """A guest of the file, or 404; for an outsider there is none."""
    if reading.is_outsider(dispute.seat):
        raise Http404
    found = get_object_or_404(Guest, dispute=dispute, key=key)
    found.dispute = dispute
    return found


def paper_of(dispute, key, *, mine=False):
    """A paper the reader may open (or owns), or 404."""
    found = get_object_or_404(Paper, dispute=dispute, key=key)
    found.dispute = dispute
    may = reading.owns if mine else reading.reads
    if not may(dispute.seat, found, *([] if mine else [access.said(dispute, Consent.Kind.PAPER)])):
        raise Http404
    return found


def asked_on(request, dispute, form, heading, why, press, **more):
    context = {"dispute": dispute, "form": form, "heading": heading, "why": why, "press": press, **more}
    return render(request, "mediation/table/form.html", context, status=status_of(form))


@door("mediation.lead", FORM)
def body(request, key):
    """A body is asked for; `usual` in the address fills in one of those the committee keeps."""
    dispute = opened(request, key, leading=True)
    usual = list(queries.usual(dispute.committee))
    chosen = next((one for one in usual if one.code == request.GET.get("usual")), None)
    initial = chosen and {"called": chosen.name, "duty": chosen.duty_text, "unit": str(chosen.organisation_id or "")}
    form = forms.BodyForm(request.POST if request.method == "POST" else None, usual=usual, initial=initial)
    if form.is_bound and form.is_valid() and _asked(request, dispute, form):
        return redirect("mediation:file", key)
    return asked_on(
        request, dispute, form, _("Ask a body to the table"), _("First every party says whether the body may come; before that nobody else is told."),
        _("Ask the parties"), usual=usual if not form.is_bound else (),
    )  # fmt: skip


@door("mediation.lead", FORM)
def interpreter(request, key):
    dispute = opened(request, key, leading=True)
    form = forms.InterpreterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _asked(request, dispute, form):
        return redirect("mediation:file", key)
    why = _(
        "An interpreter reads the file with those who need it, so every party says first whether this one may come."
    )
    return asked_on(request, dispute, form, _("Ask an interpreter"), why, _("Ask the parties"))


def _asked(request, dispute, form):
    try:
        actions.ask(by=request.actor, dispute=dispute, **form.asked())
    except NotPossible as problem:
        problem.put_beside(form)
        return False
    messages.success(request, _("The parties are being asked. You read here what they say."))
    return True


@door("mediation.take_part", require_POST)
def answer(request, key, guest, verb):
    """A party's yes or no to a guest; the mediator's word that the guest is no longer asked."""
    dispute = opened(request, key)
    guest = guest_of(dispute, guest)
    if verb not in {"yes", "no", "withdraw"}:
        raise Http404
    try:
        if verb == "withdraw":
            actions.uninvite(by=request.actor, guest=guest)
        else:
            actions.answer_guest(by=request.actor, guest=guest, agrees=verb == "yes")
        messages.success(
            request, _("Noted. You can change your mind at any time.") if verb != "withdraw" else _("No longer asked.")
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("mediation:file", key)


@door("mediation.lead", FORM)
def seat(request, key, guest):
    """The place of a guest who has no account here, handed over by a code."""
    dispute = opened(request, key, leading=True)
    guest = guest_of(dispute, guest)
    form = forms.NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            code = actions.seat_guest(by=request.actor, guest=guest, name=form.cleaned_data["name"])
        except NotPossible as problem:
            problem.put_beside(form)
        else:
            sits = Seat.objects.get(dispute=dispute, token=keys.token(hash_of(code)))
            context = {"dispute": dispute, "told": Code(code, sits), "done": ""}
            return render(request, "mediation/code.html", context)
    why = _("You get a code to hand over. It is shown once.")
    return asked_on(
        request, dispute, form, _("Give the place to somebody"), why, _("Show the code"), about=guest.called
    )


@door("mediation.take_part", FORM)
def add_paper(request, key):
    dispute = opened(request, key)
    form = forms.PaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            paper = actions.add_paper(by=request.actor, dispute=dispute, **form.cleaned_data)
            messages.success(request, _("Added. Only you and the mediator can read it, until you say who else may."))
            return redirect("mediation:readers", key, paper.key)
        except Unacceptable as refused:
            form.add_error("file", refused.message)
        except NotPossible as problem:
            problem.put_beside(form)
    why = _("Only you and the mediator can read it. Then you say who else may.")
    return asked_on(request, dispute, form, _("Add a paper"), why, _("Add it"), upload=True)


@door("mediation.take_part", require_GET)
def paper(request, key, paper):
    """The file itself, decrypted for this reader, only ever as a download."""
    found = paper_of(opened(request, key), paper)
    kind = Attachment(kind=found.words["kind"])
    try:
        data = vault.take(found)
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(data, content_type=kind.content_type, headers=SEALED_ANSWER)
    answer["Content-Disposition"] = f'attachment; filename="paper.{kind.extension}"'
    return answer


@door("mediation.take_part", FORM)
def readers(request, key, paper):
    dispute = opened(request, key)
    found = paper_of(dispute, paper, mine=True)
    possible = reading.readers_possible(dispute, found)
    present = reading.readers_now(dispute, found)
    form = forms.ReadersForm(
        request.POST if request.method == "POST" else None, possible=possible, initial={"readers": present}
    )
    if form.is_bound and form.is_valid():
        try:
            actions.open_to(by=request.actor, paper=found, readers=form.cleaned_data["readers"])
            messages.success(request, _("Saved."))
            return redirect("mediation:file", key)
        except NotPossible as problem:
            problem.put_beside(form)
    return asked_on(request, dispute, form, _("Who may read it?"), "", _("Save"), about=found.words["title"])


@door("mediation.take_part", require_POST)
def remove_paper(request, key, paper):
    dispute = opened(request, key)
    found = paper_of(dispute, paper, mine=True)
    try:
        actions.remove_paper(by=request.actor, paper=found)
        messages.success(request, _("Taken back. Its file is deleted."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("mediation:file", key)
