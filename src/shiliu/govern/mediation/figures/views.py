"""Counts of mediation for everybody: a page, a table to take away."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from shiliu.govern.mediation.figures import queries, rules
from shiliu.platform.permissions import needs
from shiliu.platform.tables.downloads import download


@require_GET
@needs("mediation.read_figures")
def figures(request):
    tables = queries.tables()
    context = {
        "tables": [(table, queries.shares(table)) for table in tables],
        "outcomes": [queries.outcome_label(outcome) for outcome in rules.OUTCOMES],
        "least": queries.least_words(),
    }
    return render(request, "mediation/figures.html", context)


@require_GET
@needs("mediation.read_figures")
def table(_request):
    rows = [[line["quarter"], line["level"], line["kind"], line["outcome"], line["count"]] for line in queries.lines()]
    return download("mediation.csv", ["quarter", "level", "kind", "outcome", "count"], rows)
