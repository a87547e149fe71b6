"""Small towns for the tests of reach, and the answer by an algorithm that shares nothing with ours."""

import math

METRE = 180 / math.pi / 6_371_008.8  # degrees of one metre along the equator


def minutes_by_relaxing(size, steps, goals):
    """Minutes from every node to the nearest goal by relaxing every step until nothing changes (Bellman and Ford).

    `steps`: (from, to, minutes)."""
    took = [math.inf] * size
    for goal in goals:
        took[goal] = 0.0
    changed = True
    while changed:
        changed = False
        for start, end, minutes in steps:
            if took[end] + minutes < took[start] - 1e-12:
                took[start], changed = took[end] + minutes, True
    return took
