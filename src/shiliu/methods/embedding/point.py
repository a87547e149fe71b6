"""Single indices for a notebook: numbers of one table, without chance. People may be shares or estimates here, not only whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import xlogy

from shiliu.methods.counts import Counts
from shiliu.methods.embedding import formulas
from shiliu.methods.embedding.formulas import Array, Tables

Table = Counts | ArrayLike | Sequence[Sequence[float]]


def indices(table: Table, near: csr_array | None = None, names: Sequence[str] | None = None) -> dict[str, float]:
    """The multigroup indices of one table, by name (all, or `names`; formulas in `formulas`); `near` makes them spatial.

    dissimilarity, gini, information (H), relative_diversity, squared_variation, normalised_exposure from 0 to 1 (spatial H and R may
    fall below 0); mutual_information (M) and unit_entropy in nats; unit_simpson, a chance."""
    x = _tables(table, near)
    return {name: float(formulas.ONE[name](x)[0]) for name in names or formulas.ONE}


def dissimilarity(table: Table, near: csr_array | None = None) -> float:
    """D, Duncan and Duncan (1955) for two groups and its multigroup form: the share of people who would have to move, of those who
    would have to if groups were wholly apart."""
    return float(formulas.dissimilarity(_tables(table, near))[0])


def gini(table: Table, near: csr_array | None = None) -> float:
    """The multigroup Gini index, from 0 to 1."""
    return float(formulas.gini(_tables(table, near))[0])


def information_theory(table: Table, near: csr_array | None = None) -> float:
    """H, Theil and Finizza (1971): how much less diverse units are than the whole, from 0 to 1."""
    return float(formulas.information(_tables(table, near))[0])


def mutual_information(table: Table, near: csr_array | None = None) -> float:
    """M in nats: what knowing the unit tells about the group; H times the entropy of the groups."""
    return float(formulas.mutual_information(_tables(table, near))[0])


def pairwise_dissimilarity(table: Table, near: csr_array | None = None) -> Array:
    """D of each pair of groups, shape (groups, groups), zero on the diagonal."""
    x = _tables(table, near)
    groups = x.people.shape[2]
    found = np.zeros((groups, groups))
    for (a, b), value in zip(formulas.pairs(groups), formulas.pairwise(x)[0], strict=True):
        found[a, b] = found[b, a] = value
    return found


def exposure(table: Table, near: csr_array | None = None) -> Array:
    """P* (Bell 1954): at [x, y] the chance that somebody in the unit of a random person of x is of y; its rows sum to 1."""
    x = _tables(table, near)
    return formulas.exposure(x)[0].reshape(x.people.shape[2], -1)


def isolation(table: Table, near: csr_array | None = None) -> Array:
    """The exposure of each group to itself, shape (groups,). Its value under random mixing is about the group's share."""
    return exposure(table, near).diagonal().copy()


def entropy(table: Table) -> tuple[float, Array]:
    """Shannon's entropy in nats: of all people, and of each unit, shape (units,)."""
    x = _tables(table, None)
    return float(x.E[0]), -xlogy(x.q, x.q).sum(axis=2)[0]


def simpson(table: Table) -> tuple[float, Array]:
    """Simpson's 1 − Σ p², the chance that two people (drawn with replacement) differ: of all, and of each unit."""
    x = _tables(table, None)
    return float(x.I[0]), 1 - (x.q**2).sum(axis=2)[0]


def location_quotient(table: Table) -> Array:
    """LQ (区位熵) = (x_i / t_i) / (X / T), shape (units, groups); 1 under random mixing. Publish it for large cells only."""
    x = _tables(table, None)
    return x.q[0] / x.P[0]


@dataclass(frozen=True, slots=True)
class Area:
    """A larger area: its share of all people, its own M and H, and what it adds to those within."""

    name: str
    units: int
    share: float
    mutual_information: float
    information: float
    adds_to_m: float
    adds_to_h: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """M = between + within, and the same of H; `areas` add up to the parts within.

    M_within = Σ (T_s / T) M_s and H_within = Σ (T_s E_s / T E) H_s (Theil; Mora and Ruiz-Castillo, Sociological Methodology 41
    (2011) 159-194)."""

    m: float
    m_between: float
    m_within: float
    h: float
    h_between: float
    h_within: float
    areas: tuple[Area, ...]


def decompose(counts: Counts) -> Decomposition:
    """M and H between the larger areas of the units and within each. Raises BadInput without areas, or with only one."""
    names, at = counts.areas()
    m, h = mutual_information(counts), information_theory(counts)
    between = counts.by_area()
    m_between, h_between = mutual_information(between), information_theory(between)
    whole_entropy = entropy(counts)[0]
    areas = []
    for position, name in enumerate(names):
        own = counts.people[at == position]
        own_entropy, unit_entropies = entropy(own)
        share = float(own.sum() / counts.total)
        own_m = float(own_entropy - (own.sum(axis=1) / own.sum() * unit_entropies).sum())
        own_h = own_m / own_entropy if own_entropy else 0.0
        areas.append(Area(name, len(own), share, own_m, own_h, share * own_m, share * own_m / whole_entropy))
    return Decomposition(m, m_between, m - m_between, h, h_between, h - h_between, tuple(areas))


def surroundings(counts: Counts, near: csr_array) -> Array:
    """People around each unit, Σ_j w_ij · people_j, shape (units, groups)."""
    return formulas.smoothed(near, counts.people[None])[0]


def _tables(table: Table, near: csr_array | None) -> Tables:
    if isinstance(table, Counts):
        return Tables(table.people[None], near=near)
    people: NDArray = np.asarray(table, dtype=np.float64)
    return Tables(people[None] if people.ndim == 2 else people, near=near)
