"""What a page tells of the case of a theme and of the needs in it: to whoever raised one, to staff and to neighbours. Never a person."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases import gathering, queries, themes
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import AWAITING_JUDGEMENT, CONFIRMED, OPEN_STATES, WITHDRAWN
from shiliu.methods import themes as methods
from shiliu.platform.permissions import can

PUBLIC, LISTED = Case.Publication.PUBLIC, 20


@dataclass(frozen=True)
class Inside:
    """The case of a theme with the numbers of needs in it. To neighbours `total` is None where it, or what the list of public needs leaves
    of it, is less than themes.LEAST but not nothing; `listed` are public needs."""

    theme: object
    total: int | None
    open: int = 0
    answered: int = 0
    solved: int = 0
    listed: tuple = ()
    answerable: int = 0
    staff: bool = False


def parent_of(actor, case, *, desk=False):
    """{number, url} of the case of a theme that a need is in; None for none, and where the reader may not see that case.

    One query, none for a need in no case."""
    parent = Case.objects.filter(pk=case.part_of_id).exclude(state=WITHDRAWN).first() if case.part_of_id else None
    if parent is None:
        return None
    if desk and can(actor, "cases.read", parent) and can(actor, "cases.worklist", parent):
        return {"number": parent.number, "url": reverse("cases:desk", args=[parent.pk])}
    if parent.publication == PUBLIC:
        return {"number": parent.number, "url": reverse("cases:public_case", args=[parent.pk])}
    return None


def inside(actor, case):
    """Inside for who deals with the case, what neighbours read of it for anybody else; None for any other case, without a query."""
    if case.channel != Case.Channel.THEME or not can(actor, "cases.worklist", case):
        return inside_for_neighbours(case)
    by_state = queries.counts_by_state(case.parts.exclude(state__in=themes.LEFT_OUT))

    def number(states):
        return sum(by_state.get(state, 0) for state in states)

    answerable = gathering.answerable(actor, case).count() if can(actor, "cases.handle", case) else 0
    return Inside(theme=case.theme, total=sum(by_state.values()), open=number(OPEN_STATES),
                  answered=number(AWAITING_JUDGEMENT), solved=number((CONFIRMED,)), answerable=answerable, staff=True)  # fmt: skip


def inside_for_neighbours(case):
    """Inside with nothing that could lead to a need neighbours cannot read, or None for any other case."""
    if case.channel != Case.Channel.THEME:
        return None
    members = case.parts.exclude(state__in=themes.LEFT_OUT)
    total, public = members.count(), members.filter(publication=PUBLIC)
    shown = public.count()
    return Inside(
        theme=case.theme, total=tellable(total, shown), listed=tuple(public.order_by("-published_at")[:LISTED])
    )


def tellable(total, shown):
    """`total` where neither it nor what is left of it beside the `shown` is a small number, else None."""
    rest = total - shown
    return total if total >= themes.LEAST and (rest == 0 or rest >= themes.LEAST) else None


def members(actor, parent):
    """Needs in the case that the actor may see, the newest first."""
    seen = queries.visible_to(actor).filter(part_of=parent)
    return seen.select_related("category", "area", "lead").order_by("-received_at", "-pk")


def series(row, until, known):
    """For a line chart, oldest first: needs in each four weeks of the last year, and a year before as far as it is known."""
    year = range(methods.YEAR - 1, -1, -1)
    ends = themes.bounds(until)
    labels = [date_format(localtime(ends[window + 1]), "MONTH_DAY_FORMAT") for window in year]
    this = [row[window] if window < known else None for window in year]
    earlier = [row[window + methods.YEAR] if window + methods.YEAR < known else None for window in year]
    lines = [{"label": _("Last year until now"), "values": this}]
    if any(value is not None for value in earlier):
        lines.append({"label": _("The year before"), "values": earlier})
    return {"labels": labels, "lines": lines}


def bars(row, known, *, height=40, step=10):
    """A small drawing of the same: {width, height, bars: [{x, y, width, height, mark}], words}; `mark` is the line of the year before."""
    year = range(methods.YEAR - 1, -1, -1)
    this = [row[window] if window < known else None for window in year]
    earlier = [row[window + methods.YEAR] if window + methods.YEAR < known else None for window in year]
    top = max([value for value in (*this, *earlier) if value is not None], default=0) or 1

    def level(value):
        return round(height - (height - 2) * value / top, 1)

    drawn = [
        {"x": place * step + 1, "width": step - 2, "y": level(now or 0), "height": round(height - level(now or 0), 1),
         "mark": f"M{place * step} {level(before)}h{step}" if before is not None else ""}
        for place, (now, before) in enumerate(zip(this, earlier, strict=True))
    ]  # fmt: skip
    words = _("Needs in periods of four weeks, the oldest first: %(now)s.") % {"now": _listed(this)}
    if any(value is not None for value in earlier):
        words += " " + _("In the year before: %(before)s.") % {"before": _listed(earlier)}
    return {"width": step * methods.YEAR, "height": height, "bars": drawn, "words": words}


def _listed(values):
    return ", ".join("–" if value is None else str(value) for value in values)
