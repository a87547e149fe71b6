"""Geometry of server-drawn charts: plain numbers in, numbers for SVG attributes out. Words stay HTML so that they wrap and mirror."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from shiliu.platform.presentation.languages import apart


def read(row, key, default=None):
    """`key` of a mapping or an object."""
    return row.get(key, default) if hasattr(row, "get") else getattr(row, key, default)


def percent(share):
    """0.8732 → '87 %' in the reader's number format; whole numbers, because n is small in a neighbourhood."""
    return apart(_("%(number)s%%") % {"number": number_format(round(share * 100))})


def nice_ceiling(value):
    """The next 1, 2, 2.5, 5 × 10^k at or above value: a scale people can read."""
    if value <= 0:
        return 1
    power = 1
    while power * 10 < value:
        power *= 10
    while power >= value * 10:
        power /= 10
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


@dataclass(frozen=True)
class Bar:
    label: str
    shown: str
    n: str
    url: str
    tone: str
    width: float
    low: float | None
    high: float | None
    interval: str


def bars(rows, *, as_percent=False):
    """Bars on a common scale of 0 to 100; shares (0…1) keep 100 % as the full width, counts use a round maximum."""
    rows = list(rows)
    top = (
        1
        if as_percent
        else nice_ceiling(max([read(row, "high") or read(row, "value") or 0 for row in rows], default=0))
    )
    return [_bar(row, top, as_percent) for row in rows]


def _bar(row, top, as_percent):
    value, low, high, n = (read(row, key) for key in ("value", "low", "high", "n"))
    known = low is not None and high is not None
    show = percent if as_percent else number_format
    return Bar(
        label=read(row, "label"),
        shown="–" if value is None else show(value),
        n="" if n is None else number_format(n, force_grouping=True),
        url=read(row, "url") or "",
        tone=read(row, "tone") or "",
        width=_place(value or 0, top),
        low=_place(low, top) if known else None,
        high=_place(high, top) if known else None,
        interval=_("%(low)s to %(high)s") % {"low": show(low), "high": show(high)} if known else "",
    )


def _place(value, top):
    return round(min(max(value / top, 0), 1) * 100, 2)


@dataclass(frozen=True)
class Line:
    label: str
    path: str
    dots: str
    cells: list


@dataclass(frozen=True)
class Label:
    """A word below the plot; `shown` on wide screens, `first` also where there is little room."""

    text: str
    shown: bool
    first: bool


def lines(series):
    """(lines, ticks, labels) for `{labels, lines: [{label, values}]}` on a 100 × 100 field of equal columns; None leaves a gap."""
    labels = list(series["labels"])
    values = [v for line in series["lines"] for v in line["values"] if v is not None]
    top, column = nice_ceiling(max(values, default=1)), 100 / max(1, len(labels))
    drawn = []
    for line in series["lines"]:
        points = [_point(i, v, column, top) for i, v in enumerate(line["values"])]
        steps = (("L" if i and points[i - 1] else "M", point) for i, point in enumerate(points) if point)
        path = "".join(f"{letter}{x} {y}" for letter, (x, y) in steps)
        dots = "".join(f"M{x} {y}h0" for x, y in filter(None, points))
        drawn.append(Line(line["label"], path, dots, ["–" if v is None else number_format(v) for v in line["values"]]))
    whole = all(value == int(value) for value in values)  # there is no half a case: such a line stays without a word
    ticks = ["" if whole and tick % 1 else number_format(f"{tick:g}") for tick in (top, top / 2, 0)]
    every = -(-len(labels) // 7) or 1
    return drawn, ticks, [Label(text, i % every == 0, i % (3 * every) == 0) for i, text in enumerate(labels)]


def _point(index, value, column, top):
    return None if value is None else (round((index + 0.5) * column, 2), round(100 - value / top * 100, 2))
