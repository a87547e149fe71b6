"""A method beside its peer: the same data in the same run, turn by turn, so that what else the machine does falls on both.

Ratios of CPU time (this process and its ended children, all threads) are what to compare; seconds depend on the machine."""

import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.import_cases import machine  # noqa: E402

REAL = Path(os.environ.get("BENCH_DATA") or ROOT.parent / "shared" / "data")
RESULTS = ROOT / "bench" / "results"


def data(name: str) -> Path:
    """A file of the real data. Ends the program where it is missing: a measurement that did not happen must not look like one."""
    path = REAL / name
    if not path.exists():
        sys.exit(
            f"{Path(sys.argv[0]).name}: {path} is missing. Put the public files there, or name their folder in BENCH_DATA."
        )
    return path


@dataclass(frozen=True)
class Measured:
    """Median CPU seconds of ours and of the peer, and what they gave in the last turn."""

    ours: float
    peer: float
    gave: Any
    peer_gave: Any
    turns: int

    @property
    def ratio(self) -> float:
        """How many times as much CPU the peer takes; below one we lose."""
        return self.peer / max(self.ours, 1e-9)

    def cells(self) -> str:
        return f"{seconds(self.peer)} | {seconds(self.ours)} | {times(self.ratio)}"


def beside(ours: Callable[[], Any], peer: Callable[[], Any], *, turns: int = 3, most: float = 60.0) -> Measured:
    """Both by turns; ours many times in a turn when it is quick. A peer that took longer than `most` seconds has one turn."""
    own, others = [], []
    gave = peer_gave = None
    once, gave = cpu(ours)  # also the first import, compiling and cold caches, which count for neither
    repeats = max(1, min(200, round(0.02 / max(once, 1e-6))))
    for _turn in range(turns):
        took, peer_gave = cpu(peer)
        others.append(took)
        took, gave = cpu(lambda: [ours() for _ in range(repeats)][-1])
        own.append(took / repeats)
        if took > most or others[-1] > most:
            break
    return Measured(median(own), median(others), gave, peer_gave, len(others))


def cpu(call: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of a call and what it gave."""
    begun = _spent()
    gave = call()
    return _spent() - begun, gave


def memory_mb() -> float:
    """The largest memory of this process so far. Measure a peer's in a process of its own."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(value: float) -> str:
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def times(ratio: float) -> str:
    return f"× {ratio:.1f}" if ratio < 10 else f"× {ratio:,.0f}"


def close(name: str, title: str, text: str, reading: str, where: str) -> None:
    """Print the result; with --write on the command line also write bench/results/<name>.md."""
    print(f"{text}\n\n{where}")
    if "--write" in sys.argv[1:]:
        made = f"Made by `.venv-bench/bin/python bench/{name}.py {' '.join(sys.argv[1:])}` (`make bench` builds that environment) on {where}."
        (RESULTS / f"{name}.md").write_text(f"# {title}\n\n{made}\n\n{text}\n\n{reading.strip()}\n", encoding="utf-8")


def _spent() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


__all__ = ["Measured", "beside", "close", "cpu", "data", "machine", "memory_mb", "seconds", "times"]
