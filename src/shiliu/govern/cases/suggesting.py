"""Suggestions for dispatchers, learned from what people of this site confirmed. They stand beside the form and never act.

Confirmed is a matter that a dispatcher or an arbiter named, or that the catalogue routed by, nobody objected to, and whose
case came to its end by an answer. Imported cases are left out: their matters were named elsewhere. No text leaves the site.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from shiliu.govern.cases import listing, suggestion_store
from shiliu.govern.cases.models import Case, CaseStep, Category
from shiliu.govern.cases.routing import current_version
from shiliu.govern.cases.workflow import CLOSED, CONFIRMED, TRIAGE
from shiliu.methods.rates import Rate
from shiliu.platform import audit, paging
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand, places_of
from shiliu.platform.permissions.targets import WholeSite

NAMED_BY_PEOPLE = ("dispatch", "grant_objection")
DECIDED = ("-at", "-pk")
MOST_CASES = 20_000  # the newest: old words for new things mislead, and memory stays small


@dataclass(frozen=True)
class Suggested:
    """A matter with its share of belief (0 to 1, and `percent`) and the words of the text that spoke for it."""

    category: Category
    share: float
    words: tuple

    @property
    def percent(self):
        return int(100 * self.share)


@dataclass(frozen=True)
class Suggestions:
    """`sure` only when the first is over the threshold; otherwise nothing is shown as a suggestion."""

    version: int
    sure: bool
    rows: list


def confirmed():
    """Cases whose matter people confirmed, in the order they were raised."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"), by_whom=CaseStep.By.STAFF)
    by_people = Q(Exists(steps.filter(move__in=NAMED_BY_PEOPLE)))
    routed = Q(Exists(CaseStep.objects.filter(case=OuterRef("pk"), move="route")))
    ended = routed & Q(state__in=(CONFIRMED, CLOSED), objection__isnull=True)
    return (
        Case.objects.filter(by_people | ended, category__isnull=False, merged_into__isnull=True)
        .exclude(channel__in=(Case.Channel.IMPORT, Case.Channel.THEME))
        .order_by("received_at", "pk")
    )


def text_of(case):
    return f"{case.title}\n{case.text}"


@transaction.atomic
def train(*, by):
    """Learn anew and use what was learned from now on; returns the notes kept (see notes_of).

    Raises methods.suggesting.TooLittle, and then what was in use stays in use."""
    from shiliu.methods import suggesting  # numbers are only needed here and where a model is used

    demand(by, "cases.train_suggestions", WholeSite())
    rows = confirmed().order_by("-received_at", "-pk").values_list("title", "text", "category__code")[:MOST_CASES]
    examples = [suggesting.Example(f"{title}\n{text}", code) for title, text, code in reversed(rows)]
    learned = suggesting.learn(
        examples, target=settings.CASE_SUGGESTIONS_PERCENT / 100, least=settings.CASE_SUGGESTIONS_LEAST
    )
    notes = notes_of(learned, len(examples))
    version = suggestion_store.write(learned.model, notes)
    data = {"version": version, **{key: notes[key] for key in ("n", "held_out", "first", "said", "said_right")}}
    audit.record("cases.suggestions_trained", by=by, data=data)
    return {**notes, "version": version}


def notes_of(learned, n):
    """What is told about a model, as plain data: when, from how many cases, and how it did on those it had not seen."""
    seen = learned.measured
    return {
        "at": now().isoformat(), "n": n, "counts": learned.counts, "left_out": learned.left_out, "fitted": learned.fitted,
        "target": settings.CASE_SUGGESTIONS_PERCENT / 100, "held_out": seen.n, "first": seen.first, "three": seen.three,
        "said": seen.said, "said_right": seen.said_right, "usual": learned.usual, "usual_right": learned.usual_right,
        "by_label": {label: list(values) for label, values in seen.by_label.items()},
        "confused": [list(pair) for pair in seen.confused],
    }  # fmt: skip


def suggest(text, *, explained=True):
    """Suggestions for a text, or None while there is no model. Only matters the catalogue in force knows."""
    stored = suggestion_store.current()
    if stored is None:
        return None
    guesses = stored.model.guesses(text, 5, explained=explained)
    known = Category.objects.filter(
        code__in=[guess.label for guess in guesses], retired=False, entries__version=current_version(now())
    ).select_related("group")
    by_code = {category.code: category for category in known}
    offered = [guess for guess in guesses if guess.label in by_code][:3]
    rows = [Suggested(by_code[guess.label], guess.share, guess.words) for guess in offered]
    return Suggestions(stored.version, stored.model.is_sure(offered), rows)


def remember(case, by):
    """What a dispatcher was offered, for the step that sends the case: {suggested: {version, matters, percent, sure}}.

    Worked out here, not read from the form, so that nobody can write figures by hand. Nothing for other senders."""
    if case.state != TRIAGE or by.is_system:
        return {}
    found = suggest(text_of(case), explained=False)
    if found is None:
        return {}
    matters = [row.category.code for row in found.rows]
    percent = found.rows[0].percent if found.rows else 0
    return {"suggested": {"version": found.version, "matters": matters, "percent": percent, "sure": found.sure}}


@dataclass(frozen=True)
class Decision:
    """A dispatcher's word beside what had been suggested; `rank` 1 to 3, or None when it stood on no place."""

    case: Case
    at: object
    chosen: str
    suggested: str
    percent: int
    sure: bool
    rank: int | None
    version: int


def decisions(actor, *, since=None, sure=""):
    """Decisions the actor may count, newest first: steps of dispatchers for which suggestions were kept."""
    everywhere, paths, _units = places_of(actor, "cases.read_suggestions")
    condition = listing.along(paths, "case__area_path", everywhere=everywhere)
    found = CaseStep.objects.filter(condition, move="dispatch", data__suggested__isnull=False)
    if since is not None:
        found = found.filter(at__gte=since)
    if sure:
        found = found.filter(data__suggested__sure=sure == "yes")
    return found.select_related("case").order_by(*DECIDED)


def decision(step):
    given, chosen = step.data["suggested"], step.data["category"]
    matters = given["matters"]
    return Decision(
        step.case, step.at, chosen, matters[0] if matters else "", given["percent"], given["sure"],
        matters.index(chosen) + 1 if chosen in matters else None, given["version"],
    )  # fmt: skip


def figures(steps):
    """{n, coverage, taken, three, more}: how many decisions, the share suggested for, of those the share taken, and the share of all
    decisions whose matter stood among the first three. Rates with their intervals. Only the newest are counted, as many as lists
    count; `more` says whether there are others."""
    found = [decision(step) for step in steps[: paging.MOST_COUNTED + 1]]
    more = len(found) > paging.MOST_COUNTED
    found = found[: paging.MOST_COUNTED]
    said = [one for one in found if one.sure]
    return {
        "n": len(found),
        "more": more,
        "coverage": Rate(len(said), len(found)),
        "taken": Rate(sum(one.rank == 1 for one in said), len(said)),
        "three": Rate(sum(one.rank is not None for one in found), len(found)),
    }
