"""What of a table may be published: small cells hidden so that they cannot be computed, or noise with a budget.

See docs/methods/disclosure.md."""

from shiliu.methods.counts import Counts, read_counts
from shiliu.methods.disclosure.attack import Hidden, learnable
from shiliu.methods.disclosure.ledger import Ledger, Spent, open_ledger, read_ledger, spend
from shiliu.methods.disclosure.margins import Margins, with_margins
from shiliu.methods.disclosure.mechanism import Mechanism, NoOpenDP, discrete_laplace
from shiliu.methods.disclosure.noise_bias import NoiseBias, noise_bias
from shiliu.methods.disclosure.release import (
    ReleasedCounts,
    ReleasedMean,
    ReleasedMeans,
    release_counts,
    release_means,
)
from shiliu.methods.disclosure.suppress import LEAST, Suppressed, suppress
from shiliu.methods.inputs import BadInput

__all__ = [
    "LEAST",
    "BadInput",
    "Counts",
    "Hidden",
    "Ledger",
    "Margins",
    "Mechanism",
    "NoOpenDP",
    "NoiseBias",
    "ReleasedCounts",
    "ReleasedMean",
    "ReleasedMeans",
    "Spent",
    "Suppressed",
    "discrete_laplace",
    "learnable",
    "noise_bias",
    "open_ledger",
    "read_counts",
    "read_ledger",
    "release_counts",
    "release_means",
    "spend",
    "suppress",
    "with_margins",
]
