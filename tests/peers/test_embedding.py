"""Embedding beside PySAL segregation 2.5.4: the same indices, and the defects that keep it from being the judge of the others."""

import warnings

import geopandas
import numpy as np
import pytest
from segregation import multigroup, singlegroup

from shiliu.methods import embedding
from shiliu.methods.embedding import Counts

pytestmark = [pytest.mark.peer, pytest.mark.once, pytest.mark.filterwarnings("ignore")]
PEER = {
    "dissimilarity": "MultiDissim",
    "gini": "MultiGini",
    "information": "MultiInfoTheory",
    "mutual_information": "MultiDivergence",
    "relative_diversity": "MultiRelativeDiversity",
    "squared_variation": "MultiSquaredCoefVar",
    "normalised_exposure": "MultiNormExposure",
}


def frame(table, spacing=100.0):
    """The table as squares in rows, in metres."""
    side = int(np.ceil(np.sqrt(len(table))))
    points = np.array([(spacing * (i % side), spacing * (i // side)) for i in range(len(table))])
    names = [f"g{k}" for k in range(table.shape[1])]
    data = geopandas.GeoDataFrame(
        table, columns=names, geometry=geopandas.points_from_xy(*points.T).buffer(spacing / 2, cap_style=3), crs=32650
    )
    data["total"] = table.sum(axis=1)
    return data, names, points


def random_table(seed):
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.lognormal(2.5, 1, size=(rng.integers(5, 40), rng.integers(2, 7)))) + 1


@pytest.mark.parametrize("seed", range(12))
def test_multigroup_indices_agree_to_a_millionth_of_a_millionth(seed):
    table = random_table(seed)
    data, names, _points = frame(table)
    ours = embedding.indices(table)
    for name, peer in PEER.items():
        assert ours[name] == pytest.approx(getattr(multigroup, peer)(data, names).statistic, rel=1e-12, abs=1e-12)
    assert embedding.entropy(table)[0] == pytest.approx(multigroup.MultiDiversity(data, names).statistic, rel=1e-12)
    assert embedding.simpson(table)[0] == pytest.approx(
        multigroup.SimpsonsInteraction(data, names).statistic, rel=1e-12
    )


@pytest.mark.parametrize("seed", range(6))
def test_indices_of_two_groups_agree(seed):
    table = random_table(seed)[:, :2]
    data, _names, _points = frame(table)
    met = embedding.exposure(table)
    for peer, ours in (
        (singlegroup.Dissim, embedding.dissimilarity(table)),
        (singlegroup.Gini, embedding.gini(table)),
        (singlegroup.Entropy, embedding.information_theory(table)),
        (singlegroup.Isolation, met[0, 0]),
        (singlegroup.Interaction, met[0, 1]),
        (
            singlegroup.CorrelationR,
            (met[0, 0] - table[:, 0].sum() / table.sum()) / (1 - table[:, 0].sum() / table.sum()),
        ),
    ):
        assert ours == pytest.approx(peer(data, "g0", "total").statistic, rel=1e-10)


def test_surroundings_agree_but_for_the_rounding_of_the_peer():
    """Defect 5: the peer rounds surroundings to whole people."""
    table = random_table(3) * 20
    data, names, points = frame(table)
    near = embedding.by_distance(points, 250, "triangular")
    around = embedding.surroundings(Counts.of(table), near)
    peer = multigroup.MultiInfoTheory(data, names, distance=250)
    assert np.abs(peer.data[names].to_numpy() - around).max() <= 0.5 + 1e-9
    assert embedding.indices(around.round())["information"] == pytest.approx(peer.statistic, rel=1e-12)
    assert embedding.indices(around)["information"] != peer.statistic


def test_random_mixing_has_the_mean_of_the_peers():
    from segregation.inference import SingleValueTest

    table = random_table(5)
    data, names, _points = frame(table)
    ours = embedding.random_mixing(Counts.of(table), ["information"], replicates=2000)["information"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drawn = SingleValueTest(
            multigroup.MultiInfoTheory(data, names),
            iterations_under_null=200,
            null_approach="person_permutation",
            n_jobs=1,
        ).est_sim
    assert abs(drawn.mean() - ours.mean()) < 4 * ours.std() / np.sqrt(200)
    assert drawn.mean() == pytest.approx(embedding.expected(Counts.of(table))["information"], abs=4 * ours.std() / 14)


def test_units_dealt_anew_between_two_tables_give_the_spread_of_the_peers():
    from segregation.inference import TwoValueTest

    rng = np.random.default_rng(4)
    tables = [rng.poisson(rng.lognormal(3, 0.5, size=(30, 3))) + 1 for _ in range(2)]
    peers = [multigroup.MultiInfoTheory(*frame(table)[:2]) for table in tables]
    peer = TwoValueTest(*peers, iterations_under_null=150, null_approach="random_label", n_jobs=1)
    ours = embedding.differences(*map(Counts.of, tables), ["information"], deal="units", replicates=2000, bootstraps=0)[
        0
    ]
    assert ours.difference == pytest.approx(-peer.est_point_diff, abs=1e-12)
    assert np.std(peer.est_sim) == pytest.approx(ours.deviation, rel=0.25)
    assert abs(np.mean(peer.est_sim) + ours.by_chance) < 4 * ours.deviation / np.sqrt(150)


def test_defect_1_the_density_corrected_dissimilarity_of_the_peer_loses_crowded_units():
    """Units with much of a group vanish from its sum; the plain index of these two is 1, and no correction is worth a half."""
    table = np.array([[30_000, 10], [10, 30_000]])
    data, _names, _points = frame(table)
    assert embedding.dissimilarity(table) > 0.99
    assert singlegroup.DensityCorrectedDissim(data, "g0", "total").statistic < 0.5


def test_defect_2_the_modified_dissimilarity_of_the_peer_draws_one_table_many_times():
    """Its spread from call to call does not shrink with more iterations; the exact baseline needs none."""
    table = np.random.default_rng(1).multinomial(30, [0.2, 0.8], size=40)
    data, _names, _points = frame(table)

    def spread(iterations):
        drawn = [
            singlegroup.ModifiedDissim(data, "g0", "total", iterations=iterations, n_jobs=1).statistic
            for _ in range(12)
        ]
        return np.std(drawn)

    assert spread(100) > spread(4) / 3  # with independent draws: a fifth


def test_defect_3_the_spatial_proximity_of_the_peer_calls_a_chequerboard_more_clustered_than_halves():
    chequer = np.array([[9, 1] if (x + y) % 2 else [1, 9] for y in range(8) for x in range(8)])
    halves = np.array([[9, 1] if x < 4 else [1, 9] for y in range(8) for x in range(8)])
    peer = [singlegroup.SpatialProximity(frame(table)[0], "g0", "total").statistic for table in (chequer, halves)]
    assert peer[0] > peer[1]
    near = embedding.by_distance(frame(chequer)[2], 250)
    ours = [embedding.information_theory(Counts.of(table), near) for table in (chequer, halves)]
    assert ours[0] < ours[1] / 5


def test_defect_4_a_boundary_index_of_the_peer_is_not_a_number_where_a_unit_has_no_neighbour():
    table = random_table(2)[:, :2]
    data, _names, _points = frame(table, spacing=100.0)
    data.loc[0, "geometry"] = data.geometry.iloc[0].buffer(-20)  # a unit beside a road
    assert np.isnan(singlegroup.BoundarySpatialDissim(data, "g0", "total").statistic)
