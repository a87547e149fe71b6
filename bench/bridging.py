"""Common ground beside red-dwarf: the same conversations, the same statistics, turn by turn.

Two real conversations of Polis (CC BY 4.0: data gathered using the Polis software, compdemocracy.org/polis, sub-licensed with
attribution to The Computational Democracy Project), and the larger one copied 10 and 30 times with a tenth of the votes dropped
and a twentieth drawn anew. Agreement is checked before a time is reported."""

import csv
import gzip
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

# One thread for both: threads of the peer's k-means that wait for each other on a busy machine would count as its CPU time.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import _beside
from shiliu.methods.bridging import Running, common_ground, gather, read_votes
from shiliu.methods.bridging.groups import find_groups
from shiliu.methods.bridging.space import opinion_space
from shiliu.methods.bridging.statistics import agreed_by_all, count, measures, representative

try:
    from reddwarf.implementations.polis import run_pipeline
except ImportError:
    sys.exit("bridging.py: the peer red-dwarf is missing; `make bench` builds the environment that holds it.")

warnings.filterwarnings("ignore")
REAL = ("brexit-consensus", "vtaiwan.uberx")
COPIES = (10, 30)
TITLE = "Common ground of a conversation beside red-dwarf 0.4.0"


def read(name):
    """Raw votes of a real conversation as columns: who, on what, what, when."""
    with gzip.open(_beside.data(f"polis/{name}.votes.csv.gz"), "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple([int(row[name]) for row in rows] for name in ("voter-id", "comment-id", "vote", "timestamp"))


def copied(columns, times):
    """The last votes of a conversation, its people copied, so that no two copies are alike."""
    votes = gather(*columns[:3], at=columns[3])
    random = np.random.default_rng(7)
    who, what, value = [], [], []
    for copy in range(times):
        kept = random.random(len(votes.value)) >= 0.1
        changed = np.where(
            random.random(len(votes.value)) < 0.05, random.integers(-1, 2, len(votes.value)), votes.value
        )
        who += (votes.person[kept] + copy * votes.shape[0]).tolist()
        what += votes.statement[kept].tolist()
        value += changed[kept].tolist()
    return who, what, value


def dictionaries(who, what, value):
    """The same votes as the peer takes them: each person and statement once, or it raises."""
    last = {(person, statement): vote for person, statement, vote in zip(who, what, value, strict=True)}
    return [
        {"participant_id": person, "statement_id": statement, "vote": vote, "modified": 0}
        for (person, statement), vote in last.items()
    ]


def agree(who, what, value):
    """What agrees, in words; ends the program on any difference. The peer's SVD is told to be exact, which it is not by itself."""
    peer = run_pipeline(votes=dictionaries(who, what, value), reducer_kwargs={"svd_solver": "full"})
    votes = gather(who, what, value)
    often = np.diff(votes.starts) >= 7
    grouping = find_groups(opinion_space(votes).places[often])
    people = peer.participants_df
    theirs = people.loc[people["to_cluster"], "cluster_id"].to_numpy(dtype=int)
    labels = np.full(votes.shape[0], -1)
    labels[often] = grouping.labels
    counts = count(votes, labels, len(grouping.centres))
    found = measures(counts)
    every = np.ones(votes.shape[1], dtype=bool)
    informed = [peer.statements_df[f"group-aware-consensus-{side}"].to_numpy() for side in ("agree", "disagree")]
    stands = [
        [
            (votes.statements[pick.statement], "agree" if pick.agree else "disagree")
            for pick in representative(found, counts, every, group)
        ]
        for group in range(len(grouping.centres))
    ]
    shared = agreed_by_all(count(votes, np.zeros(votes.shape[0], dtype=int), 1), every)
    same = {
        "labels": len(theirs) == len(grouping.labels) and bool((theirs == grouping.labels).all()),
        "group-informed consensus": bool(np.allclose(found.informed, informed, atol=1e-12)),
        "representative statements": stands == [[(row["tid"], row["repful-for"]) for row in peer.repness[g]] for g in range(len(stands))],
        "consensus": [[votes.statements[pick.statement] for pick in side] for side in shared]
        == [[row["tid"] for row in peer.consensus[side]] for side in ("agree", "disagree")],
    }  # fmt: skip
    if not all(same.values()):
        sys.exit(
            f"bridging.py: differs from the peer in {', '.join(name for name, equal in same.items() if not equal)}."
        )
    return f"{len(grouping.centres)} groups; the same: {', '.join(same)}"


def from_file(name, folder):
    """Raw CSV to result, for both, each reading as it would."""
    path = Path(folder) / f"{name}.csv"
    path.write_bytes(gzip.decompress(_beside.data(f"polis/{name}.votes.csv.gz").read_bytes()))

    def peer():
        with path.open(encoding="utf-8", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
        return run_pipeline(
            votes=dictionaries(*([int(row[column]) for row in rows] for column in ("voter-id", "comment-id", "vote")))
        )

    return _beside.beside(lambda: common_ground(read_votes(path)), peer)


def arriving(who, what, value):
    """µs of CPU a vote, ms a refresh of the axes, and whether the tables are those counted anew."""
    running = Running()
    begun = time.process_time()
    for row in zip(who, what, value, strict=True):
        running.vote(*row)
    each = (time.process_time() - begun) / len(value) * 1e6
    running.space()
    refreshes = []
    for person in range(5):
        running.vote(who[person], what[person], -value[person])
        begun = time.process_time()
        names, _mean, axes, _variance = running.space()
        refreshes.append(time.process_time() - begun)
    votes = running.votes
    order = np.argsort(names)
    cosine = np.abs((axes[:, order] * opinion_space(votes).axes).sum(axis=1)).min()
    dense = np.zeros(votes.shape, dtype=np.int64)
    dense[votes.person, votes.statement] = votes.value
    if cosine < 1 - 1e-9 or not (running.tables()[0][np.ix_(order, order)] == dense.T @ dense).all():
        sys.exit("bridging.py: the running tables or axes are not those of the whole matrix.")
    return each, float(np.median(refreshes)) * 1000, cosine


def main():
    lines = [
        "| conversation | people × statements, votes | agreement | red-dwarf | Shiliu | ratio |",
        "|---|---|---|---|---|---|",
    ]
    real = {name: read(name) for name in REAL}
    last = {}
    for name, columns in real.items():
        votes = gather(*columns[:3], at=columns[3])
        last[name] = tuple(
            array.tolist()
            for array in (
                np.array(votes.people)[votes.person],
                np.array(votes.statements)[votes.statement],
                votes.value,
            )
        )
    cases = list(last.items())
    cases += [(f"{REAL[1]} × {times}", copied(real[REAL[1]], times)) for times in COPIES]
    for name, columns in cases:
        large = len(set(columns[0])) > 30_000
        agreed = "" if large else agree(*columns)
        rows = dictionaries(*columns)
        found = _beside.beside(lambda c=columns: common_ground(gather(*c)), lambda r=rows: run_pipeline(votes=r))
        size = f"{len(set(columns[0])):,} × {len(set(columns[1]))}, {len(rows):,}"
        ours = sorted(group.people for group in found.gave.groups)
        theirs = sorted(np.bincount(found.peer_gave.clusterer.labels_).tolist())
        if len(ours) != len(theirs):
            sys.exit(f"bridging.py: {len(ours)} groups, the peer has {len(theirs)}.")
        if large:  # a second, exact run of the peer would take minutes
            apart = sum(abs(a - b) for a, b in zip(ours, theirs, strict=True)) // 2
            agreed = f"{len(ours)} groups; sizes differ by {apart} people (the peer's SVD is random)"
        once = " (one run)" if found.turns == 1 else ""
        lines.append(f"| {name} | {size} | {agreed} | {found.cells()}{once} |")
        print(lines[-1], flush=True)
    lines += ["", "From the file of raw votes to the result, reading included:", ""]
    lines += ["| conversation | red-dwarf | Shiliu | ratio |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for name in REAL:
            lines.append(f"| {name} | {from_file(name, folder).cells()} |")
    lines += ["", "Votes as they arrive (the peer begins anew each time):", ""]
    lines += ["| conversation | a vote | axes refreshed | cosine to the whole |", "|---|---|---|---|"]
    for name, columns in last.items():
        each, refresh, cosine = arriving(*columns)
        lines.append(f"| {name} | {each:.0f} µs | {refresh:.1f} ms | {cosine:.12f} |")
    lines += [
        "",
        "How stable the groups are (people drawn anew 50 times, seed 1; adjusted Rand index, 1 the same, 0 chance):",
        "",
    ]
    lines += ["| conversation | groups | median | lowest tenth | as many groups | CPU |", "|---|---|---|---|---|---|"]
    for name, columns in last.items():
        spent, found = _beside.cpu(lambda c=columns: common_ground(gather(*c), resamples=50))
        stable = found.stability
        lines.append(
            f"| {name} | {len(found.groups)} | {stable.agreement:.2f} | {stable.worst:.2f} | {stable.same_number:.0%} | {_beside.seconds(spent)} |"
        )
    _beside.close("bridging", TITLE, "\n".join(lines), READING, _beside.machine())


READING = """
Shiliu's time holds more than the peer's: lower bounds for every statement, in groups and over 16 halves of opinion space, and what may
not be published taken out. The peer's holds data frames of its own form. From the file, reading is a large part of our time. The
peer's own SVD is random for larger matrices (its places differ by some 10⁻⁵ from run to run); for the check of agreement it was
told to be exact, for the times it was left as it is. Both run on one thread: with two, on a busy machine, the peer's threads
waiting for each other took eight times its CPU. Neither library makes Polis's base clusters, so neither gives the groups that
Polis itself shows beyond a hundred people, and the groups are not to be believed where stability is low: bridging is the result.
"""

if __name__ == "__main__":
    main()
