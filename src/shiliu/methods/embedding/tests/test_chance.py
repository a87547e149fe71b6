"""Random mixing: its exact mean, its draws, tails, intervals and doubts."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from shiliu.methods import embedding
from shiliu.methods.embedding import Counts, bits, chance
from shiliu.methods.embedding.chance import DRAWS, generator
from shiliu.methods.embedding.tests.test_indices import tables

pytestmark = pytest.mark.once
few = settings(max_examples=max(4, settings.default.max_examples // 8), deadline=None)
SMALL = [[3, 1], [1, 0], [0, 2]]


def deals(table):
    """The index values of every way to deal the people to the places, each as often as it happens."""
    table = np.array(table)
    people = np.repeat(np.arange(table.shape[1]), table.sum(axis=0))
    homes = np.repeat(np.arange(table.shape[0]), table.sum(axis=1))
    for dealt in set(permutations(people)):
        found = np.zeros_like(table)
        np.add.at(found, (homes, np.array(dealt)), 1)
        yield found


def test_the_exact_mean_is_that_of_every_way_to_deal_the_people():
    counts = Counts.of(SMALL)
    every = list(deals(SMALL))
    mean = {name: np.mean([embedding.indices(dealt)[name] for dealt in every]) for name in embedding.expected(counts)}
    assert embedding.expected(counts) == pytest.approx(mean, abs=1e-12)
    met = np.mean([embedding.exposure(dealt) for dealt in every], axis=0)
    assert embedding.expected_exposure(counts) == pytest.approx(met, abs=1e-12)


# A group seated person by person, with many seats taken; and none. The others by random bits, well and badly rounded; and by draws.
@pytest.mark.parametrize("free", [2, 99])
@pytest.mark.parametrize(("dense", "planes"), [(250, 10), (250, 1), (0, 10)])
def test_a_shuffle_gives_each_table_as_often_as_dealing_would(monkeypatch, free, dense, planes):
    monkeypatch.setattr(chance, "FREE_SEATS", free)
    monkeypatch.setattr(chance, "PEOPLE_BY_BITS", dense)
    monkeypatch.setattr(bits, "PLANES", planes)
    every = [tuple(dealt.ravel()) for dealt in deals(SMALL)]
    drawn = [tuple(table.ravel()) for table in embedding.shuffled(Counts.of(SMALL), 8_000, generator(3))]
    assert set(drawn) == set(every)
    for table in set(every):
        share = every.count(table) / len(every)
        assert abs(drawn.count(table) / 8_000 - share) < 5 * (share * (1 - share) / 8_000) ** 0.5


def test_units_of_more_than_a_word_of_people_are_dealt_as_dealing_would():
    """Means, spread and how two units vary together, of the hypergeometric distribution; 130 people are three words."""
    sizes, totals, replicates = np.array([130, 64, 1, 65, 7]), np.array([20, 97, 150]), 4_000
    dealt = bits.dealt_by_bits(sizes, totals, replicates, generator(2))
    assert (dealt.sum(axis=0) == sizes).all() and (dealt.sum(axis=2) == totals[:, None]).all() and (dealt >= 0).all()
    share = sizes / sizes.sum()
    for group, total in zip(dealt, totals, strict=True):
        factor = total * (267 - total) / 266
        assert np.abs(group.mean(axis=0) - total * share).max() < 5 * (factor / 4 / replicates) ** 0.5
        assert np.abs(np.cov(group.T) - factor * (np.diag(share) - np.outer(share, share))).max() < 0.08 * factor / 4


def test_groups_that_are_seated_and_groups_that_are_drawn_spread_alike():
    counts = Counts.of([[300, 3, 40], [100, 2, 10], [500, 1, 90]])
    assert chance._how_many_seated(np.sort(counts.totals), 3) == 1
    sizes = counts.sizes / counts.total
    for kind, spread in (
        ("systematic", 1.0),
        ("shuffle", (1046 - 6) / 1045),
    ):  # 1,046 people in 3 units: too many for bits
        drawn = DRAWS[kind](counts, 4_000, generator(8))[:, :, 1]
        assert np.abs(drawn.mean(axis=0) - 6 * sizes).max() < 0.1
        assert drawn.var(axis=0) == pytest.approx(spread * 6 * sizes * (1 - sizes), rel=0.1)


@pytest.mark.parametrize("spared", [0.0, 3.0])  # 0: every other draw is one too many and drawn again
@pytest.mark.parametrize("held", [0, 1 << 24])
def test_people_thrown_into_places_spread_as_the_multinomial_distribution_says(monkeypatch, spared, held):
    monkeypatch.setattr(chance, "SPARED", spared)
    monkeypatch.setattr(chance, "MOST_HELD", held)
    weights, people, replicates = np.array([50, 0, 30, 20, 4]), 90, 2_000
    thrown = chance._thrown(people, weights, replicates, generator(3))
    share = weights / weights.sum()
    assert (thrown.sum(axis=1) == people).all() and (thrown >= 0).all() and not thrown[:, 1].any()
    assert np.abs(thrown.mean(axis=0) - people * share).max() < 5 * (people / 4 / replicates) ** 0.5
    assert np.abs(np.cov(thrown.T) - people * (np.diag(share) - np.outer(share, share))).max() < 0.12 * people / 4
    assert (chance._thrown(7, weights[:1], 3, generator(3)) == 7).all()


@few
@given(tables)
def test_every_draw_keeps_what_it_promises_to_keep(table):
    counts = Counts.of(table)
    for kind, draw in DRAWS.items():
        drawn = draw(counts, 4, generator(1))
        assert drawn.shape == (4, *table.shape) and (drawn >= 0).all()
        if kind in {"shuffle", "evenness"}:
            assert (drawn.sum(axis=2) == table.sum(axis=1)).all()
        if kind in {"shuffle", "systematic"}:
            assert (drawn.sum(axis=1) == table.sum(axis=0)).all()
        if kind == "people":
            assert (drawn.sum(axis=(1, 2)) == table.sum()).all() and (drawn[:, table == 0] == 0).all()
        if kind == "units":
            assert (drawn % np.maximum(table, 1) == 0).all()
        assert (draw(counts, 4, generator(1)) == drawn).all()


def test_drawn_means_agree_with_the_exact_ones():
    rng = np.random.default_rng(7)
    counts = Counts.of(1 + rng.poisson([30, 12, 3], size=(40, 3)))
    names = list(embedding.expected(counts))
    drawn = embedding.random_mixing(counts, names, replicates=400, seed=5)
    for name, mean in embedding.expected(counts).items():
        assert abs(drawn[name].mean() - mean) < 5 * drawn[name].std() / 20


def test_a_hundred_people_a_building_with_one_in_twenty_look_apart_by_chance_alone():
    """0.18, as random allocations in the design notes gave it for 23 or 69 buildings."""
    counts = Counts.of([[95, 5]] * 69)
    assert embedding.expected(counts)["dissimilarity"] == pytest.approx(0.18, abs=0.005)
    assert embedding.expected(counts)["information"] == pytest.approx(0.025, abs=0.003)


def test_a_report_sets_each_index_beside_chance():
    counts = Counts.of([[60, 10, 5], [30, 20, 5], [10, 70, 10], [12, 60, 30]], within=["n", "n", "s", "s"])
    report = embedding.measure(counts, replicates=99, bootstraps=60, seed=4, progress=None)
    assert report == embedding.measure(counts, replicates=99, bootstraps=60, seed=4, progress=None)
    for name in ("dissimilarity", "gini", "information", "mutual_information", "information_between"):
        index = report.index(name)
        assert index.chance.mean < index.value < index.top and 0 < index.adjusted < 1
        assert index.chance.p_apart == 0.01 and index.chance.p_even == 1
        assert index.interval.low < index.interval.corrected < index.interval.high
    assert report.index("information").value == pytest.approx(
        report.index("information_between").value + report.index("information_within").value
    )
    met = report.index("exposure", "group 1", "group 2")
    assert met.value < met.chance.mean and met.chance.p_apart == 0.01 and 0 < met.adjusted < 1
    assert report.index("isolation", "group 1").adjusted > 0
    assert report.index("dissimilarity_pair", "group 1", "group 3").top == 1
    assert {doubt.code for doubt in report.doubts} == {"few_units", "mostly_chance"}
    with pytest.raises(KeyError):
        report.index("dissimilarity", "group 1")


def test_a_random_table_is_not_called_apart_and_an_even_one_is_called_even():
    drawn = embedding.shuffled(Counts.of([[20, 4]] * 12), 1, generator(11))[0]
    counts = Counts.of(drawn)
    report = embedding.measure(counts, names=["dissimilarity"], replicates=199, bootstraps=0, progress=None)
    assert report.index("dissimilarity").interval is None
    assert {doubt.code for doubt in report.doubts} == {"small_units", "mostly_chance", "not_beyond_chance"}
    even = embedding.measure(
        Counts.of([[20, 4]] * 12), names=["information"], replicates=199, bootstraps=0, progress=None
    )
    assert even.index("information").chance.p_even == 1 / 200 and even.index("information").adjusted < 0


def test_the_bias_of_many_small_cells_is_seen_and_taken_away():
    counts = Counts.of(embedding.shuffled(Counts.of([[12, 8]] * 50), 1, generator(2))[0])
    index = embedding.measure(counts, names=["mutual_information"], replicates=0, progress=None).indices[0]
    assert index.chance is None and index.adjusted is None
    assert index.interval.corrected < index.value and index.interval.bias == pytest.approx(49 / 2000, rel=0.3)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"null": "no"}, "unknown_draw"),
        ({"resample": "no"}, "unknown_draw"),
        ({"names": ["no"]}, "unknown_index"),
        ({"names": ["information_between"]}, "no_areas"),
        ({"confidence": 1}, "confidence"),
        ({"replicates": -1}, "replicates"),
        ({"seed": -1}, "negative_seed"),
        ({"near": embedding.by_distance([[0, 0]], 5)}, "near_shape"),
        ({"near": embedding.by_distance([[0, 0], [1, 1]], 5), "resample": "units"}, "units_near"),
    ],
)
def test_words_that_are_not_known_are_refused(given, code):
    with pytest.raises(embedding.BadInput) as refused:
        embedding.measure(Counts.of([[1, 2], [3, 4]]), progress=None, **given)
    assert refused.value.code == code


def test_chance_is_about_whole_people():
    with pytest.raises(embedding.BadInput) as refused:
        embedding.expected(Counts.of([[1, 2.5], [3, 4]], units=["A", "B"]))
    assert refused.value.code == "not_whole" and "row A, column group 2" in str(refused.value)
    with pytest.raises(embedding.BadInput) as refused:
        embedding.measure(Counts.of([[10**9, 2], [3, 4]]))
    assert refused.value.code == "too_many"


def test_location_quotients_have_the_tails_of_every_way_to_deal_the_people():
    every = np.array(list(deals(SMALL)))
    for at, quotient in enumerate(embedding.location_quotients(Counts.of(SMALL))):
        i, k = divmod(at, 2)
        assert quotient.value == pytest.approx(embedding.location_quotient(SMALL)[i, k])
        assert quotient.p_more == pytest.approx((every[:, i, k] >= SMALL[i][k]).mean())
        assert quotient.p_fewer == pytest.approx((every[:, i, k] <= SMALL[i][k]).mean())
        assert quotient.low <= 1 <= quotient.high
    with pytest.raises(embedding.BadInput) as refused:
        embedding.location_quotients(Counts.of(SMALL), confidence=0)
    assert refused.value.code == "confidence"
