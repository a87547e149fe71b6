"""The circle as a map: paths, dwellings coloured by minutes, what they lack by shape, and where one more facility would help most."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf, log10
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from shiliu.methods import plots
from shiliu.methods.inputs import BadInput
from shiliu.methods.reach.circle import Circle, Facility
from shiliu.methods.reach.network import Floats, Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Blue in time, orange to brown too late, black without a way: told apart without red and green, and by shape as well.
IN_TIME = ("#08306b", "#2f7fbc", "#94c4df")
TOO_LATE = ("#fdae6b", "#b4530a")
NO_WAY = "#000000"
STAR = "#cc79a7"


def draw(
    network: Network, facilities: Sequence[Facility], answer: Circle, *, category: str | None = None, source: str = ""
) -> Figure:
    """The map for one category, or else for the one that is farthest from each dwelling. Raises Unavailable without matplotlib, BadInput
    for a category that was not asked for."""
    if category is not None and category not in answer.categories:
        known = ", ".join(answer.categories)
        raise BadInput("unknown_category", f"no category is called {category}; there are {known}")
    shown = (category,) if category else answer.categories
    figure = plots.figure(*_size(network))
    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.axis("off")
    _paths(axes, network)
    _dwellings(axes, network, answer, shown)
    places = [place for place in facilities if place.category in shown]
    at = network.plane([place.lon for place in places], [place.lat for place in places])
    if len(at):
        label = "facility" if len(shown) > 1 else f"facility: {shown[0]}"
        axes.scatter(
            at[:, 0],
            at[:, 1],
            s=26,
            marker="^",
            c="#ffffff",
            edgecolors="#000000",
            linewidths=0.9,
            zorder=4,
            label=label,
        )
    sites = [site for site in answer.sites if site.category in shown]
    at = network.plane([site.lon for site in sites], [site.lat for site in sites])
    if len(at):
        label = "one more here closes most gaps"
        axes.scatter(
            at[:, 0], at[:, 1], s=190, marker="*", c=STAR, edgecolors="#000000", linewidths=0.9, zorder=5, label=label
        )
    what = shown[0] if len(shown) == 1 else f"the farthest of {len(shown)} categories"
    axes.set_title(
        f"Minutes on foot to {what}\nwalker: {answer.walker}; enough: {answer.minutes:g} minutes", loc="left"
    )
    figure.legend(loc="outside right upper", frameon=False, title="Dwellings, minutes", alignment="left")
    _scale(axes)
    if source:
        axes.text(1, -0.01, source, transform=axes.transAxes, ha="right", va="top", fontsize=8, color="#404040")
    return figure


def _size(network: Network) -> tuple[float, float]:
    """Inches: a map of the shape of the place, with room for the legend beside it."""
    wide, high = np.ptp(network.plane(network.lon, network.lat), axis=0)
    scale = min(8.5 / max(wide, 1.0), 7.0 / max(high, 1.0))
    return max(scale * float(wide), 3.5) + 3.3, max(scale * float(high), 3.5) + 1.2


def _paths(axes: Axes, network: Network) -> None:
    from matplotlib.collections import LineCollection

    at, which = shapely.get_coordinates(network.shapes, return_index=True)
    lines = np.split(at, np.flatnonzero(np.diff(which)) + 1)
    axes.add_collection(LineCollection(lines, colors="#c8c8c8", linewidths=0.6, zorder=1))
    axes.autoscale_view()


def _dwellings(axes: Axes, network: Network, answer: Circle, shown: Sequence[str]) -> None:
    columns = [answer.categories.index(name) for name in shown]
    known = [place for place in answer.reached if place.away is not None]
    at = network.plane([place.lon for place in known], [place.lat for place in known])
    took = np.array([max(_or_inf(place.minutes[column]) for column in columns) for place in known])
    size = float(np.clip(9000 / max(len(known), 1), 7, 46))
    edges = [0.0, answer.minutes / 3, answer.minutes * 2 / 3, answer.minutes, answer.minutes * 4 / 3, inf]
    for colour, low, high in zip(IN_TIME + TOO_LATE, edges, edges[1:], strict=False):
        late = low >= answer.minutes
        label = (
            f"more than {_round(low)}: missing"
            if high == inf
            else f"{_round(low)} to {_round(high)}" + (": missing" if late else "")
        )
        which = (took > low if low else took >= 0) & (took <= high) & np.isfinite(took)
        _points(axes, at[which], colour, size, "D" if late else "o", label)
    _points(axes, at[~np.isfinite(took)], NO_WAY, 1.4 * size, "X", "no way there: missing")
    adrift = [place for place in answer.reached if place.away is None]
    where = network.plane([place.lon for place in adrift], [place.lat for place in adrift])
    _points(axes, where, "#ffffff", size, "s", "no path near: not known")


def _points(axes: Axes, at: Floats, colour: str, size: float, marker: str, label: str) -> None:
    if len(at):
        axes.scatter(
            at[:, 0],
            at[:, 1],
            s=size,
            c=colour,
            marker=marker,
            edgecolors="#202020",
            linewidths=0.35,
            zorder=3,
            label=label,
        )


def _round(minutes: float) -> str:
    return f"{minutes:.1f}".removesuffix(".0")


def _or_inf(minutes: float | None) -> float:
    return inf if minutes is None else minutes


def _scale(axes: Axes) -> None:
    """A bar of a round number of metres, about a fifth of the map."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    wanted = (east - west) / 5
    power = 10 ** floor(log10(wanted))
    metres = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    words = f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km"
    below = south - (north - south) * 0.035
    style: dict[str, Any] = {"color": "#000000", "linewidth": 2.5, "solid_capstyle": "butt", "clip_on": False}
    axes.plot([west, west + metres], [below, below], **style)
    axes.text(west + metres / 2, below - (north - south) * 0.01, words, ha="center", va="top", fontsize=9)
    axes.set_xlim(west, east)
    axes.set_ylim(below, north)
