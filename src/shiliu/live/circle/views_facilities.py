"""Anybody, without an account: the list of facilities, one of them, “still here” or “gone”, and a new one proposed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.circle import actions, queries, rules, telling
from shiliu.live.circle.forms_public import FacilitiesForm, ProposeForm
from shiliu.live.circle.models import Facility, FacilityWord
from shiliu.live.circle.views_map import facility_point
from shiliu.platform import challenge, limits
from shiliu.platform.permissions import ANONYMOUS, can, needs
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

PER_PAGE = 30
MOST = 20_000


def chosen_facilities(request):
    form = FacilitiesForm(request.GET)
    return form, queries.listed(queries.visible_to(ANONYMOUS), state=Facility.State.CONFIRMED, **form.chosen())


@require_GET
@needs("circle.read")
def facilities(request):
    form, found = chosen_facilities(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    total = Facility.objects.filter(state=Facility.State.CONFIRMED).exists()
    return render(
        request,
        "circle/facilities.html",
        {"form": form, "page": page, "query": request.GET.urlencode(), "total": total},
    )


@require_GET
@needs("circle.read")
def facility(request, pk):
    found = get_object_or_404(queries.visible_to(request.actor).select_related("kind", "area", "merged_into"), pk=pk)
    context = {
        "facility": found, "access": telling.access(found), "state": telling.STATES[found.state], "src": reverse("circle:facility_features", args=[pk]),
        "chain": [area.name for area in found.area.chain()[1:]] if found.area else [], "may_keep": can(request.actor, "circle.keep", found),
    }  # fmt: skip
    return render(request, "circle/facility.html", context)


@require_POST
@needs("circle.say")
def say(request, pk, said):
    found = get_object_or_404(queries.visible_to(ANONYMOUS), pk=pk)
    challenge.admit(request, "circle", form=f"circle.say:{pk}:{said}")
    try:
        counted = actions.say(
            by=request.actor, facility=found, said=said, mark=limits.network_mark(request, f"circle:{pk}")
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("circle:facility", pk=pk)
    if not counted:
        messages.info(request, _("Somebody from your network has said this today already. It counts once a day."))
    elif said == FacilityWord.Said.HERE:
        messages.success(request, _("Thank you. Neighbours now read that it was seen today."))
    else:
        messages.success(
            request, _("Thank you. Somebody of the office will go and look; until then it stays on the list.")
        )
    return redirect("circle:facility", pk=pk)


@require_http_methods(["GET", "POST"])
@needs("circle.say")
def propose(request):
    form = ProposeForm(request.POST or None, language=get_language(), initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "circle", form="circle.propose")
        try:
            actions.propose(by=request.actor, **form.values())
            return redirect("circle:proposed")
        except NotPossible as problem:
            form.take(problem)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "circle/propose.html", {"form": form, "src": reverse("places:features")}, status=status)


@require_GET
@needs("circle.say")
def proposed(request):
    return render(request, "circle/proposed.html")


@require_GET
@needs("circle.read")
def facility_features(request, pk):
    found = get_object_or_404(queries.visible_to(request.actor).select_related("kind"), pk=pk)
    return JsonResponse(
        {"type": "FeatureCollection", "features": [facility_point(found)]}, content_type="application/geo+json"
    )


@require_GET
@needs("circle.read")
def facilities_csv(request):
    _form, found = chosen_facilities(request)
    headers = [
        "id",
        "type",
        "type_name",
        "name",
        "longitude",
        "latitude",
        "address",
        "opening",
        *rules.ACCESS,
        "source",
        "last_confirmed",
        "confirmed_by",
    ]
    rows = (
        (one.pk, one.kind.code, one.kind.name, one.name, one.longitude, one.latitude, one.address, one.opening,
         *(one.access.get(fact, "") for fact in rules.ACCESS), one.source, f"{one.confirmed_at:%Y-%m-%d}" if one.confirmed_at else "",
         one.confirmed_by)
        for one in found[:MOST]
    )  # fmt: skip
    return download("facilities.csv", headers, rows)


@require_GET
@needs("circle.read")
def facilities_geojson(request):
    _form, found = chosen_facilities(request)
    data = {"type": "FeatureCollection", "features": [facility_point(one) for one in found[:MOST]]}
    return JsonResponse(data, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})
