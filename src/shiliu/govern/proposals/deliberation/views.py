"""Deliberations as everybody reads them: the list, one question, its statements, the report, the rules and the log."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shiliu.govern.proposals.deliberation import queries, reporting, workflow
from shiliu.govern.proposals.deliberation.actions import answering, saying
from shiliu.govern.proposals.deliberation.forms import TopicsFilter
from shiliu.govern.proposals.deliberation.models import DeliberationModeration, DeliberationStatement
from shiliu.platform.permissions import can, needs
from shiliu.platform.residence import residence
from shiliu.platform.tables.downloads import download

PER_PAGE, STATEMENTS_PER_PAGE = 20, 50


@require_GET
@needs("deliberation.read")
def topics(request):
    form = TopicsFilter(request.GET)
    chosen = form.chosen()
    page = Paginator(queries.listed(**chosen) if chosen is not None else [], PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        tell_state(row)
    return render(request, "deliberation/topics.html", {"form": form, "page": page})


@require_GET
@needs("deliberation.read")
def topic(request, pk):
    """The question and one statement to answer: the next, or `s`, one answered before; `done` is the one answered last."""
    found = readable(request, pk)
    lives, person = residence(request.actor, found.area), request.actor.person
    answered = answering.is_answered(found)
    context = {"topic": found, "residence": lives, "answered": answered, "lost": answering.has_lost_key(found),
               "written": answering.is_written(found), "card": None,
               "statements": queries.statements(found).count(), "follows": queries.follows(person, found),
               "may_office": can(request.actor, "deliberation.moderate", found) or can(request.actor, "deliberation.lead", found)}  # fmt: skip
    if answered and lives:
        card, left, total = queries.next_statement(found, person)
        own = answering.own(person, found)
        context |= {
            "left": left,
            "total": total,
            "done": total - left,
            "last": _named(found, request.GET.get("done"), own),
        }
        context["card"] = _named(found, request.GET.get("s"), own) or (card, None)
        context["mine"] = bool(own) or saying.of(person, found).exists()
    return render(request, "deliberation/topic.html", context)


@require_GET
@needs("deliberation.read")
def statements(request, pk):
    found = readable(request, pk)
    page = Paginator(queries.statements(found), STATEMENTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "deliberation/statements.html", {"topic": found, "page": page})


@require_GET
@needs("deliberation.read")
def report(request, pk):
    """What was found so far, or at the end; made to be printed too."""
    found = readable(request, pk)
    rejected = DeliberationStatement.objects.filter(topic=found, by_office=False).exclude(state="published")
    states = list(rejected.values_list("state", flat=True))
    context = {
        "topic": found,
        "report": reporting.report(found),
        "rejected": states.count("rejected"),
        "lapsed": states.count("lapsed"),
    }
    return render(request, "deliberation/report.html", context)


@require_GET
@needs("deliberation.read")
def csv(request, pk):
    """Counts of every published statement; empty cells are about fewer people than the least number."""
    found = readable(request, pk)
    told = reporting.report(found)
    names = [group["name"] for group in told["groups"]] if told else []
    headers = [_("Number"), _("Statement"), _("Written by"), _("Agree"), _("Disagree"), _("Pass"), _("Answers")]
    for name in names:
        headers += [f"{name}: {word}" for word in (_("Agree"), _("Disagree"), _("Pass"), _("Answers"))]
    headers += [_("Surely agree (share)"), _("Surely disagree (share)")]
    empty = ("",) * 4
    rows = []
    for row in told["rows"] if told else []:
        line = [
            row.statement.number,
            row.statement.text,
            _("the office") if row.statement.by_office else _("a neighbour"),
        ]
        line += row.votes or empty
        for cell in row.by_group or ((None,) * len(names)):
            line += cell or empty
        line += [(row.known or {}).get(name) for name in ("surely_agree", "surely_disagree")]
        rows.append(["" if one is None else one for one in line])
    return download("deliberation.csv", headers, rows)


@require_GET
@needs("deliberation.read")
def rules(request):
    """The policy of moderation: which statements are not published, who decides, how one appeals."""
    published, rejected = queries.log_numbers()
    context = {"grounds": DeliberationModeration.Ground.choices, "published": published, "rejected": rejected}
    return render(request, "deliberation/rules.html", context)


@require_GET
@needs("deliberation.read")
def log(request):
    """Every rejection and what followed, with its reason, without the words it was about."""
    page = Paginator(queries.log(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "deliberation/log.html", {"page": page})


def readable(request, pk):
    found = queries.one(request.actor, pk)
    if found is None:
        raise Http404
    return tell_state(found)


def tell_state(found):
    """The topic with `shown_state`, and `phase`: the phase that goes on, or None."""
    found.shown_state = workflow.DELIBERATIONS.state(found.state)
    found.phase = answering.phase_of(found) if found.state == "open" else None
    return found


def _named(found, key, own):
    """(statement, own answer) of one that the reader has answered, or None."""
    if not (key or "").isdecimal() or int(key) not in own:
        return None
    statement = queries.statements(found).filter(pk=int(key)).first()
    return (statement, own[statement.pk]) if statement else None
