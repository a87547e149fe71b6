"""What of a table may be published: small cells hidden so that they cannot be computed, or noise with a budget.

See docs/methods/disclosure.md."""

from shiliu.methods.counts import Counts, read_counts
from shiliu.methods.disclosure.attack import Hidden, learnable
from shiliu.methods.disclosure.margins import Margins, with_margins
from shiliu.methods.disclosure.suppress import LEAST, Suppressed, suppress
from shiliu.methods.inputs import BadInput

__all__ = [
    "LEAST",
    "BadInput",
    "Counts",
    "Hidden",
    "Margins",
    "Suppressed",
    "learnable",
    "read_counts",
    "suppress",
    "with_margins",
]
