"""One sheet for the noticeboard of a community: what was solved last and the three rates, Chinese first. No person is on it."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.cases import boards, figures, published, queries
from shiliu.govern.cases.views_open import FEWEST
from shiliu.methods import rates
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs
from shiliu.platform.texts import language_name

DAYS = 90
SHOWN = 6


class SheetForm(forms.Form):
    area = forms.ChoiceField(label=_("Community"))
    language = forms.ChoiceField(label=_("Second language"), required=False)

    def __init__(self, *args, communities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Please choose")), *((area.code, area.name) for area in communities)]
        others = [tag for tag in dict(settings.LANGUAGES) if tag != SOURCE_LANGUAGE]
        self.fields["language"].choices = [("", _("Chinese only")), *((tag, language_name(tag)) for tag in others)]


@require_GET
@needs("cases.read_public")
def noticeboard(request):
    """?area=CODE (a place inside a community stands for it) and ?language=; without an area, the form to choose one."""
    communities = Area.objects.filter(level=Area.Level.COMMUNITY, active=True).order_by("code").defer("boundary")
    area = _community(request.GET.get("area", ""))
    second = request.GET.get("language", get_language())
    second = second if second in dict(settings.LANGUAGES) and second != SOURCE_LANGUAGE else ""
    chosen = {"area": area.code if area else "", "language": second}
    context = {"form": SheetForm(initial=chosen, communities=communities), "area": area, "fewest": FEWEST}
    if area:
        until = now()
        cases = published.solved_lately(None).filter(area_path__startswith=area.path)
        cases = list(cases.select_related("category", "lead", "area")[:SHOWN])
        counted = figures.by_community(DAYS).get(area.path) or rates.three_rates([])
        context |= {
            "since": until - timedelta(days=DAYS),
            "until": until,
            "sides": [_side(tag, cases, counted) for tag in [SOURCE_LANGUAGE, *([second] if second else [])]],
        }
    return render(request, "cases/noticeboard.html", context)


def _community(code):
    """The community with this code or around the place with it; None for no code or a street: the reader chooses.

    Raises Http404 for a code nobody knows."""
    area = queries.area_by_code(code)
    if code and area is None:
        raise Http404
    return next((step for step in area.chain() if step.level == Area.Level.COMMUNITY), None) if area else None


def _side(language, cases, counted):
    """What one language's half of the sheet says; few answers are not shown, as on the page of rates."""
    with override(language):
        shown = [{"label": rate["label"], "about": rate["about"], "n": rate["n"], "rate": rate if rate["n"] >= FEWEST else None}
                 for rate in boards.labelled(counted)]  # fmt: skip
        places = published.Places.around(cases)
        rows = [(case, places.of(case)) for case in cases]
    return {"language": language, "rates": shown, "rows": rows}
