"""What people with a duty did in the areas one audits."""

from datetime import datetime, time, timedelta

from django import forms
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shiliu.platform import audit, paging
from shiliu.platform.permissions import needs
from shiliu.platform.presentation.widgets import DayInput

PER_PAGE = 30
SUBJECTS = (
    ("cases.", _("Cases")),
    ("people.", _("People and roles")),
    ("places.", _("Places and grid")),
    ("organisations.", _("Units")),
    ("calendars.", _("Calendars")),
    ("webhooks.", _("Webhooks")),
)


class RowFilter(forms.Form):
    """Narrowing the log; wrong dates are left out and said so beside the field."""

    subject = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("Everything")), *SUBJECTS])
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("To"), required=False, widget=DayInput())


@require_GET
@needs("audit.read")
def rows(request):
    form = RowFilter(request.GET)
    form.is_valid()
    found = narrowed(audit.visible_to(request.actor), **form.cleaned_data)
    page = paging.page(found, request.GET, order=audit.NEWEST_FIRST, size=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "count": paging.count(found),
        "told": audit.sentences(page.object_list, request.LANGUAGE_CODE, reader=request.actor.person),
        "waiting_since": audit.rows_waiting_since(),
    }
    return render(request, "ledger/rows.html", context)


def narrowed(found, *, subject="", since=None, until=None):
    if subject:
        found = found.filter(verb__startswith=subject)
    if since:
        found = found.filter(at__gte=midnight(since))
    if until:
        found = found.filter(at__lt=midnight(until + timedelta(days=1)))
    return found


def midnight(day):
    return datetime.combine(day, time(), get_current_timezone())
