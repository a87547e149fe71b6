"""Counts and means with noise from OpenDP."""

import builtins
import json
from fractions import Fraction

import numpy as np
import pytest

from shiliu.methods import command, disclosure, embedding
from shiliu.methods.disclosure import BadInput, Counts, discrete_laplace, noise_bias, release_counts, release_means
from shiliu.methods.disclosure.mechanism import NoOpenDP

pytestmark = pytest.mark.once
TABLE = [[60, 10, 0], [30, 20, 5], [10, 70, 2], [12, 60, 30]]


@pytest.fixture
def paid(tmp_path):
    disclosure.open_ledger(tmp_path / "ledger", 30, "residents of A, 2026")
    return {"ledger": tmp_path / "ledger", "what": "a table", "on": "2026-11-22"}


@pytest.mark.parametrize("epsilon", ["0.1", "0.3", "0.7", "1", "3", "1/7"])
def test_the_loss_opendp_states_is_never_over_what_the_ledger_says(epsilon):
    for sensitivity in (1, 4):
        mechanism = discrete_laplace(epsilon, sensitivity)
        assert Fraction(mechanism.measurement.map(sensitivity)) <= Fraction(epsilon)
        assert mechanism.scale == pytest.approx(sensitivity / float(Fraction(epsilon)))


def test_noise_has_the_spread_of_the_discrete_laplace_distribution():
    mechanism = discrete_laplace("1/2")
    drawn = np.array(mechanism.noise(8_000))
    a = np.exp(-0.5)
    variance = 2 * a / (1 - a) ** 2
    assert abs(drawn.mean()) < 5 * (variance / 8_000) ** 0.5
    assert drawn.var() == pytest.approx(variance, rel=0.2)
    reach = mechanism.within(0.95)
    beyond = [2 * a ** (m + 1) / (1 + a) for m in (reach - 1, reach)]
    assert beyond[1] <= 0.05 < beyond[0]


def test_a_table_is_paid_for_before_it_is_released(paid):
    done = release_counts(Counts.of(TABLE), epsilon=20, **paid)
    assert np.abs(np.array(done.cells) - TABLE).max() <= 3 and done.within == 0
    assert (done.not_negative() >= 0).all()
    assert disclosure.read_ledger(paid["ledger"]).spent == 20 and done.spent.number == 1
    with pytest.raises(BadInput) as refused:
        release_counts(Counts.of(TABLE), epsilon=20, **paid)
    assert refused.value.code == "budget_spent"


def test_means_come_back_near_the_truth_and_not_at_all_for_few(paid):
    answers = {"A": ["4.5"] * 300 + [1] * 100, "B": [5] * 200, "C": [3, 2]}
    done = release_means(answers, low=1, high=5, step="0.5", epsilon=20, least=10, **paid)
    assert [each.unit for each in done.means] == ["A", "B", "C"]
    assert done.means[0].mean == pytest.approx(3.625, abs=0.1) and done.means[1].mean == pytest.approx(5, abs=0.1)
    assert done.means[2].mean is None
    assert done.spent.epsilon == 20


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"high": 1}, "bad_scale"),
        ({"step": "0.3"}, "bad_scale"),
        ({"answers": {"A": [6]}}, "off_the_scale"),
        ({"answers": {"A": [1.5]}}, "off_the_scale"),
        ({"answers": {"A": ["x"]}}, "not_a_number"),
        ({"answers": {}}, "no_units"),
        ({"epsilon": 0.5}, "inexact"),
        ({"epsilon": 50}, "no_protection"),
    ],
)
def test_answers_that_are_not_on_the_scale_cost_nothing(paid, given, code):
    asked = {"answers": {"A": [1]}, "low": 1, "high": 5, "epsilon": 1, **paid, **given}
    with pytest.raises(BadInput) as refused:
        release_means(asked.pop("answers"), **asked)
    assert refused.value.code == code and not disclosure.read_ledger(paid["ledger"]).lines


def test_without_opendp_nothing_is_spent(paid, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name.startswith("opendp"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NoOpenDP) as refused:
        release_counts(Counts.of(TABLE), epsilon=1, **paid)
    assert "requirements/extra.txt" in str(refused.value)
    assert not disclosure.read_ledger(paid["ledger"]).lines


def test_a_person_changes_one_count_at_least():
    with pytest.raises(BadInput) as refused:
        discrete_laplace(1, 0)
    assert refused.value.code == "sensitivity"


def test_noise_pushes_an_index_up_and_the_estimate_sees_it():
    even = np.array([[40, 10]] * 30)
    (found,) = noise_bias(even, epsilon="0.5", names=["dissimilarity"], replicates=40, progress=None)
    assert found.value == 0 and 0.05 < found.bias < 0.2 and found.deviation < 0.05
    assert found.mixed == pytest.approx(embedding.expected(Counts.of(even))["dissimilarity"], abs=0.02)
    assert found.mixed_with_noise > found.mixed + 0.02
    assert found.corrected == -found.bias
    (less,) = noise_bias(even, epsilon=5, names=["dissimilarity"], replicates=40, progress=None)
    assert less.bias < found.bias / 3


def test_empty_units_are_given_noise_too_and_wrong_words_are_refused():
    table = [[40, 10], [10, 40], [0, 0]]
    found = noise_bias(table, epsilon=1, names=["information"], replicates=3, progress=None)[0]
    assert found.value == pytest.approx(embedding.information_theory(table[:2]))
    for given, code in (({"names": ["no"]}, "unknown_index"), ({"replicates": 1}, "replicates")):
        with pytest.raises(BadInput) as refused:
            noise_bias(table, epsilon=1, progress=None, **given)
        assert refused.value.code == code


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text("building,a,b\nA,60,10\nB,30,20\nC,10,70\n", encoding="utf-8")
    (tmp_path / "answers.csv").write_text("building,trust\n" + "A,4\n" * 40 + "B,2\n" * 40, encoding="utf-8")
    (tmp_path / "units.txt").write_text("A\nB\nC\n", encoding="utf-8")

    def run(*words):
        code = command.run(["measure", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_budget_is_begun_spent_and_shown(shell, tmp_path):
    assert shell("budget", "ledger", "--begin", "3", "--about", "residents of A")[1].startswith(
        "residents of A: 0 of 3 spent"
    )
    words = ["release", "table.csv", "--ledger", "ledger", "--on", "2026-11-22", "--replicates", "4"]
    code, out, err = shell(*words, "--epsilon", "1", "--what", "buildings", "--out", "out.csv")
    assert (code, err) == (0, "") and "Spent 1; 2 of 3 left" in out and "dissimilarity" in out
    assert (tmp_path / "out.csv").read_text().startswith(",a,b")
    plain = json.loads(shell(*words, "--epsilon", "1/2", "--what", "again", "--json")[1])
    assert plain["left"] == "3/2" and len(plain["noise_bias"]) == 5 and len(plain["cells"]) == 3
    code, out, err = shell(*words, "--epsilon", "2", "--what", "too much")
    assert (code, out) == (2, "") and "nothing was released" in err
    shown = json.loads(shell("budget", "ledger", "--json")[1])
    assert shown["spent"] == "3/2" and [line["what"] for line in shown["lines"]] == ["buildings", "again"]
    assert shell("budget", "other", "--begin", "3")[0] == 2


def test_means_are_released_for_every_known_unit(shell, tmp_path):
    shell("budget", "ledger", "--begin", "20", "--about", "x")
    words = ["release", "answers.csv", "--mean", "trust", "--ledger", "ledger", "--what", "t", "--epsilon", "5"]
    code, out, err = shell(*words, "--units", "units.txt", "--out", "means.csv")
    assert (code, err) == (0, "") and "too few" in out and "of about" in out
    assert (tmp_path / "means.csv").read_text().splitlines()[0] == "unit,mean,answers"
    assert "that a unit is listed says that somebody answered" in shell(*words)[1]
    assert len(json.loads(shell(*words, "--json")[1])["means"]) == 2
    (tmp_path / "units.txt").write_text("A\n")
    assert "is none of the units" in shell(*words, "--units", "units.txt")[2]
    assert "its folder does not exist" in shell(*words, "--out", "nowhere/x.csv")[2]
