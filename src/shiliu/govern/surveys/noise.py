"""Noise for the counts of a survey that repeats, and the ledger of what was spent: a year's budget for each survey.

Without it a difference of two rounds could show the answer of somebody who moved in between. Where it cannot be drawn, a round
is published alone and is compared with nothing."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shiliu.govern.surveys import comparing
from shiliu.methods.disclosure import (
    BadInput,
    Counts,
    NoOpenDP,
    discrete_laplace,
    open_ledger,
    read_ledger,
    release_counts,
)
from shiliu.methods.disclosure.mechanism import exact

FOLDER = "surveys"  # of the data directory: the ledgers, which backups take along
NO_OPENDP, NO_BUDGET, ONCE = "no_opendp", "no_budget", "asked_once"


@dataclass(frozen=True)
class Purse:
    """What noise a round may draw; `missing` says why none, '' when it may."""

    missing: str
    path: Path | None = None
    epsilon: str = ""

    def released(self, people, rows, options, most, what, on):
        """(counts with noise, facts about the noise) for a table of the truth; one person stands in `most` cells at most."""
        counts = Counts.of(people, rows, options, keep_empty=True)
        done = release_counts(counts, epsilon=self.epsilon, ledger=self.path, what=what, on=on, cells=most)
        spread = comparing.noise_variance(done.scale)
        return done.cells, {"scale": done.scale, "within": done.within, "spread": spread, "epsilon": self.epsilon}

    def told(self):
        """What the ledger says once the round is paid for: the loss of the year so far, of how much, and what ε means, for whoever
        reads the report and knows the number; {} without noise. The hash is that of the last line, to be held against the ledger."""
        if self.missing:
            return {}
        ledger = read_ledger(self.path)
        return {"spent": str(ledger.spent), "budget": str(ledger.budget), "ledger": ledger.digest}


def purse_of(survey, questions, on):
    """The Purse for so many questions of one round. Opens the ledger of the year when there is none; spends nothing yet."""
    if not survey.repeats:
        return Purse(ONCE)
    try:
        discrete_laplace(settings.SURVEY_EPSILON)
    except NoOpenDP:
        return Purse(NO_OPENDP)
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"budget-{survey.pk}-{on.year}.jsonl"
    try:
        if not path.exists():
            open_ledger(path, settings.SURVEY_BUDGET, f"survey {survey.pk}, {on.year}")
        left = read_ledger(path).left
    except BadInput:
        return Purse(NO_BUDGET)
    if questions * exact(settings.SURVEY_EPSILON) > left:
        return Purse(NO_BUDGET)
    return Purse("", path, settings.SURVEY_EPSILON)
