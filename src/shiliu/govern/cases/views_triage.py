"""What the site suggests to dispatchers, beside the form that sends a case, and the page that tells how well it does."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from shiliu.govern.cases import boards, listing, queries, routing, suggesting, suggestion_store
from shiliu.govern.cases.models import Category
from shiliu.methods.rates import Rate
from shiliu.methods.suggesting import NEVER
from shiliu.platform import paging
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs

PER_PAGE = 25
USUAL_DAYS = 90
MOST_MATTERS = 60


def on_desk(request, case, moves):
    """What the desk shows of suggestions, or None: no model, or nothing to send. A matter named in the address fills the form
    that sends the case; the dispatcher still reads and sends it."""
    form = next((form for form in moves if form.move.key == "dispatch"), None)
    found = suggesting.suggest(suggesting.text_of(case)) if form is not None else None
    if found is None:
        return None
    chosen = next((row.category for row in found.rows if str(row.category.pk) == request.GET.get("matter")), None)
    if chosen is not None and not form.is_bound:
        form.initial = {**form.initial, "category": chosen.pk, "unit": unit_for(case, chosen)}
    return {"found": found, "chosen": chosen, "has_unit": bool(chosen and form.initial.get("unit"))}


def unit_for(case, category):
    """The unit the catalogue in force would send the case to for this matter, or None."""
    entry = routing.entry_for(category, now())
    return routing.find_route(area=case.area, cell=case.cell, place_known=case.place_known, entry=entry).unit_id


class DecisionFilter(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Period"), required=False, coerce=int, empty_value=USUAL_DAYS,
        choices=[(30, gettext_lazy("Last 30 days")), (90, gettext_lazy("Last 90 days")), (365, gettext_lazy("Last 365 days"))],
    )  # fmt: skip
    sure = forms.ChoiceField(
        label=gettext_lazy("Decisions"), required=False,
        choices=[("", gettext_lazy("All decisions")), ("yes", gettext_lazy("A matter was suggested")), ("no", gettext_lazy("Not sure enough to suggest"))],
    )  # fmt: skip


@require_GET
@needs("cases.read_suggestions")
def quality(request):
    """How a model did before it was used, and what dispatchers decided since."""
    form = DecisionFilter({"days": USUAL_DAYS, **request.GET.dict()})
    given = form.cleaned_data if form.is_valid() else {}
    since = now() - timedelta(days=given.get("days") or USUAL_DAYS)
    found = suggesting.decisions(request.actor, since=since, sure=given.get("sure", ""))
    page, count = listing.page(found, request.GET, order=suggesting.DECIDED, size=PER_PAGE)
    figures = suggesting.figures(found)
    names = {category.code: category.name for category in Category.objects.all()}
    visible = set(
        queries.visible_to(request.actor).filter(pk__in=[step.case_id for step in page]).values_list("pk", flat=True)
    )
    stored = suggestion_store.current()
    context = {
        "form": form,
        "page": page,
        "count": count,
        "rows": [_row(suggesting.decision(step), names, visible) for step in page],
        "rates": _since_then(figures),
        "newest": figures["n"] if figures["more"] else 0,
        "learned": stored and before_use(stored.notes, names),
        "confirmed": 0 if stored else paging.count(suggesting.confirmed().order_by("-pk")),
        "least": settings.CASE_SUGGESTIONS_LEAST,
        "since": since,
    }
    return render(request, "cases/triage_quality.html", context)


def _row(one, names, visible):
    return {
        "case": one.case, "may_open": one.case.pk in visible, "at": one.at, "percent": one.percent, "sure": one.sure,
        "rank": one.rank, "chosen": names.get(one.chosen, one.chosen), "suggested": names.get(one.suggested, one.suggested),
    }  # fmt: skip


def _since_then(figures):
    return [
        _rate(_("A matter was suggested"), figures["coverage"], _("for the others it was not sure enough")),
        _rate(_("The suggestion was taken"), figures["taken"], _("of the cases a matter was suggested for")),
        _rate(_("Among the first three"), figures["three"], _("of all decisions, suggested or not")),
    ]


def _rate(label, rate, about):
    """A share as the page component wants it."""
    return {
        "label": label, "about": about, "count": rate.successes, "n": rate.n, "low": rate.low, "high": rate.high,
        "excluded": 0,
    }  # fmt: skip


def before_use(notes, names):
    """The notes of a model in words and rates: how it did on the newest confirmed cases, which it had not seen."""
    n = notes["held_out"]
    matters = [
        {
            "name": names.get(code, code), "n": of, "suggested": suggested, "right": right, "learned": notes["counts"].get(code, 0),
            "precision": boards.percent(Rate(right, suggested).value), "recall": boards.percent(Rate(right, of).value),
        }
        for code, (of, suggested, right) in notes["by_label"].items()
    ]  # fmt: skip
    return {
        "version": notes["version"], "at": datetime.fromisoformat(notes["at"]), "n": notes["n"], "held_out": n,
        "never": notes["threshold"] >= NEVER, "threshold": boards.percent(min(1, notes["threshold"])),
        "target": boards.percent(notes["target"]), "usual": names.get(notes["usual"], notes["usual"]),
        "left_out": [names.get(code, code) for code in notes["left_out"]], "labels": len(notes["labels"]),
        "rates": [
            _rate(_("First suggestion right"), Rate(notes["first"], n), _("of all, sure or not")),
            _rate(_("Among the first three"), Rate(notes["three"], n), _("of all, sure or not")),
            _rate(_("Always the most frequent matter"), Rate(notes["usual_right"], n), _("what no learning at all would reach")),
            _rate(_("Sure enough to suggest"), Rate(notes["said"], n), _("the others are left to the dispatcher alone")),
            _rate(_("Suggested and right"), Rate(notes["said_right"], notes["said"]), _("of those it was sure enough for")),
        ],
        "matters": matters[:MOST_MATTERS],
        "confused": [(names.get(true, true), names.get(said, said), times) for true, said, times in notes["confused"]],
    }  # fmt: skip
