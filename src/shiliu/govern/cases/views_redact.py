"""Painting over parts of a photo: rows of four numbers that work without script, drawn with the pointer where there is one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shiliu.govern.cases import redacting
from shiliu.govern.cases.forms_moderation import BoxesForm
from shiliu.govern.cases.views_moderation import find
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible


@require_http_methods(["GET", "POST"])
@needs("cases.moderate")
def boxes(request, pk, file):
    case = find(request, pk)
    photo = photo_of(case, file)
    form = BoxesForm(request.POST or None, boxes=photo.boxes)
    if request.method == "POST" and form.is_valid():
        try:
            redacting.set_boxes(by=request.actor, file=photo, boxes=form.boxes, reason=form.cleaned_data["reason"])
        except NotPossible as error:
            error.put_beside(form)
        except Unacceptable as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved. Below you see the photo as neighbours would.") if form.boxes else _("The boxes are gone. The photo is not public until it is published again."))  # fmt: skip
            return redirect("cases:redact", pk=pk, file=file)
    context = {
        "case": case,
        "file": photo,
        "form": form,
        "drawn": [(left * 100, top * 100, (right - left) * 100, (bottom - top) * 100) for left, top, right, bottom in photo.boxes],
        "may_purge": can(request.actor, "cases.purge", case),
    }  # fmt: skip
    return render(request, "cases/moderation_photo.html", context, status=422 if form.errors else 200)


def photo_of(case, pk):
    found = next((file for file in case.files.all() if file.pk == pk and file.attachment.is_image), None)
    if found is None:
        raise Http404
    return found
