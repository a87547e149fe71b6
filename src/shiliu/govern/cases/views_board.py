"""The supervisor's board: three rates with their denominators, and what is late. Nothing here ranks a person."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import boards, figures, listing, queries
from shiliu.govern.cases.forms_desk import BoardFilter
from shiliu.govern.cases.models import Case, Category
from shiliu.platform import paging
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs, places_of
from shiliu.platform.permissions.targets import inside

LATE_SHOWN = 20


@require_GET
@needs("cases.read_board")
def board(request):
    usual = {"days": 90, "by": "category"}
    form = BoardFilter({**usual, **request.GET.dict()}, initial=usual)
    chosen = form.cleaned_data if form.is_valid() else {}
    days, by = chosen.get("days") or 90, chosen.get("by") or "category"
    until = now()
    since = until - timedelta(days=days)
    cases, scope = readable(request.actor), scope_of(request.actor)
    late = boards.late(cases, until).select_related("category", "area", "lead")
    context = {
        "form": form,
        "since": since,
        "until": until,
        "rates": boards.labelled(whole(cases, scope, days)),
        "groups": groups(cases, scope, days, by),
        "grouping": dict(form.fields["by"].choices)[by],
        "late": queries.with_where(late[:LATE_SHOWN]),
        "late_count": paging.count(late),
        "open_count": paging.count(open_of(request.actor)),
        "received": figures.of_scope(
            scope, "received", days, lambda since, _until: cases.filter(received_at__gte=since).count()
        ),
        "weekly": figures.of_scope(
            f"{scope} {get_language()}", "weekly", days, lambda since, until: boards.weekly(cases, since, until)
        ),
    }
    return render(request, "cases/board.html", context)


def readable(actor):
    """Cases a board may count for the actor: those of the actor's areas and units, as numbers."""
    _everywhere, paths, units = places_of(actor, "cases.read_board")
    return Case.objects.filter(Q(lead__in=units) | inside(paths))


def open_of(actor):
    """The open ones of them, looked for along the list of what is open."""
    _everywhere, paths, units = places_of(actor, "cases.read_board")
    return queries.in_queue(listing.of_units(units, indexed=False) | listing.along(paths))


def scope_of(actor):
    """A text that is the same for actors whose boards count the same cases."""
    _everywhere, paths, units = places_of(actor, "cases.read_board")
    return f"{sorted(paths)} {sorted(units)}"


def whole(cases, scope, days):
    return figures.of_scope(scope, "board", days, lambda since, until: boards.three_rates(cases, since, until))


def found_by(cases, scope, days, by):
    """{area path, unit or matter: ThreeRates}"""

    def count(since, until):
        if by == "area":
            return boards.three_rates_by_path(cases, since, until, depth=listing.COMMUNITY_DEPTH)
        return boards.three_rates_by(cases, since, until, f"{by}_id")

    return figures.of_scope(scope, f"board-{by}", days, count)


def groups(cases, scope, days, by):
    """[(name, ThreeRates as labelled rows)] in the order of names, never of results."""
    found = found_by(cases, scope, days, by)
    if by == "area":
        return by_community(found)
    model = Organisation if by == "lead" else Category
    names = {row.pk: row.name for row in model.objects.filter(pk__in=[key for key in found if key])}
    rows = [(names.get(key, _("Not yet known")), boards.labelled(rates)) for key, rates in found.items()]
    return sorted(rows, key=lambda row: row[0])


def by_community(found):
    names = {area.path: area.name for area in Area.objects.filter(path__in=list(found))}
    rows = [(names.get(path, _("Not yet known")), boards.labelled(rates)) for path, rates in found.items()]
    return sorted(rows, key=lambda row: row[0])
