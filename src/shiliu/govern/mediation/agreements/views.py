"""Pages of an agreement: wording it, typing it in another language, signing, and the papers to take away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.mediation.agreements import actions, page, printed, queries, rows, rules
from shiliu.govern.mediation.agreements.forms import SignForm, TongueForm, WordsForm
from shiliu.govern.mediation.files import queries as files
from shiliu.govern.mediation.files.doors import door
from shiliu.govern.mediation.files.models import Dispute, Kind, Seat
from shiliu.govern.mediation.files.seats import leads, reads_whole
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.printing import NotPrintable
from shiliu.platform.workflow import NotPossible

FORM = require_http_methods(["GET", "HEAD", "POST"])


@door("mediation.take_part", FORM)
def words(request, key):
    """The mediator words the agreement, or words it anew."""
    dispute = _file(request, key)
    if not leads(dispute.seat) or dispute.state != Dispute.State.TABLE:
        raise Http404
    form = WordsForm(request.POST or None, dispute=dispute)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(by=request.actor, dispute=dispute, **form.asked())
            messages.success(request, _("Everybody at the table can read these words and accept them now."))
            return redirect("mediation:file", key)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "mediation/words.html", {"dispute": dispute, "form": form}, status=status_of(form))


@door("mediation.take_part", FORM)
def tongue(request, key):
    """The interpreter, or the mediator, types the same in a party's language."""
    dispute = _file(request, key)
    standing = queries.standing(dispute)
    typing = dispute.seat is not None and dispute.seat.role in (Seat.Role.INTERPRETER, Seat.Role.MEDIATOR)
    if standing is None or not typing or dispute.state != Dispute.State.TABLE:
        raise Http404
    form = TongueForm(request.POST or None, version=standing.version, language=request.GET.get("language", ""))
    if request.method == "POST" and form.is_valid():
        try:
            actions.translate(by=request.actor, dispute=dispute, **form.asked())
            messages.success(request, _("Everybody at the table can read these words and accept them now."))
            return redirect("mediation:file", key)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "mediation/tongue.html", {"dispute": dispute, "form": form}, status=status_of(form))


@door("mediation.take_part", FORM)
def sign(request, key):
    dispute = _file(request, key)
    standing = queries.standing(dispute)
    if standing is None or not page.may_sign(standing, dispute, dispute.seat):
        raise Http404
    form = SignForm(
        request.POST or None,
        seat=dispute.seat,
        initial={"version": standing.version.key, "way": "drawn"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(by=request.actor, dispute=dispute, **form.asked())
            messages.success(request, _("You have signed. The others hear of it."))
            return redirect("mediation:file", key)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"dispute": dispute, "form": form, "standing": standing, "box": rules.BOX}
    return render(request, "mediation/sign.html", context, status=status_of(form))


@door("mediation.take_part", require_GET)
def paper(request, key):
    """The agreement as it stands, for everybody who may read the whole file."""
    dispute = _file(request, key)
    standing = queries.standing(dispute) if reads_whole(dispute.seat) else None
    if standing is None:
        raise Http404
    return _pdf(request, key, "agreement.pdf", lambda: printed.agreement(dispute, standing.agreement, standing.version))


@door("mediation.take_part", require_GET)
def notice(request, key):
    """The notice that the mediation has ended, with the other routes."""
    dispute = _file(request, key)
    if dispute.state not in page.WAYS_ON:
        raise Http404
    return _pdf(request, key, "notice.pdf", lambda: printed.notice(dispute, get_language()))


@door("mediation.take_part", require_POST)
def package(request, key):
    """The papers for the court, as a ZIP."""
    dispute = _file(request, key)
    try:
        whole = actions.export_package(by=request.actor, dispute=dispute)
    except (NotPossible, NotPrintable) as problem:
        messages.error(request, str(problem))
        return redirect("mediation:file", key)
    return _download(whole, "court.zip", "application/zip")


@require_GET
@needs("mediation.apply")
def routes(request):
    """Where else one can go with a dispute: for everybody, also for whoever does not want to mediate."""
    kinds = [(label, rows.routes(kind, Dispute.State.FAILED)) for kind, label in Kind.choices]
    return render(request, "mediation/routes.html", {"kinds": kinds})


def _file(request, key):
    return files.opened(request.actor, key)


def _pdf(request, key, name, make):
    try:
        return _download(make(), name, "application/pdf")
    except NotPrintable as problem:
        messages.error(request, str(problem))
        return redirect("mediation:file", key)


def _download(content, name, kind):
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
