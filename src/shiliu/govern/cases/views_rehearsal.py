"""Trying a draft of the dispatch catalogue on needs already raised: as a page, and as a table to take away."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from shiliu.govern.cases import catalogue, rehearsing
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs
from shiliu.platform.tables.downloads import download

PER_PAGE = 25
USUAL_DAYS = 30
MOST_TURNS = 20
WHAT = {
    rehearsing.ELSEWHERE: gettext_lazy("goes to another unit"),
    rehearsing.TO_TRIAGE: gettext_lazy("would wait for a dispatcher"),
    rehearsing.FROM_TRIAGE: gettext_lazy("no longer waits for a dispatcher"),
    rehearsing.OTHER_TIMES: gettext_lazy("same unit, other times"),
}


class RehearsalFilter(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Period"), required=False, coerce=int, empty_value=USUAL_DAYS,
        choices=[(30, gettext_lazy("Last 30 days")), (90, gettext_lazy("Last 90 days")), (365, gettext_lazy("Last 365 days"))],
    )  # fmt: skip
    what = forms.ChoiceField(
        label=gettext_lazy("Change"), required=False, choices=[("", gettext_lazy("All changes")), *WHAT.items()]
    )
    category = forms.ModelChoiceField(
        None, label=gettext_lazy("Matter"), required=False, to_field_name="code", empty_label=gettext_lazy("All matters")
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = rehearsing.Category.objects.filter(group__isnull=False)


def tried(request):
    """(draft, filter form, Rehearsal of the whole period, the changes chosen, since)"""
    draft = catalogue.draft_now()
    if draft is None:
        raise Http404
    form = RehearsalFilter({"days": USUAL_DAYS, **request.GET.dict()})
    given = form.cleaned_data if form.is_valid() else {}
    since = now() - timedelta(days=given.get("days") or USUAL_DAYS)
    whole = rehearsing.rehearse(rehearsing.cases_of(request.actor, since=since), draft)
    what, category = given.get("what"), given.get("category")
    chosen = [
        one
        for one in whole.changes
        if form.is_valid() and (not what or one.what == what) and (not category or one.case.category_id == category.pk)
    ]
    return draft, form, whole, chosen, since


@require_GET
@needs("cases.edit_catalogue")
def rehearsal(request):
    draft, form, whole, chosen, since = tried(request)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    units, *_more = rehearsing.names_for(whole.changes)
    counts = whole.counts()
    context = {
        "draft": draft,
        "form": form,
        "page": page,
        "rows": shown(page.object_list),
        "tried": whole.tried,
        "same": whole.tried - len(whole.changes),
        "figures": [(counts[what], label) for what, label in WHAT.items()],
        "turns": [(unit_name(units, a), unit_name(units, b), n) for a, b, n in whole.turns()[:MOST_TURNS]],
        "changed": bool(whole.changes),
        "since": since,
        "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
    }
    return render(request, "cases/triage_rehearsal.html", context)


def unit_name(units, pk):
    return units[pk].name if pk is not None else _("a dispatcher")


def shown(changes):
    """Changes as rows in words. The words of a need are not among them: who edits the catalogue need not read needs."""
    units, kinds, matters, places = rehearsing.names_for(changes)
    return [
        {
            "number": one.case.number, "at": one.case.received_at, "matter": matters[one.case.category_id].name,
            "code": matters[one.case.category_id].code, "place": places[one.case.area_id].name, "what": WHAT[one.what],
            "before": unit_name(units, one.before), "after": unit_name(units, one.after),
            "kind": kinds[one.kind].name if one.kind else "",
        }
        for one in changes
    ]  # fmt: skip


@require_GET
@needs("cases.edit_catalogue")
def rehearsal_csv(request):
    _draft, _form, _whole, chosen, _since = tried(request)
    headers = [
        _("Case"), _("Received"), pgettext("of a place or unit", "Code"), _("Matter"), _("Place"), _("Change"), _("By the version in force"),
        _("By this draft"), _("Responsible kind of unit"),
    ]  # fmt: skip
    columns = ("code", "matter", "place", "what", "before", "after", "kind")
    rows = ([row["number"], row["at"].date(), *(row[key] for key in columns)] for row in shown(chosen))
    return download("rehearsal.csv", headers, rows)
