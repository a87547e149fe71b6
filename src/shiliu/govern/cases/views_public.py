"""What neighbours read: the list of published needs with its filters, and one published need."""

from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from shiliu.govern.cases import (
    explaining,
    figures,
    growing,
    listing,
    published,
    queries,
    queries_joint,
    queries_themes,
    timeline,
    waiting,
)
from shiliu.govern.cases.forms_resident import PublicFilter
from shiliu.govern.cases.views_neighbours import panel, pressed_on
from shiliu.platform.permissions import can, needs

PER_PAGE = 20


def chosen_cases(request):
    """(filter form, published cases it leaves): the same for the list, the map, the table and the feed."""
    form = PublicFilter(request.GET)
    chosen = form.chosen()
    cases = queries.published()
    return form, cases.none() if chosen is None else queries.filtered(cases, public=True, **chosen)


@require_GET
@needs("cases.read_public")
def public_list(request):
    form = PublicFilter(request.GET)
    chosen = form.chosen()
    text = chosen.pop("text") if chosen else ""
    cases = (
        queries.published().none()
        if chosen is None
        else queries.published().filter(listing.narrowed(public=True, indexed=not text.strip(), **chosen))
    )
    page, count = listing.page(
        published.newest(cases), request.GET, order=listing.NEWEST, size=PER_PAGE, text=text, public=True
    )
    filters = {name: request.GET[name] for name in form.fields if request.GET.get(name)} if form.is_valid() else {}
    places = published.Places.around(page.object_list)
    pressed = pressed_on(request, page.object_list)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "jump": not text,
        "rows": [(case, places.of(case), case.pk in pressed) for case in page.object_list],
        "query": urlencode(filters),
        "figures": figures.published(),
    }
    return render(request, "cases/public_list.html", context)


@require_GET
@needs("cases.read_public")
def public_case(request, pk):
    """The redacted text with what happened to it; nothing here leads to whoever raised it."""
    case = queries.with_history(queries.published()).filter(pk=pk).first()
    if case is None:
        raise Http404
    judged = [judgement.solved for judgement in case.judgements.all()]
    context = {
        "case": case,
        "state": case.state_now,
        "place": published.Places.around([case]).of(case),
        "photos": timeline.photos([file for file in case.files.all() if file.step_id is None], public=True),
        "timeline": timeline.entries(case, public=True),
        "rounds": explaining.deadlines(case),
        "promises": waiting.promises(case, public=True),
        "postponement": waiting.postponement(case),
        "joint": queries_joint.progress(case, public=True),
        "reasons": explaining.sentences([reason for reason in case.route if reason.get("code") in EXPLAINED]),
        "solved": judged.count(True),
        "unsolved": judged.count(False),
        "is_mine": can(request.actor, "cases.judge", case),
        "me_too": panel(request, case),
        "growths": growing.of(request.actor, case),
        "inside": queries_themes.inside_for_neighbours(case),
        "in_theme": queries_themes.parent_of(request.actor, case),
    }
    return render(request, "cases/public_case.html", context)


# Where exactly the place lies stays out of what everyone reads.
EXPLAINED = {"category_to_kind", "no_entry", "no_unit", "committee_not_lead"}
