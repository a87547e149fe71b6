"""A small number is left out, and nobody who adds and subtracts gets to know more of it than its words say."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.circle import actions, hiding, queries
from shiliu.live.circle.hiding import BESIDE, BOTH, COVERED, MISSING, Node
from shiliu.live.circle.models import BuildingHomes, Gap
from shiliu.live.circle.tests.conftest import TERRACE, WEST
from shiliu.methods.disclosure import Counts, learnable, with_margins

pytestmark = pytest.mark.once
SHAPE = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: 3}  # a district, two streets, two communities each
LEAVES = (4, 5, 6, 7)


def tree(leaves):
    """Nodes from {leaf: (homes, covered)}."""
    homes, covered = ({key: leaves.get(key, (0, 0))[which] for key in SHAPE} for which in (0, 1))
    for key in (3, 2, 1):
        parts = [part for part, parent in SHAPE.items() if parent == key]
        homes[key], covered[key] = sum(homes[part] for part in parts), sum(covered[part] for part in parts)
    return [Node(key, parent, homes[key], covered[key]) for key, parent in SHAPE.items()]


def leaves(most):
    leaf = st.integers(0, most).flatmap(lambda homes: st.tuples(st.just(homes), st.integers(0, homes)))
    return st.tuples(*[leaf] * len(LEAVES)).map(lambda drawn: dict(zip(LEAVES, drawn, strict=True)))


def fits(label, covered, node, words, fewest):
    if label is None:
        return covered == node.covered
    if not words:
        return True
    return {
        COVERED: 0 < covered < fewest,
        MISSING: 0 < node.homes - covered < fewest,
        BOTH: node.homes < fewest or 0 < covered < node.homes,
        BESIDE: fewest <= covered <= node.homes - fewest,
    }[label]


@given(leaves(7))
@settings(max_examples=12)
def test_trying_everything_that_fits_places_no_small_number_closer_than_its_words(drawn):
    fewest, nodes = 3, tree(drawn)
    labels = hiding.left_out(nodes, fewest)
    small = {node.key for node in nodes if hiding.few_of(node.covered, node.homes, fewest)}
    words = any(label not in (None, BESIDE) for label in labels.values())
    seen = {key: set() for key in SHAPE}
    for guess in product(*(range(drawn[leaf][0] + 1) for leaf in LEAVES)):
        tried = tree({leaf: (drawn[leaf][0], covered) for leaf, covered in zip(LEAVES, guess, strict=True)})
        if all(fits(labels[one.key], one.covered, node, words, fewest) for one, node in zip(tried, nodes, strict=True)):
            for one in tried:
                seen[one.key].add(one.covered)
    slack = fewest - 2 if words else fewest
    for node in nodes:
        assert node.covered in seen[node.key]
        if node.key in small:
            assert labels[node.key]
            assert max(seen[node.key]) - min(seen[node.key]) >= min(slack, node.homes)


@given(leaves(60))
@settings(max_examples=15)
def test_the_judge_of_tables_cannot_solve_for_a_small_number_either(drawn):
    fewest, nodes = 5, tree(drawn)
    labels = hiding.left_out(nodes, fewest)
    by_key = {node.key: node for node in nodes}
    people = [[by_key[leaf].covered, by_key[leaf].homes - by_key[leaf].covered] for leaf in LEAVES]
    units = [str(leaf) for leaf in LEAVES]
    margins = with_margins(
        Counts.of(np.array(people), units, ["in", "out"], within=[str(SHAPE[leaf]) for leaf in LEAVES], keep_empty=True)
    )
    names = {**{str(key): key for key in SHAPE}, "all": 1}
    if labels[1]:
        return  # the judge wants the sum of everything
    shown = [
        [None if labels[names[row]] else int(value) for value in values[:-1]] + [int(values[-1])]
        for row, values in zip(margins.rows, margins.values, strict=True)
    ]
    for cell in learnable(margins, shown, progress=None):
        node = by_key[names[cell.row]]
        if hiding.few_of(node.covered, node.homes, fewest):
            assert cell.width >= min(fewest - 2, node.homes)


def test_a_small_number_takes_the_smallest_neighbour_along_and_no_more():
    nodes = [Node(1, None, 420, 263), Node(2, 1, 100, 3), Node(3, 1, 200, 150), Node(4, 1, 120, 110)]
    assert hiding.left_out(nodes, 5) == {1: None, 2: COVERED, 3: None, 4: BESIDE}
    assert hiding.left_out([Node(1, None, 420, 300), Node(2, 1, 420, 300)], 5) == {1: None, 2: None}


def test_where_all_others_have_all_or_nothing_the_sum_is_left_out_too():
    nodes = [Node(1, None, 300, 103), Node(2, 1, 100, 3), Node(3, 1, 100, 100), Node(4, 1, 100, 0)]
    assert hiding.left_out(nodes, 5) == {1: BESIDE, 2: COVERED, 3: None, 4: None}


def test_homes_that_lie_in_none_of_the_parts_are_a_part_nobody_is_told_about():
    nodes = [Node(1, None, 160, 33), Node(2, 1, 100, 3)]
    assert hiding.left_out(nodes, 5) == {1: None, 2: COVERED}
    nodes = [Node(1, None, 102, 5), Node(2, 1, 100, 3)]
    assert hiding.left_out(nodes, 5)[1] == BESIDE


def test_a_run_leaves_out_the_gaps_that_would_add_up_to_a_number_that_is_left_out(town, circle):
    """Three homes of the west reach the shop and 60 do not: telling the 60 would tell the three."""
    circle.homes.delete()
    west = town.places.west
    for code, spot, homes in (("a", WEST, 3), ("b", TERRACE, 60)):
        BuildingHomes.objects.create(
            code=code, area=west, area_path=west.path, longitude=spot[0], latitude=spot[1], homes=homes
        )
    run = actions.run(by=circle.sun)
    figure = queries.figures(run, west, "wheelchair")["convenience"]
    assert (figure["homes"], figure["covered"], figure["few"]) == (63, None, COVERED)
    assert Gap.objects.get(kind__code="convenience", walker="wheelchair").homes is None
    assert Gap.objects.get(kind__code="supermarket", walker="wheelchair").homes == 63
