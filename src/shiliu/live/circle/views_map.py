"""Anybody: buildings in time and too far on a map, the same as a list, as a picture and as data."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area
from shiliu.live.circle import drawing, queries, telling
from shiliu.live.circle.forms_public import MapForm
from shiliu.live.circle.models import Facility, FacilityType
from shiliu.live.circle.views_public import area_of
from shiliu.platform import maps
from shiliu.platform.permissions import needs

PER_PAGE = 40
MOST_DRAWN = 4000


class _Asked:
    """What a reader asks the map for: the place, the walker, the type, and the buildings that answer it."""

    def __init__(self, request, run):
        self.run, self.form = run, MapForm(request.GET, run=run)
        chosen = self.form.chosen()
        area = area_of(run, chosen["area"])
        if area is None:
            area = queries.measured_areas(run).filter(level=Area.Level.COMMUNITY).first()
        self.area, self.walker = area, chosen["walker"]
        self.kind = FacilityType.objects.filter(code=chosen["kind"]).first()
        if self.area is None or self.kind is None:
            raise Http404
        self.query = urlencode({"area": self.area.code, "walker": self.walker, "kind": self.kind.code})

    def buildings(self):
        """[(Reach, minutes of the middle home or None, 0 1 or 2)], those that lack it first and the farthest of them first. What has
        fewer homes than may be told even with its neighbours is left out."""
        found = []
        for one in queries.reaches(self.run, self.walker, self.area)[:MOST_DRAWN]:
            told = one.minutes.get(self.kind.code)
            if told and one.homes >= self.run.fewest:
                found.append((one, *told))
        far = float("inf")
        return sorted(found, key=lambda row: (row[2], -(far if row[1] is None else row[1]), row[0].code))

    def facilities(self):
        """Facilities of the type in the place and around it, as far as the buildings reach."""
        found = Facility.objects.filter(state=Facility.State.CONFIRMED, kind=self.kind).select_related("kind")
        return [
            one
            for one in found.order_by("pk")[:MOST_DRAWN]
            if one.area_path.startswith(self.area.path) or self._is_near(one)
        ]

    def _is_near(self, one, degrees=0.02):
        place = maps.point_of(self.area)
        return place is not None and max(abs(one.longitude - place[0]), abs(one.latitude - place[1])) < degrees


def _asked(request):
    run = queries.newest_run()
    if run is None:
        raise Http404
    return _Asked(request, run)


@require_GET
@needs("circle.read")
def page(request):
    run = queries.newest_run()
    if run is None:
        return render(request, "circle/nothing_yet.html", {})
    asked = _Asked(request, run)
    buildings = asked.buildings()
    names = _names([one.code for one, _minutes, _state in buildings])
    rows = [
        (
            names.get(one.code, one.code),
            one.buildings,
            telling.minutes(minutes),
            telling.IN_TIME[state],
            telling.TONES[state],
        )
        for one, minutes, state in buildings
    ]
    context = {
        "asked": asked, "form": asked.form, "run": run, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "src": f"{reverse('circle:features')}?{asked.query}", "picture": picture(asked), "walker": telling.walker(asked.walker),
        "facilities": asked.facilities(), "lacking": sum(1 for *_rest, state in buildings if state == 0), "all": len(buildings),
        "minutes": telling.minutes(asked.kind.minutes or run.settings["minutes"]), "legend": legend(),
    }  # fmt: skip
    return render(request, "circle/map.html", context)


@require_GET
@needs("circle.read")
def features(request):
    """GeoJSON: a point for each building with minutes and whether that is in time, and one for each facility of the type."""
    asked = _asked(request)
    ground = maps.features([Area.objects.get(pk=asked.area.pk)])["features"]
    names = None
    found = []
    buildings = asked.buildings()
    names = _names([one.code for one, _minutes, _state in buildings])
    for one, minutes, state in buildings:
        told = f"{telling.IN_TIME[state]}: {telling.minutes(minutes)}"
        found.append(point(one.longitude, one.latitude, shape=telling.SHAPES[state], tone=telling.TONES[state], title=names.get(one.code, one.code),
                           text=told, minutes=minutes, in_time={2: "yes", 1: "partly", 0: "no"}[state]))  # fmt: skip
    found += [facility_point(one) for one in asked.facilities()]
    data = {"type": "FeatureCollection", "features": [*ground, *found], "walker": asked.walker, "facility_type": asked.kind.code,
            "measured": f"{asked.run.at:%Y-%m-%d}", "source": asked.run.network.source}  # fmt: skip
    return JsonResponse(data, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})


@require_GET
@needs("circle.read")
def svg(request):
    asked = _asked(request)
    found = picture(asked)
    if found is None:
        raise Http404
    response = render(request, "circle/map.svg", {"plan": found, "title": _title(asked), "colours": drawing.COLOURS, "legend": legend(), "source": asked.run.network.source, "fill": drawing.GROUND, "stroke": drawing.LINE}, content_type="image/svg+xml")  # fmt: skip
    response["Content-Disposition"] = 'attachment; filename="circle.svg"'
    return response


@require_GET
@needs("circle.read")
def png(request):
    found = picture(_asked(request))
    if found is None:
        raise Http404
    response = HttpResponse(drawing.png(found), content_type="image/png")
    response["Content-Disposition"] = 'attachment; filename="circle.png"'
    return response


def picture(asked):
    """The Plan of what the map shows."""
    marks = [
        drawing.Mark(one.longitude, one.latitude, telling.SHAPES[state])
        for one, _minutes, state in reversed(asked.buildings())
    ]
    marks += [drawing.Mark(one.longitude, one.latitude, "triangle", one.name) for one in asked.facilities()]
    return drawing.plan(marks, Area.objects.values_list("boundary", flat=True).get(pk=asked.area.pk))


def legend():
    return [(drawing.Drawn(12, 12, shape, str(words)), words) for shape, words in
            (("circle", telling.IN_TIME[2]), ("half", telling.IN_TIME[1]), ("diamond", telling.IN_TIME[0]), ("triangle", _("Facility")))]  # fmt: skip


def point(longitude, latitude, **properties):
    geometry = {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": "point", **properties}}


def facility_point(one):
    return point(one.longitude, one.latitude, shape="triangle", tone="neutral", title=one.name, text=one.kind.name, id=one.pk,
                 facility_type=one.kind.code, url=reverse("circle:facility", args=[one.pk]))  # fmt: skip


def _title(asked):
    return _("%(type)s on foot in %(place)s: %(walker)s") % {
        "type": asked.kind.name,
        "place": asked.area.name,
        "walker": telling.walker(asked.walker),
    }


def _names(codes):
    """{code of a building: its name and that of its compound}."""
    found = Area.objects.filter(code__in=codes).select_related("parent").defer("boundary", "parent__boundary")
    return {one.code: f"{one.parent.name} {one.name}" if one.parent else one.name for one in found}
