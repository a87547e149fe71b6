"""Filing a need for somebody who came to the window or called, and the slip with the code they take home."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.cases import actions, queries
from shiliu.govern.cases.forms_intake import IntakeForm
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

SLIPS = "slips"


@require_http_methods(["GET", "POST"])
@needs("cases.intake")
def intake(request):
    if request.method == "POST" and request.POST.get("do") == "find":
        # Nothing is checked yet: whoever looks for a place is not done writing.
        typed = {**request.POST.dict(), "may_publish": "may_publish" in request.POST}
        if request.FILES:
            messages.warning(request, _("Choose the photos again; a search for a place does not keep them."))
        form = IntakeForm(actor=request.actor, initial=typed)
    elif request.method == "POST":
        form = IntakeForm(request.POST, request.FILES, actor=request.actor)
        if form.is_valid():
            try:
                filed = actions.file_on_behalf(by=request.actor, **form.said())
            except NotPossible as error:
                for field, problem in error.fields.items() or [(None, str(error))]:
                    form.add_error(field if field in form.fields else None, problem)
            except Unacceptable as error:
                form.add_error("files", str(error))
            else:
                request.session[SLIPS] = {**request.session.get(SLIPS, {}), str(filed.case.pk): filed.code}
                messages.success(
                    request, _("Filed as %(number)s. Give the person this slip.") % {"number": filed.case.number}
                )
                return redirect("cases:slip", pk=filed.case.pk)
    else:
        form = IntakeForm(actor=request.actor, initial=_known(request.GET))
    return render(request, "cases/intake.html", {"form": form.shown()}, status=422 if form.errors else 200)


def _known(given):
    """What whoever leads here knows already: ?place= (a code) and ?title=, so that nothing is typed twice."""
    known = {"submission": uuid.uuid4(), "language": "zh-hans", "title": given.get("title", "")[:120]}
    area = queries.area_by_code(given.get("place", ""))
    return {**known, "area": area.pk, "find": area.name} if area else known


@require_GET
@needs("cases.intake")
def places(request):
    """The places found for what was typed, as a piece of the page for its script."""
    typed = {name: request.GET.get(name, "") for name in ("find", "area")}
    form = IntakeForm(actor=request.actor, initial=typed)
    return render(request, "cases/intake_places.html", {"form": form.shown()})


@require_GET
@needs("cases.intake")
def slip(request, pk):
    """The slip can be opened again during the worker's session, for a second print; the code is kept nowhere else."""
    code = request.session.get(SLIPS, {}).get(str(pk))
    case = queries.by_code(actions.hash_code(code)) if code else None
    if case is None:
        messages.error(request, _("This slip can no longer be printed. The code was shown once."))
        return redirect("cases:intake")
    context = {
        "case": case,
        "code": code,
        "clocks": list(case.clocks.all()),
        "host": request.get_host(),
        "languages": languages_of(case),
    }
    response = render(request, "cases/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


def languages_of(case):
    """A printed slip speaks simplified Chinese first, then, as large, the language of the person."""
    contact = getattr(case, "contact", None)
    own = contact.language if contact else case.language
    return list(dict.fromkeys([SOURCE_LANGUAGE, own if own in dict(settings.LANGUAGES) else SOURCE_LANGUAGE]))
