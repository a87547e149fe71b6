"""Each index with what is needed to doubt it: what random mixing would give, how far chance reaches, and an interval.

`adjusted` is (value − baseline) / (top − baseline): zero where people live as if dealt at random, one where no unit holds two
groups. Below zero they are more even than chance. A tail (p) counts the table itself among the random ones, so that it is never zero
(B. Phipson and G. K. Smyth, Statist. Appl. Genet. Mol. Biol. 9 (2010) 39)."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from scipy.sparse import csr_array
from tqdm import tqdm

from shiliu.methods.counts import Counts
from shiliu.methods.embedding import chance, formulas
from shiliu.methods.embedding.doubts import doubts
from shiliu.methods.embedding.expected import expected, expected_exposure
from shiliu.methods.embedding.formulas import Array, Tables
from shiliu.methods.embedding.report import Chance, Index, Report, interval
from shiliu.methods.inputs import BadInput

Key = tuple[str, tuple[str, ...]]


def measure(
    counts: Counts,
    *,
    near: csr_array | None = None,
    names: Sequence[str] | None = None,
    null: str = "shuffle",
    replicates: int = 999,
    resample: str = "people",
    bootstraps: int = 500,
    confidence: float = 0.95,
    seed: int = 0,
    progress: bool | None = True,
) -> Report:
    """All indices of a table of whole people, each beside random mixing and with an interval.

    `near` are weights between units (see `near`): indices are then spatial ones. `names` chooses indices (`every_name`); else
    all that apply. `null` is shuffle (sizes of units and groups kept), evenness (of units) or systematic (of groups); `resample` is
    people or units. None of either is drawn with `replicates` or `bootstraps` 0. The same `seed` gives the same report.
    `progress` is tqdm's `disable`. Raises BadInput for anything that is not whole, and words that are not known."""
    chosen = _check(counts, near, names, null, resample, confidence, replicates, bootstraps)
    people = counts.whole()
    area = counts.areas()[1] if any(name in formulas.WITHIN for name in chosen) else None
    make = partial(Tables, near=near, area=area)
    measured = make(people[None])
    keys = _keys(chosen, counts.groups)
    value, tops = _evaluate(measured, chosen)[0], _tops(keys, float(measured.E[0]), float(measured.I[0]))
    rng = chance.generator(seed)
    random = _draw(counts, null, replicates, rng, make, chosen, "random mixing", progress)
    means = _exact_means(counts, near, keys) if null == "shuffle" else {}
    again = _draw(counts, resample, bootstraps, rng, make, chosen, "resampling", progress)
    indices = tuple(
        Index(
            *key,
            float(value[i]),
            tops[i],
            _chance(float(value[i]), random[:, i], means.get(key), confidence, falls=tops[i] == 0)
            if replicates
            else None,
            interval(float(value[i]), again[:, i], confidence) if bootstraps else None,
        )
        for i, key in enumerate(keys)
    )
    judged = doubts(counts, {(index.name, index.of): index for index in indices}, near)
    return Report(
        len(counts.units),
        counts.groups,
        int(people.sum()),
        float(measured.E[0]),
        float(measured.I[0]),
        indices,
        judged,
        null,
        replicates,
        resample,
        bootstraps,
        confidence,
        seed,
    )


def every_name(*, with_areas: bool = False) -> tuple[str, ...]:
    """The names of all indices that `measure` knows; those between and within larger areas only with areas."""
    return (*formulas.ONE, *(formulas.WITHIN if with_areas else ()), *formulas.MANY)


def random_mixing(
    counts: Counts,
    names: Sequence[str] = ("information",),
    *,
    near: csr_array | None = None,
    null: str = "shuffle",
    replicates: int = 999,
    seed: int = 0,
) -> dict[str, Array]:
    """The values themselves of the named indices on random tables: shape (replicates,), or (replicates, n) for those of groups."""
    chosen = _check(counts, near, names, null, "people", 0.95, replicates, 0)
    area = counts.areas()[1] if any(name in formulas.WITHIN for name in chosen) else None
    make = partial(Tables, near=near, area=area)
    return _by_name(_draw(counts, null, replicates, chance.generator(seed), make, chosen, "", None), chosen)


def resampled(
    counts: Counts,
    names: Sequence[str] = ("information",),
    *,
    resample: str = "people",
    replicates: int = 500,
    seed: int = 0,
) -> dict[str, Array]:
    """The values of the named indices on resampled tables, in the shapes of `random_mixing`."""
    chosen = _check(counts, None, names, "shuffle", resample, 0.95, 0, replicates)
    area = counts.areas()[1] if any(name in formulas.WITHIN for name in chosen) else None
    rng = chance.generator(seed)
    return _by_name(_draw(counts, resample, replicates, rng, partial(Tables, area=area), chosen, "", None), chosen)


def _by_name(drawn: Array, chosen: Sequence[str]) -> dict[str, Array]:
    if set(chosen) <= {*formulas.ONE, *formulas.WITHIN}:
        return dict(zip(chosen, drawn.T, strict=True))
    raise BadInput("many_values", "draw the indices of groups and pairs through measure")


def _draw(
    counts: Counts,
    kind: str,
    replicates: int,
    rng: np.random.Generator,
    make: Callable[..., Tables],
    chosen: Sequence[str],
    label: str,
    progress: bool | None,
) -> Array:
    """The chosen indices of `replicates` random tables, shape (replicates, values)."""
    rows: list[Array] = []
    with tqdm(total=replicates, desc=label, disable=progress if label else True, leave=False) as bar:
        for table in chance.tables(counts, kind, replicates, rng, make):
            rows.append(_evaluate(table, chosen))
            bar.update(len(rows[-1]))
    return np.concatenate(rows) if rows else np.zeros((0, 0))


def _evaluate(x: Tables, chosen: Sequence[str]) -> Array:
    every = {**formulas.ONE, **formulas.WITHIN, **formulas.MANY}
    with np.errstate(divide="ignore", invalid="ignore"):  # a resampled table may have lost a group
        parts = [every[name](x) for name in chosen]
    return np.concatenate([part.reshape(len(x.people), -1) for part in parts], axis=1)


def _keys(chosen: Sequence[str], groups: tuple[str, ...]) -> list[Key]:
    keys: list[Key] = []
    for name in chosen:
        if name == "exposure":
            keys += [
                ("isolation" if x == y else "exposure", (x,) if x == y else (x, y)) for x in groups for y in groups
            ]
        elif name == "dissimilarity_pair":
            keys += [(name, (groups[a], groups[b])) for a, b in formulas.pairs(len(groups))]
        elif name == "dissimilarity_rest":
            keys += [(name, (group,)) for group in groups]
        else:
            keys.append((name, ()))
    return keys


def _tops(keys: Sequence[Key], entropy: float, simpson: float) -> list[float]:
    """The value where no unit holds two groups; diversity and exposure then vanish."""
    special = {"unit_entropy": 0.0, "unit_simpson": 0.0, "exposure": 0.0}
    return [entropy if name.startswith("mutual_information") else special.get(name, 1.0) for name, _of in keys]


def _exact_means(counts: Counts, near: csr_array | None, keys: Sequence[Key]) -> dict[Key, float]:
    if near is not None:
        return {}
    means: dict[Key, float] = {(name, ()): mean for name, mean in expected(counts).items()}
    if counts.within is not None and any(name in formulas.WITHIN for name, _of in keys):
        between = expected(counts.by_area())
        for name in ("information", "mutual_information"):
            means[f"{name}_between", ()] = between[name]
            means[f"{name}_within", ()] = means[name, ()] - between[name]
    met = expected_exposure(counts)
    for a, x in enumerate(counts.groups):
        for b, y in enumerate(counts.groups):
            means["isolation" if a == b else "exposure", (x,) if a == b else (x, y)] = float(met[a, b])
    return means


def _chance(value: float, drawn: Array, mean: float | None, confidence: float, *, falls: bool) -> Chance:
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    slack = 1e-12 * max(1.0, abs(value))  # a table equal to ours must count as equal whatever the order of summing
    above = float((1 + (drawn >= value - slack).sum()) / (1 + len(drawn)))
    below = float((1 + (drawn <= value + slack).sum()) / (1 + len(drawn)))
    return Chance(
        float(drawn.mean()) if mean is None else mean,
        mean is not None,
        float(drawn.std(ddof=1)) if len(drawn) > 1 else 0.0,
        float(low),
        float(high),
        below if falls else above,
        above if falls else below,
    )


def _check(
    counts: Counts,
    near: csr_array | None,
    names: Sequence[str] | None,
    null: str,
    resample: str,
    confidence: float,
    replicates: int,
    bootstraps: int,
) -> tuple[str, ...]:
    if near is not None and near.shape != (len(counts.units),) * 2:
        raise BadInput("near_shape", f"weights of nearness have the shape {near.shape} for {len(counts.units)} units")
    if near is not None and resample == "units" and bootstraps:
        raise BadInput("units_near", "units cannot be resampled when what is near them counts; resample people")
    if null not in chance.NULLS:
        raise BadInput("unknown_draw", f"“{null}” is none of {', '.join(chance.NULLS)}")
    if resample not in chance.RESAMPLES:
        raise BadInput("unknown_draw", f"“{resample}” is none of {', '.join(chance.RESAMPLES)}")
    if not 0 < confidence < 1:
        raise BadInput("confidence", f"the confidence {confidence} is not between 0 and 1")
    if replicates < 0 or bootstraps < 0:
        raise BadInput("replicates", "the number of tables to draw must not be negative")
    if names is None:
        with_areas = counts.within is not None and len(set(counts.within)) > 1 and near is None
        return every_name(with_areas=with_areas)
    for name in names:
        if name not in every_name(with_areas=True):
            raise BadInput("unknown_index", f"“{name}” is none of {', '.join(every_name(with_areas=True))}")
        if name in formulas.WITHIN and near is not None:
            raise BadInput("areas_near", "between and within larger areas is for indices without surroundings")
    return tuple(names)
