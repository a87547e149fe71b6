"""What noise does to an index of embedding, by simulating the very mechanism of a release.

Noise makes units that are alike look different, and blurs the difference of those that are not: the bias can have either sign. Computed from a table that was released with noise, the
estimate tells nothing more about anybody (post-processing) and may be published beside it. Computed from the true table it may not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from tqdm import tqdm

from shiliu.methods.counts import Counts
from shiliu.methods.disclosure.mechanism import Exact, discrete_laplace
from shiliu.methods.embedding.chance import generator, shuffled
from shiliu.methods.embedding.formulas import ONE, Tables
from shiliu.methods.inputs import BadInput

NAMES = ("dissimilarity", "gini", "information", "mutual_information", "relative_diversity")
CELLS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class NoiseBias:
    """`value` is the index of the table given. With noise on top of it (negative cells set to zero) it becomes `value` + `bias` on the
    average, give or take `deviation`. `mixed` is what random mixing of the same people gives, and `mixed_with_noise` with the noise:
    an index computed from a released table must be read beside the latter."""

    name: str
    value: float
    bias: float
    deviation: float
    mixed: float
    mixed_with_noise: float

    @property
    def corrected(self) -> float:
        """The value less the bias: for a released table a first-order correction, and no more than that."""
        return self.value - self.bias


def noise_bias(
    people: ArrayLike,
    *,
    epsilon: Exact,
    cells: int = 1,
    names: Sequence[str] = NAMES,
    replicates: int = 200,
    seed: int = 0,
    progress: bool | None = True,
) -> tuple[NoiseBias, ...]:
    """How far the noise of a release with this epsilon moves each index of a table, shape (units, groups), in whole people.

    The noise is OpenDP's and cannot be seeded; `seed` is for the random mixing. Two calls differ by about deviation /
    √replicates. Raises BadInput for unknown names, fewer than two replicates, a table that says nothing, NoOpenDP without the package."""
    for name in names:
        if name not in ONE:
            raise BadInput("unknown_index", f"“{name}” is none of {', '.join(ONE)}")
    if replicates < 2:
        raise BadInput("replicates", "a simulation needs two tables at least")
    counts = Counts.of(people, leave_out_empty=True)
    table = Counts.of(people, keep_empty=True).whole()  # empty units get noise, too
    mechanism = discrete_laplace(epsilon, cells)
    rng = generator(seed)
    plain, mixed, noisy, noisy_mixed = [_values(counts.whole()[None], names)], [], [], []
    at_once = max(1, CELLS_AT_ONCE // table.size)
    inhabited = np.ix_(table.sum(axis=1) > 0, table.sum(axis=0) > 0)
    with tqdm(total=replicates, desc="simulating noise", disable=progress, leave=False) as bar:
        for begun in range(0, replicates, at_once):
            many = min(at_once, replicates - begun)
            dealt = np.zeros((many, *table.shape), dtype=np.int64)
            dealt[:, inhabited[0], inhabited[1]] = shuffled(counts, many, rng)
            mixed.append(_values(dealt, names))
            noisy.append(_values(_with_noise(np.repeat(table[None], many, axis=0), mechanism.noise), names))
            noisy_mixed.append(_values(_with_noise(dealt, mechanism.noise), names))
            bar.update(many)
    value = plain[0][0]
    disturbed = np.concatenate(noisy)
    means = disturbed.mean(axis=0), np.concatenate(mixed).mean(axis=0), np.concatenate(noisy_mixed).mean(axis=0)
    return tuple(
        NoiseBias(
            name,
            float(value[i]),
            float(means[0][i] - value[i]),
            float(disturbed[:, i].std(ddof=1)),
            float(means[1][i]),
            float(means[2][i]),
        )
        for i, name in enumerate(names)
    )


def _values(tables: NDArray[np.int64], names: Sequence[str]) -> NDArray[np.float64]:
    x = Tables(tables)
    with np.errstate(divide="ignore", invalid="ignore"):  # noise may leave nobody in a table
        return np.nan_to_num(np.stack([ONE[name](x) for name in names], axis=1))


def _with_noise(tables: NDArray[np.int64], noise: Callable[[int], list[int]]) -> NDArray[np.int64]:
    return np.maximum(tables + np.array(noise(tables.size), dtype=np.int64).reshape(tables.shape), 0)
