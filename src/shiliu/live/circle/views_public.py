"""Anybody: what is within fifteen minutes of a community, how that changed, and how it is measured."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area
from shiliu.live.circle import queries, telling
from shiliu.live.circle.forms_public import LookForm, MapForm
from shiliu.live.circle.models import CoverageFigure, FacilityType
from shiliu.platform.permissions import can, needs
from shiliu.platform.tables.downloads import download

PER_PAGE = 30
MOSTLY = 0.9  # of the homes: what the overview of all communities calls covered
PARTS = [Area.Level.COMMUNITY]


@require_GET
@needs("circle.read")
def overview(request):
    run = queries.newest_run()
    if run is None:
        return render(request, "circle/nothing_yet.html", {"may_start": can(request.actor, "circle.settle", queries.a_place_of(request.actor, "circle.settle"))})  # fmt: skip
    form = LookForm(request.GET, run=run)
    chosen = form.chosen()
    area = area_of(run, chosen["area"])
    context = {"form": form, "run": run, "area": area, "walker": telling.walker(chosen["walker"]),
               "scheme": FacilityType.Scheme(chosen["scheme"]).label, "query": urlencode({**chosen, "area": area.code if area else ""})}  # fmt: skip
    if area is None:
        rows = communities(run, chosen["walker"], chosen["scheme"])
        context["page"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "circle/communities.html", context)
    figures = queries.figures(run, area, chosen["walker"])
    found = telling.groups(chosen["scheme"], figures, run.settings["minutes"])
    gaps = queries.gaps(area=area, walker=chosen["walker"]).filter(kind__scheme=chosen["scheme"])
    context |= {
        "groups": [(label, bars(lines, area, chosen["walker"]), lines) for label, lines in found],
        "homes": next((one.homes for _label, lines in found for one in lines), None),
        "assumed": [one.kind.name for _label, lines in found for one in lines if not one.kind.checked],
        "hidden": any(one.few for _label, lines in found for one in lines),
        "gaps": gaps[:5], "gap_count": gaps.count(), "walker_code": chosen["walker"],
    }  # fmt: skip
    return render(request, "circle/overview.html", context)


@require_GET
@needs("circle.read")
def coverage_csv(request):
    """Every share of the newest measurement: a row for each place, walker and type."""
    run = queries.newest_run()
    headers = ["place", "name", "level", "walker", "scheme", "type", "type_name", "minutes", "assumed", "homes", "in_time", "left_out",
               "half_of_homes_minutes", "nine_tenths_minutes", "measured"]  # fmt: skip
    return download("circle.csv", headers, _rows(run) if run else [])


@require_GET
@needs("circle.read")
def changes(request):
    """One type in one place from measurement to measurement, and what opened or closed between them."""
    run = queries.newest_run()
    if run is None:
        return render(request, "circle/nothing_yet.html", {})
    form = MapForm(request.GET, run=run)
    chosen = form.chosen()
    area = area_of(run, chosen["area"]) or queries.measured_areas(run).first()
    kind = FacilityType.objects.filter(code=chosen["kind"]).first()
    steps = [
        (one, telling.line(kind, told[kind.code], one.settings["minutes"]))
        for one, told in queries.over_time(area, chosen["walker"])
        if kind and kind.code in told
    ]
    series = {
        "labels": [f"{one.at:%Y-%m-%d}" for one, _line in steps],
        "lines": [{"label": kind.name, "values": [None if line.share is None else round(100 * line.share) for _one, line in steps]}] if kind else [],
    }  # fmt: skip
    told = [(one, line, _why(one, kind, area)) for one, line in reversed(steps)]
    drawn = any(line.share is not None for _one, line in steps)
    context = {
        "form": form,
        "area": area,
        "kind": kind,
        "steps": told,
        "series": series if drawn else None,
        "walker": telling.walker(chosen["walker"]),
    }
    return render(request, "circle/changes.html", context)


def area_of(run, code):
    return queries.measured_areas(run).filter(code=code).first() if code else None


def communities(run, walker, scheme):
    """[(Area, homes, types that nine tenths of the homes reach, types)] of every measured community."""
    codes = set(FacilityType.objects.filter(active=True, scheme=scheme).values_list("code", flat=True))
    rows = CoverageFigure.objects.filter(
        run=run, walker=walker, area__level__in=PARTS, area__active=True
    ).select_related("area")
    found = []
    for row in rows.defer("area__boundary").order_by("area__path"):
        mine = [figure for code, figure in row.figures.items() if code in codes]
        well = [
            one
            for one in mine
            if one["few"] == "missing"
            or (one["homes"] and one["covered"] is not None and one["covered"] >= MOSTLY * one["homes"])
        ]
        found.append((row.area, mine[0]["homes"] if mine else None, len(well), len(mine)))
    return found


def bars(lines, area, walker):
    """Rows for {% bar_chart %}; each leads to the map of its type."""
    address = reverse("circle:map")
    return [
        {"label": one.kind.name if not one.few else f"{one.kind.name} ({one.said})", "value": one.share,
         "url": f"{address}?{urlencode({'area': area.code, 'walker': walker, 'kind': one.kind.code})}"}
        for one in lines
    ]  # fmt: skip


def _why(run, kind, area):
    """Sentences on what opened or closed before this run; of other types or elsewhere it explains nothing."""
    about = [one for one in run.changes if kind and one.get("kind") == kind.code]
    mine = [one for one in about if one["path"].startswith(area.path)]
    near = [one for one in about if one not in mine]
    told = [telling.change(one) for one in mine] + [
        telling.change(one) for one in run.changes if one["what"] in telling.CHANGED
    ]
    return told + [_("Elsewhere: %(change)s") % {"change": telling.change(one)} for one in near]


def _rows(run):
    types = {kind.code: kind for kind in FacilityType.objects.all()}
    figures = CoverageFigure.objects.filter(run=run).select_related("area").defer("area__boundary")
    for row in figures.order_by("area__path", "walker"):
        for code, figure in row.figures.items():
            kind = types[code]
            yield (row.area.code, row.area.name, row.area.level, row.walker, kind.scheme, code, kind.name, kind.minutes or run.settings["minutes"], "no" if kind.checked else "yes",
                   figure["homes"], figure["covered"], figure["few"] or "", figure["quarters"][1], figure["quarters"][3], f"{run.at:%Y-%m-%d}")  # fmt: skip
