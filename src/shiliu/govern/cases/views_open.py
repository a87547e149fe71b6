"""Two pages by which anybody can hold the neighbourhood to its word: the dispatch catalogue and the three rates."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area
from shiliu.govern.cases import boards, explaining, figures, published, queries
from shiliu.govern.cases.models import Category
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs

PERIODS = (30, 90, 365)
FEWEST = 5
WAYS = {"area": gettext_lazy("By community"), "category": gettext_lazy("By matter")}


@require_GET
@needs("cases.read_catalogue")
def catalogue(request, number=None):
    """The catalogue in force, or a published version by its number; a draft is nobody's promise yet and is not shown."""
    versions = list(published.catalogue_versions())
    current = published.catalogue_in_force()
    version = next((one for one in versions if one.number == number), None) if number else current
    if number and version is None:
        raise Http404
    entries = published.catalogue_entries(version) if version else []
    groups = {}
    for entry in entries:
        groups.setdefault(entry.terms.group, []).append(entry)
    tiers = [
        {
            "tier": tier,
            "contact": explaining.allowance(tier.contact),
            "resolution": explaining.allowance(tier.resolution),
        }
        for tier in published.tiers_of(entries)
    ]
    context = {
        "version": version,
        "is_current": version is not None and version == current,
        "is_future": version is not None and version.effective_from > now(),
        "versions": versions,
        "groups": groups,
        "tiers": tiers,
        "reasons": queries.refusal_reasons(),
    }
    return render(request, "cases/catalogue.html", context)


@require_GET
@needs("cases.read_public")
def rates(request):
    """How well we are served: the three rates with all that is needed to doubt them. Areas and matters, never persons."""
    days = next((days for days in PERIODS if request.GET.get("days") == str(days)), PERIODS[1])
    by = request.GET.get("by") if request.GET.get("by") in WAYS else "area"
    until = now()
    since = until - timedelta(days=days)
    context = {
        "periods": [
            {
                "label": _("Last %(days)d days") % {"days": period},
                "url": f"?days={period}&by={by}",
                "current": period == days,
            }
            for period in PERIODS
        ],
        "ways": [
            {"label": label, "url": f"?days={days}&by={way}", "current": way == by} for way, label in WAYS.items()
        ],
        "by": by,
        "since": since,
        "until": until,
        "rates": [with_silence(rate) for rate in boards.labelled(figures.whole(days))],
        "groups": grouped(days, by),
        "fewest": FEWEST,
    }
    return render(request, "cases/rates.html", context)


def with_silence(rate):
    """A rate that also says how many could not be counted yet, or gave no answer."""
    silent = ngettext("%(n)d without an outcome", "%(n)d without an outcome", rate["non_response"]) % {
        "n": rate["non_response"]
    }
    return {**rate, "about": f"{rate['about']} · {silent}"} if rate["non_response"] else rate


def grouped(days, by):
    """[(name, three of {label, rate})] in the order of names. A rate of few answers is left out: it would say more about one
    household than about the service."""
    if by == "area":
        found = figures.by_community(days)
        names = {area.path: area.name for area in Area.objects.filter(path__in=list(found))}
    else:
        found = figures.by_matter(days)
        names = {row.pk: row.name for row in Category.objects.filter(pk__in=[key for key in found if key])}
    rows = []
    for key, three in found.items():
        shown = [
            {"label": rate["label"], "rate": rate if rate["n"] >= FEWEST else None} for rate in boards.labelled(three)
        ]
        rows.append((names.get(key) or _("Not yet known"), shown))
    return sorted(rows, key=lambda row: row[0])
