"""Edges in an order of their own, so that the order of the input changes no answer."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def ordered(
    tail: NDArray[np.int64], head: NDArray[np.int64], values: dict[str, Any], nodes: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, Any]]:
    """Edges from the lower to the higher node, in the order of nodes and then of their own values; loops left out."""
    turned = tail > head
    if turned.any():
        tail, head = np.where(turned, head, tail), np.where(turned, tail, head)
        values["slope"] = np.where(turned, -values["slope"], values["slope"])
        values["ahead"], values["back"] = (
            np.where(turned, values["back"], values["ahead"]),
            np.where(turned, values["ahead"], values["back"]),
        )
        if values["lines"] is not None:
            values["lines"] = values["lines"].copy()
            values["lines"][turned] = shapely.reverse(values["lines"][turned])
    key = tail * nodes + head
    order = np.argsort(key, kind="stable")
    if (key[order][1:] == key[order][:-1]).any():
        own = [
            values[name]
            for name in ("doors", "back", "ahead", "wheelchair", "surface", "stairs", "kerb", "slope", "length")
        ]
        if values["lines"] is not None:
            own = [np.unique(shapely.to_wkb(values["lines"]), return_inverse=True)[1], *own]
        order = np.lexsort([*own, key])
        tail, head, values = _one_of_both_ways(
            tail[order], head[order], {n: _take(v, order) for n, v in values.items()}
        )
        order = np.arange(len(tail))
    order = order[(tail != head)[order]]
    return tail[order], head[order], {name: _take(value, order) for name, value in values.items()}


def _one_of_both_ways(
    tail: NDArray[np.int64], head: NDArray[np.int64], values: dict[str, Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, Any]]:
    """A one-way edge and its return along the same line are one edge. Directed GraphML writes every path so."""
    single = values["ahead"] != values["back"]
    if not single.any():
        return tail, head, values
    own = [np.nan_to_num(values[name], nan=-9.0) for name in ("kerb", "slope")]
    own += [
        np.round(values["length"], 3),
        *(values[name] for name in ("stairs", "surface", "wheelchair", "doors")),
        tail,
        head,
    ]
    shape = values["lines"]
    if shape is not None:
        middle = shapely.get_coordinates(shapely.line_interpolate_point(shape, 0.5, normalized=True))
        own += [np.round(middle[:, 0], 7), np.round(middle[:, 1], 7)]
    waiting: dict[tuple[Any, ...], list[int]] = {}
    kept = np.ones(len(tail), bool)
    ahead, back = values["ahead"].copy(), values["back"].copy()
    for at in np.flatnonzero(single).tolist():
        like = tuple(part[at].item() for part in own)
        if other := waiting.get((*like, bool(back[at]))):
            kept[at] = False
            ahead[other[0]] = back[other[0]] = True
            other.pop(0)
        else:
            waiting.setdefault((*like, bool(ahead[at])), []).append(at)
    values = {**values, "ahead": ahead, "back": back}
    return tail[kept], head[kept], {name: _take(value, kept) for name, value in values.items()}


def _take(values: Any, order: NDArray[Any]) -> Any:
    return None if values is None else values[order]
