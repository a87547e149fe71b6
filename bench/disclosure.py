"""Hiding and noise on census blocks: what they cost, what they take from a table, and what noise does to an index.

    .venv-bench/bin/python bench/disclosure.py [--write]

No package for cell suppression is installed beside us. Ranges of hidden cells are compared with linear programs (HiGHS), which is how
the check is usually written; noise is OpenDP's own, so the ratio there is what our wrapping adds."""

import sys
import tempfile
from pathlib import Path

from _beside import beside, close, cpu, data, machine, seconds, times

try:
    import geopandas
    import opendp.prelude as dp
except ImportError as error:
    sys.exit(f"bench/disclosure.py: a peer is missing ({error}); “make bench” builds .venv-bench.")

import numpy as np
from scipy.optimize import linprog

from shiliu.methods import disclosure
from shiliu.methods.disclosure import Counts

GROUPS = ["NH_WHITE", "NH_BLACK", "NH_AMIN", "NH_ASIAN", "NH_NHPI", "NH_OTHER", "NH_2MORE", "HISP"]
CHECKED, CHECKED_OF_MANY = 30, 3  # a program for 14,000 hidden cells takes seconds
READING = """
## Reading

- **Hiding**: at block level most cells are small, so a least count of 10 leaves little but sums: publish tracts. The cells hidden beside
  the small ones are few where small cells already protect each other. They are chosen by a heuristic; fewer might do.
- **Time grows with the rows of a table**: all hidden cells are solved for at once, by least cuts over sets of columns. All 2,095 blocks take seconds, where a flow for each
  cell did not end in ten minutes; nobody should publish them for all that. **Tables with more than eleven groups** (and more than eleven units) are first bounded from
  both sides, all cells at once; where the bounds meet, which is nearly everywhere, that is the range, and only the others need a flow each. So 1,500 units of 57 groups take
  seconds. Such tables that also have sums of larger areas leave thousands of cells open; what a minute or so of flows cannot prove is refused, and
  nothing is published: 1,500 units of 57 groups in 20 areas are refused so.
- **Solving for hidden cells**: the ranges are the same, cell for cell, as those of two linear programs each (checked above on the first
  {checked} hidden cells of each table, the first 3 of all blocks; the bench stops at a difference). All of them together need less than one of those.
- **Noise**: here we lose. It costs what OpenDP costs, about twelve microseconds a cell, and the ledger adds some milliseconds of reading and of
  writing to the disk. Nothing is meant to be won: the mechanism is OpenDP's.
- **Indices under noise**: noise adds differences where people are nearly mixed and blurs them where they live apart, so the bias has either sign.
  Counts of blocks with epsilon 0.5 make random mixing itself look like D = 0.16 instead of 0.11; counts of tracts hardly change. An index of
  a released table means something only beside random mixing with the same noise (last column).
"""


def tables() -> list[tuple[str, Counts]]:
    blocks = geopandas.read_file(data("census/Providence_blocks.zip"))
    blocks = blocks[blocks[GROUPS].sum(axis=1) > 0]
    tracts = blocks.groupby("TRACTCE10")[GROUPS].sum()
    some = blocks[blocks.TRACTCE10.isin(sorted(set(blocks.TRACTCE10))[:4])]
    return [
        (f"{len(tracts)} tracts", Counts.of(tracts.to_numpy(), list(tracts.index), GROUPS)),
        (
            f"{len(some)} blocks of 4 tracts, with sums of tracts",
            Counts.of(some[GROUPS].to_numpy(), list(some.GEOID10), GROUPS, list(some.TRACTCE10), keep_empty=True),
        ),
        (
            f"{len(blocks)} blocks, with sums of tracts",
            Counts.of(blocks[GROUPS].to_numpy(), list(blocks.GEOID10), GROUPS, list(blocks.TRACTCE10), keep_empty=True),
        ),
        (f"{len(blocks)} blocks", Counts.of(blocks[GROUPS].to_numpy(), list(blocks.GEOID10), GROUPS)),
        ("500 invented units of 57 groups", Counts.of(invented(500, 57, 300), keep_empty=True)),
        ("1500 invented units of 57 groups", Counts.of(invented(1500, 57, 300), keep_empty=True)),
    ]


def invented(units: int, groups: int, people: int) -> np.ndarray:
    """Few large groups and many small ones, unevenly mixed; the same each time."""
    random = np.random.default_rng(1)
    share = 1 / np.arange(1, groups + 1) ** 1.7
    mixes = random.dirichlet(share / share.sum() * 20, size=units)
    return np.array([random.multinomial(random.poisson(people), mix) for mix in mixes])


def by_programs(table, published) -> list[tuple[int, int]]:
    """Ranges of the first hidden cells by linear programs."""
    shown = np.array([[np.nan if cell is None else cell for cell in row] for row in published], dtype=float).ravel()
    hidden = np.isnan(shown)
    equations = table.equations().tocsc()[:-1]
    right = -(equations[:, ~hidden] @ shown[~hidden])
    found = []
    checked = CHECKED if hidden.sum() < 5_000 else CHECKED_OF_MANY
    for at in range(min(checked, int(hidden.sum()))):
        ends = []
        for sign in (1.0, -1.0):
            weights = np.zeros(int(hidden.sum()))
            weights[at] = sign
            solved = linprog(weights, A_eq=equations[:, hidden], b_eq=right, bounds=(0, shown[-1]), method="highs-ds")
            ends.append(round(sign * solved.fun))
        found.append((ends[0], ends[1]))
    return found


def hiding(name: str, counts: Counts) -> str:
    took, done = cpu(lambda: disclosure.suppress(counts, least=10, progress=None))
    table = disclosure.with_margins(counts)
    solving, ranges = cpu(lambda: disclosure.learnable(table, done.cells, progress=None))
    programs, theirs = cpu(lambda: by_programs(table, done.cells))
    if [(cell.low, cell.high) for cell in ranges[: len(theirs)]] != theirs:
        sys.exit(f"bench/disclosure.py: ranges of {name} differ from those of linear programs.")
    ratio = (programs / len(theirs)) / (solving / len(ranges))
    cells = len(done.rows) * len(done.columns)
    return (
        f"| {name} | {cells:,} | {done.small:,} | {done.others:,} | {seconds(took)} "
        f"| {seconds(programs / len(theirs))} | {seconds(solving / len(ranges))} | {times(ratio)} |"
    )


def noise(name: str, counts: Counts, folder: Path) -> str:
    dp.enable_features("contrib")
    raw = dp.m.make_laplace(dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64"), scale=2.0)
    cells = counts.whole().ravel().tolist()
    ledger = folder / f"ledger {name}"
    disclosure.open_ledger(ledger, 10**6, name)
    measured = beside(
        lambda: disclosure.release_counts(counts, epsilon="0.5", ledger=ledger, what=name, on="2026"),
        lambda: raw(cells),
    )
    return f"| {name} | {measured.cells()} |"


def main() -> None:
    found = tables()
    out = [
        "| table (least count 10) | cells | small | hidden for them | all of it | one hidden cell by programs | all by cuts or bounds, for each | ratio |"
    ]
    out += ["|---|---:|---:|---:|---:|---:|---:|---:|", *(hiding(name, counts) for name, counts in found)]
    out += ["", "| noise | OpenDP alone | with ledger | ratio |", "|---|---:|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        out += [noise(name, counts, Path(folder)) for name, counts in found]
    out += ["", "| table | epsilon | index | value | bias by noise | random mixing | mixing with noise |"]
    out += ["|---|---:|---|---:|---:|---:|---:|"]
    for name, counts in (found[0], found[3]):
        for epsilon in ("0.1", "0.5", "2"):
            for bias in disclosure.noise_bias(
                counts.whole(), epsilon=epsilon, names=["dissimilarity", "information"], replicates=20, progress=None
            ):
                out.append(
                    f"| {name} | {epsilon} | {bias.name} | {bias.value:.4f} | {bias.bias:+.4f} | {bias.mixed:.4f} | {bias.mixed_with_noise:.4f} |"
                )
    close("disclosure", "Hiding and noise", "\n".join(out), READING.replace("{checked}", str(CHECKED)), machine())


if __name__ == "__main__":
    main()
