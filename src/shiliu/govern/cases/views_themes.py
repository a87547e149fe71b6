"""What rises where: a list for whoever answers for an area, as a table to take away, one theme, and opening the one case for it."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format, number_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shiliu.foundation.models import Area
from shiliu.govern.cases import gathering, queries, queries_themes, themes
from shiliu.govern.cases.forms_themes import ALL, OpenForm, ThemeFilter
from shiliu.govern.cases.models import Category
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import Place
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
FAR = 100  # an upper end beyond this says no more than that there is none


def chosen(request):
    """(filter form, themes.Counted, methods.themes.Judged, the themes chosen)"""
    form = ThemeFilter({"level": Area.Level.COMMUNITY, **request.GET.dict()})
    given = form.cleaned_data if form.is_valid() else {}
    whole, judged = themes.readable(request.actor, given.get("level") or Area.Level.COMMUNITY)
    if not form.is_valid():
        return form, whole, judged, []
    found = themes.narrowed(judged.themes, whole, area=given["area"], category=given["category"],
                            all_of_them=given["show"] == ALL)  # fmt: skip
    return form, whole, judged, found


@require_GET
@needs("cases.read_themes")
def listed(request):
    form, whole, judged, found = chosen(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [shown(one, whole) for one in themes.named(page.object_list)],
        "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
        "rising": sum(theme.rises for theme in judged.themes),
        **about(whole, judged),
    }
    return render(request, "cases/themes.html", context)


def about(whole, judged=None):
    """What every page of themes says about how it was counted."""
    return {
        "whole": whole,
        "judged": judged,
        "since": whole.until - timedelta(days=themes.methods.DAYS),
        "last_day": whole.until - timedelta(days=1),
        "young": whole.known < 2,
        "without_years": whole.known < min(themes.methods.SEASON) + 1,
        "clustered": whole.dispersion > 1.05 and number_format(round(whole.dispersion, 1)),
        "least": themes.LEAST,
        "false_share": round(themes.methods.FALSE_SHARE * 100),
    }


def shown(one, whole):
    """A named theme as its row in words: places, figures, drawing, the case that stands for it."""
    theme = one.theme
    return {
        **vars(one), "place": one.area.name, "around": one.inside.name if one.inside else "", "matter": one.category.name,
        "expected": short(theme.expected), "ratio": short(theme.ratio), "interval": interval(theme),
        "recent": short(theme.recent.mean), "season": short(theme.season.mean) if theme.season else "",
        "bars": queries_themes.bars(theme.counts, whole.known),
    }  # fmt: skip


def short(value):
    """One digit behind the point where it says something, as the reader writes numbers; '' for nothing."""
    rounded = None if value is None else round(value, 1)
    return "" if rounded is None else number_format(int(rounded) if rounded == int(rounded) else rounded)


def interval(theme):
    low, high = theme.interval
    if high is None or high > FAR:
        return _("at least %(low)s") % {"low": short(low)}
    return _("%(low)s to %(high)s") % {"low": short(low), "high": short(high)}


@require_GET
@needs("cases.read_themes")
def table(request):
    """The rows chosen, with whole numbers to count on and plain decimals."""
    _form, whole, _judged, found = chosen(request)
    headers = [
        _("Code of the place"), _("Place"), _("Code of the matter"), _("Matter"), _("First day"), _("Last day"), _("Needs"), _("Expected"),
        _("Recent level"), _("Same season"), _("Ratio"), _("Ratio from"), _("Ratio to"), _("Chance, corrected"), _("Rises"),
        _("Case for all"),
    ]  # fmt: skip
    days = [localtime(whole.until - timedelta(days=days)).date().isoformat() for days in (themes.methods.DAYS, 1)]
    return download("themes.csv", headers, [
        [
            one.area.code, one.area.name, one.category.code, one.category.name, *days, one.theme.count,
            *(None if value is None else round(value, 2) for value in numbers(one.theme)), f"{one.theme.q:.2g}",
            int(one.theme.rises), one.parent.number if one.parent else "",
        ]
        for one in themes.named(found)
    ])  # fmt: skip


def numbers(theme):
    season = theme.season.mean if theme.season else None
    return theme.expected, theme.recent.mean, season, theme.ratio, *theme.interval


def asked_for(request, area, category):
    """(Area, Category) by id, where the reader may see themes; anything else does not exist."""
    area = Area.objects.select_related("parent").filter(pk=area).first()
    category = Category.objects.filter(pk=category).first()
    if area is None or category is None or not can(request.actor, "cases.read_themes", Place(area)):
        raise Http404
    return area, category


@require_GET
@needs("cases.read_themes")
def one(request, area, category):
    return page_of(request, *asked_for(request, area, category))


def page_of(request, area, category, *, form=None, status=200):
    whole, theme = themes.theme_of(request.actor, area, category)
    if theme is None:
        messages.info(request, _("Too few needs about this were raised here in the last four weeks to say anything."))
        return redirect("cases:themes")
    row = shown(themes.named([theme])[0], whole)
    until, since = themes.bounds(whole.until)[:2]
    needs_in = themes.needs_of(area, category, since, until).select_related("category", "area", "lead")
    page = Paginator(needs_in.order_by("-received_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.with_where(page.object_list)
    may_open = row["parent"] is None and can(request.actor, "cases.open_theme", Place(area))
    context = {
        "row": row,
        "theme": theme,
        "page": page,
        "series": queries_themes.series(theme.counts, whole.until, whole.known),
        "form": (form or OpenForm(initial=draft(row, theme, since, until, needs_in))) if may_open else None,
        **about(whole),
    }
    return render(request, "cases/theme.html", context, status=status)


def draft(row, theme, since, until, needs_in):
    """The words the case begins with: what was counted where, of the kind most needs are of, and no word of any need."""
    kinds = needs_in.order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    words = {
        "matter": row["matter"], "place": row["place"], "n": theme.count, "expected": row["expected"],
        "first": date_format(localtime(since), "DATE_FORMAT"), "last": date_format(localtime(until - timedelta(days=1)), "DATE_FORMAT"),
    }  # fmt: skip
    title = _("%(matter)s in %(place)s: %(n)s needs in four weeks") % words
    text = _("From %(first)s to %(last)s, %(n)s needs about “%(matter)s” were raised in %(place)s; about %(expected)s would have been usual. Please find what they have in common, and say what will be done about it.") % words  # fmt: skip
    return {"kind": kinds[0][0], "title": title[:120], "text": text, "may_publish": True}


@require_POST
@needs("cases.open_theme")
def open_case(request, area, category):
    area, category = asked_for(request, area, category)
    demand(request.actor, "cases.open_theme", Place(area))
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            opened = gathering.open_case(by=request.actor, area=area, category=category, **form.cleaned_data)
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(request, _("The case was opened, and whoever raised one of the needs was told."))
            return redirect("cases:gathered", pk=opened.case_id)
    return page_of(request, area, category, form=form, status=422)
