"""How evenly people of different origins live, from counts by unit and group: each index beside what random mixing would give.

Indices are computed from published or protected totals, never from persons. See docs/methods/embedding.md."""

from shiliu.methods.counts import Counts, read_counts
from shiliu.methods.embedding.chance import shuffled
from shiliu.methods.embedding.changing import Change, changes, in_common
from shiliu.methods.embedding.comparing import Difference, differences
from shiliu.methods.embedding.doubts import Doubt
from shiliu.methods.embedding.expected import expected, expected_exposure
from shiliu.methods.embedding.measuring import every_name, measure, random_mixing, resampled
from shiliu.methods.embedding.near import by_distance, by_matrix, by_network, read_edges, read_shapes, touching
from shiliu.methods.embedding.point import (
    Area,
    Decomposition,
    decompose,
    dissimilarity,
    entropy,
    exposure,
    gini,
    indices,
    information_theory,
    isolation,
    location_quotient,
    mutual_information,
    pairwise_dissimilarity,
    simpson,
    surroundings,
)
from shiliu.methods.embedding.quotients import Quotient, location_quotients
from shiliu.methods.embedding.report import Chance, Index, Interval, Report
from shiliu.methods.inputs import BadInput

__all__ = [
    "Area",
    "BadInput",
    "Chance",
    "Change",
    "Counts",
    "Decomposition",
    "Difference",
    "Doubt",
    "Index",
    "Interval",
    "Quotient",
    "Report",
    "by_distance",
    "by_matrix",
    "by_network",
    "changes",
    "decompose",
    "differences",
    "dissimilarity",
    "entropy",
    "every_name",
    "expected",
    "expected_exposure",
    "exposure",
    "gini",
    "in_common",
    "indices",
    "information_theory",
    "isolation",
    "location_quotient",
    "location_quotients",
    "measure",
    "mutual_information",
    "pairwise_dissimilarity",
    "random_mixing",
    "read_counts",
    "read_edges",
    "read_shapes",
    "resampled",
    "shuffled",
    "simpson",
    "surroundings",
    "touching",
]
