"""Removing words or a photo for good, in two steps: first every place they stand in, then the removal. Nothing is kept on the way."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shiliu.govern.cases import purging
from shiliu.govern.cases.forms_moderation import PurgeForm, PurgePhotoForm
from shiliu.govern.cases.views_moderation import find
from shiliu.govern.cases.views_redact import photo_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

PLACES_SHOWN = 200


@never_cache
@require_http_methods(["GET", "POST"])
@needs("cases.purge")
def words(request, pk):
    """The words travel in the body of the form only: never in an address, a message or the session."""
    case = find(request, pk, "cases.purge")
    form = PurgeForm(request.POST or None)
    places = []
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("go") == "remove":
                count = purging.purge(by=request.actor, case=case, **form.cleaned_data)
                done = ngettext("The words were removed from %(count)d text.", "The words were removed from %(count)d texts.", count)  # fmt: skip
                messages.success(request, done % {"count": count})
                return redirect("cases:moderate", pk=pk)
            purging.check_reason(form.cleaned_data["reason"], purging.pattern_of(form.cleaned_data["words"]))
            places = purging.preview(by=request.actor, case=case, words=form.cleaned_data["words"])
            if not places:
                form.add_error("words", _("These words stand nowhere in this case. Copy them from the text."))
        except NotPossible as error:
            error.put_beside(form)
    context = {
        "case": case, "form": form, "places": places[:PLACES_SHOWN], "count": len(places),
        "hits": sum(place.count for place in places),
    }  # fmt: skip
    return render(request, "cases/moderation_purge.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("cases.purge")
def photo(request, pk, file):
    case = find(request, pk, "cases.purge")
    found = photo_of(case, file)
    form = PurgePhotoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            purging.purge_photo(by=request.actor, file=found, reason=form.cleaned_data["reason"])
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(request, _("The photo was removed for good."))
            return redirect("cases:moderate", pk=pk)
    context = {"case": case, "file": found, "form": form}
    return render(request, "cases/moderation_purge_photo.html", context, status=422 if form.errors else 200)
