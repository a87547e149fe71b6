"""The report of objections by matter and reason: as a page with links into the catalogue, and as a table to take away."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from shiliu.govern.cases import boards, catalogue, objections, queries
from shiliu.govern.cases.forms_resident import communities
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.presentation import moments
from shiliu.platform.tables.downloads import download

PER_PAGE = 50
USUAL_DAYS = 365


class ObjectionFilter(forms.Form):
    text = forms.CharField(label=gettext_lazy("Matter"), required=False, max_length=100)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Period"), required=False, coerce=int, empty_value=USUAL_DAYS,
        choices=[(30, gettext_lazy("Last 30 days")), (90, gettext_lazy("Last 90 days")), (365, gettext_lazy("Last 365 days"))],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reasons = [(reason.code, reason.name) for reason in queries.objection_reasons()]
        self.fields["reason"].choices = [("", _("All reasons")), *reasons]
        self.fields["area"].choices = [("", _("Everywhere")), *communities()]

    def clean_area(self):
        return queries.area_by_code(self.cleaned_data["area"])


def chosen(request):
    """(filter form, rows, the row of all together, since, until)"""
    form = ObjectionFilter({"days": USUAL_DAYS, **request.GET.dict()})
    until = now()
    found = objections.readable(request.actor)
    if not form.is_valid():
        return form, [], None, until - timedelta(days=USUAL_DAYS), until
    given = dict(form.cleaned_data)
    since = until - timedelta(days=given.pop("days") or USUAL_DAYS)
    rows, whole = objections.report(objections.narrowed(found, since=since, **given))
    return form, rows, whole, since, until


@require_GET
@needs("cases.read_objections")
def report(request):
    form, rows, whole, since, until = chosen(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [_shown(row) for row in page.object_list],
        "whole": whole and _shown(whole),
        "since": since,
        "until": until,
        "any": whole is not None or objections.readable(request.actor).exists(),
        "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
        "has_draft": catalogue.draft_now() is not None,
        "may_edit": can(request.actor, "cases.edit_catalogue", WholeSite()),
    }
    return render(request, "cases/joint_objections.html", context)


def _shown(row):
    rate = row.upheld
    return {
        "row": row, "matter": row.matter, "reason": row.reason.name if row.reason else "", "count": row.objections,
        "share": boards.percent(rate.value), "interval": f"{boards.percent(rate.low)}–{boards.percent(rate.high)}",
        "upheld": rate.successes, "n": rate.n, "took": moments.span(row.median) if row.median is not None else "",
    }  # fmt: skip


@require_GET
@needs("cases.read_objections")
def report_csv(request):
    """The same rows, with whole numbers to count on: hours for the median, and no share without its n."""
    _form, rows, _whole, _since, _until = chosen(request)
    headers = [
        pgettext("of a place or unit", "Code"), _("Matter"), _("Reason"), _("Objections"), _("Decided"), _("Granted"), _("Median hours to the decision"),
    ]  # fmt: skip
    return download("objections.csv", headers, (
        [
            row.category.code if row.category else "", row.matter, row.reason.name, row.objections, row.upheld.n,
            row.upheld.successes, None if row.median is None else round(row.median / timedelta(hours=1), 1),
        ]
        for row in rows
    ))  # fmt: skip
