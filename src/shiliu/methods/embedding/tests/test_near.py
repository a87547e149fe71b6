"""Spatial indices: what is near whom, and the indices of surroundings."""

import json

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_array

from shiliu.methods import embedding
from shiliu.methods.embedding import Counts
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once
POINTS = np.array([[0, 0], [300, 400], [0, 1000], [5000, 5000], [0, 0]], dtype=float)
TABLE = np.array([[30, 10, 5], [5, 40, 5], [10, 10, 10], [2, 3, 50], [9, 1, 1]])


def test_weights_fall_with_distance_and_are_one_for_the_unit_itself():
    for kernel, at_half in (("flat", 1.0), ("triangular", 0.5), ("biweight", 0.5625)):
        weights = embedding.by_distance(POINTS, 1000, kernel).toarray()
        assert weights[0, 1] == weights[1, 0] == pytest.approx(at_half)
        assert (weights.diagonal() == 1).all() and weights[0, 4] == 1
        assert weights[3, :3].sum() == 0
        assert weights[0, 2] == (1 if kernel == "flat" else 0)


def test_distance_matrices_dense_and_sparse_give_the_same_weights():
    apart = np.linalg.norm(POINTS[:, None] - POINTS[None], axis=2)
    expected = embedding.by_distance(POINTS, 1200).toarray()
    assert embedding.by_matrix(apart, 1200).toarray() == pytest.approx(expected)
    row, col = np.nonzero(apart <= 1300)
    sparse = csr_array((apart[row, col], (row, col)), shape=apart.shape)
    assert embedding.by_matrix(sparse, 1200).toarray() == pytest.approx(expected)
    apart[0, 3] = np.inf
    assert embedding.by_matrix(apart, 1200).toarray() == pytest.approx(expected)


def test_a_network_goes_round_what_lies_between_and_takes_the_shortest_of_parallel_edges():
    edges = [("a", "b", 100.0), ("a", "b", 90.0), ("b", "c", 30.0), ("c", "c2", 0.0), ("far", "away", 1.0)]
    weights = embedding.by_network(edges, ["a", "c", "a", "c2", "far"], 200, "triangular").toarray()
    assert weights[0].tolist() == pytest.approx([1, 0.4, 1, 0.4, 0])
    assert weights[1, 3] == 1 and weights[4].tolist() == [0, 0, 0, 0, 1]
    assert (weights == weights.T).all()


def test_areas_that_share_a_border_or_a_corner_touch():
    squares = [shapely.box(x, y, x + 1, y + 1) for x, y in ((0, 0), (1, 0), (1, 1), (3, 3))]
    assert embedding.touching(squares).toarray().tolist() == [[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]]


def test_alone_in_its_surroundings_each_unit_gives_the_plain_indices():
    alone = embedding.by_distance(np.arange(5)[:, None] * [[9999.0, 0]], 10)
    counts = Counts.of(TABLE)
    assert embedding.indices(counts, alone) == pytest.approx(embedding.indices(counts), abs=1e-12)
    assert embedding.exposure(counts, alone) == pytest.approx(embedding.exposure(counts))
    assert embedding.pairwise_dissimilarity(counts, alone) == pytest.approx(embedding.pairwise_dissimilarity(counts))


def test_spatial_indices_are_what_their_definition_says():
    counts = Counts.of(TABLE)
    near = embedding.by_distance(POINTS, 1200)
    around = near.toarray() @ TABLE
    assert embedding.surroundings(counts, near) == pytest.approx(around)
    q, w, P = around / around.sum(1)[:, None], TABLE.sum(1) / TABLE.sum(), TABLE.sum(0) / TABLE.sum()
    E, I = -(P * np.log(P)).sum(), (P * (1 - P)).sum()  # noqa: E741
    found = embedding.indices(counts, near)
    assert found["information"] == pytest.approx(1 + (w[:, None] * q * np.log(q)).sum() / E)
    assert found["dissimilarity"] == pytest.approx((w[:, None] * abs(q - P)).sum() / (2 * I))
    assert found["relative_diversity"] == pytest.approx(1 - (w * (1 - (q**2).sum(1))).sum() / I)
    assert embedding.exposure(counts, near) == pytest.approx((TABLE / TABLE.sum(0)).T @ q)


def test_neighbours_of_the_other_group_make_a_chequerboard_mixed_and_halves_stay_apart():
    points = np.array([[x * 100.0, y * 100.0] for x in range(6) for y in range(6)])
    chequer = np.array([[10, 0] if (x + y) % 2 else [0, 10] for x in range(6) for y in range(6)])
    halves = np.array([[10, 0] if x < 3 else [0, 10] for x in range(6) for y in range(6)])
    near = embedding.by_distance(points, 250)
    assert embedding.information_theory(Counts.of(chequer)) == embedding.information_theory(Counts.of(halves)) == 1
    assert embedding.information_theory(Counts.of(chequer), near) < 0.1
    assert embedding.information_theory(Counts.of(halves), near) > 0.6


def test_spatial_indices_have_their_own_baseline():
    report = embedding.measure(
        Counts.of(TABLE), near=embedding.by_distance(POINTS, 1200), replicates=50, bootstraps=30, progress=None
    )
    index = report.index("information")
    assert not index.chance.exact and index.chance.low < index.chance.mean < index.chance.high < index.value
    assert {"few_units", "one_in_reach"} <= {doubt.code for doubt in report.doubts}


@pytest.fixture
def geojson(tmp_path):
    def write(features):
        path = tmp_path / "units.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def feature(name, lon, lat=30.0, **more):
    return {
        "type": "Feature",
        "properties": {"unit": name},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        **more,
    }


def test_centres_are_metres_apart(geojson):
    path = geojson([feature("B", 104.01), feature("A", 104.0), feature("other", 1.0)])
    shapes, points = embedding.read_shapes(path, ["A", "B"], "unit")
    assert [shape.x for shape in shapes] == [104.0, 104.01]
    assert np.linalg.norm(points[0] - points[1]) == pytest.approx(963, abs=1)  # 0.01° at 30° north


@pytest.mark.parametrize(
    ("features", "code"),
    [
        ([feature("A", 104)], "no_feature"),
        ([feature("A", 104), feature("A", 104), feature("B", 1)], "double_feature"),
        ([feature("A", 104, geometry=None), feature("B", 1)], "not_a_geometry"),
        ([feature("A", 104, geometry={"type": "Point", "coordinates": []}), feature("B", 1)], "not_a_geometry"),
        ([feature("A", 400_000), feature("B", 1)], "not_degrees"),
        (None, "not_geojson"),
    ],
)
def test_geometry_that_does_not_fit_is_refused(geojson, features, code):
    with pytest.raises(BadInput) as refused:
        embedding.read_shapes(geojson(features), ["A", "B"], "unit")
    assert refused.value.code == code


def test_what_is_no_json_is_refused(tmp_path):
    (tmp_path / "x.geojson").write_text("{")
    with pytest.raises(BadInput) as refused:
        embedding.read_shapes(tmp_path / "x.geojson", ["A"], "unit")
    assert refused.value.code == "not_json"


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: embedding.by_distance(POINTS, 0), "bad_reach"),
        (lambda: embedding.by_distance(POINTS, 10, "no"), "unknown_kernel"),
        (lambda: embedding.by_distance([[0, np.nan]], 10), "not_finite"),
        (lambda: embedding.by_distance([1, 2], 10), "not_points"),
        (lambda: embedding.by_matrix([[0, -1], [1, 0]], 10), "bad_distance"),
        (lambda: embedding.by_matrix([[0, np.nan], [1, 0]], 10), "bad_distance"),
        (lambda: embedding.by_matrix([[0, 1]], 10), "not_square"),
        (lambda: embedding.by_matrix([0, 1], 10), "not_square"),
        (lambda: embedding.by_network([], ["a"], 10), "no_edges"),
        (lambda: embedding.by_network([("a", "b", -1.0)], ["a"], 10), "bad_distance"),
        (lambda: embedding.by_network([("a", "b", 1.0)], ["c"], 10), "unknown_node"),
    ],
)
def test_distances_that_are_none_are_refused(build, code):
    with pytest.raises(BadInput) as refused:
        build()
    assert refused.value.code == code
