"""Location quotients of units, with how far chance alone reaches."""

from dataclasses import dataclass

import numpy as np

from shiliu.methods.counts import Counts
from shiliu.methods.embedding.expected import cell_chances
from shiliu.methods.embedding.point import location_quotient
from shiliu.methods.inputs import BadInput

ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Quotient:
    """LQ = (x / t) / (X / T) of a unit and a group, 1 under random mixing. `low` to `high` is where it lies by chance with the
    confidence asked for (at least), `p_more` and `p_fewer` the chances of as many or more, as few or fewer."""

    unit: str
    group: str
    value: float
    low: float
    high: float
    p_more: float
    p_fewer: float


def location_quotients(counts: Counts, *, confidence: float = 0.95) -> tuple[Quotient, ...]:
    """The quotient of every unit and group, unit by unit, with exact hypergeometric tails (units and groups keep their sizes).

    Of many quotients some lie outside their range by chance: one in twenty at 0.95. From a quotient and the sums the count follows, so publish
    it only where the count itself may be published. Raises BadInput for counts that are not whole."""
    if not 0 < confidence < 1:
        raise BadInput("confidence", f"the confidence {confidence} is not between 0 and 1")
    people = counts.whole()
    total, groups, sizes = int(people.sum()), people.sum(axis=0), people.sum(axis=1)
    mean = sizes[:, None] * groups[None, :] / total
    low, high, more, fewer = (np.empty(people.shape) for _ in range(4))
    tail = (1 - confidence) / 2
    for k in range(len(groups)):
        for part, x, chance in cell_chances(sizes, int(groups[k]), total):
            upto = np.cumsum(chance, axis=1)
            here = people[part, k, None]
            low[part, k] = x[np.arange(len(part)), np.argmax(upto >= tail, axis=1)]
            high[part, k] = x[np.arange(len(part)), np.argmax(upto >= 1 - tail - ROUNDING, axis=1)]
            more[part, k] = (chance * (x >= here)).sum(axis=1)
            fewer[part, k] = (chance * (x <= here)).sum(axis=1)
    value, low, high = location_quotient(counts), low / mean, high / mean
    return tuple(
        Quotient(unit, group, *(float(each[i, k]) for each in (value, low, high, more, fewer)))
        for i, unit in enumerate(counts.units)
        for k, group in enumerate(counts.groups)
    )
