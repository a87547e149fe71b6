"""How often private_text is right, on invented sentences with what they give away marked {kind:like this}.

    python -m shiliu.methods.private_score [--half development|held_out] [--errors]

A found span counts when a marked span of the same kind overlaps it by at least half of the shorter one; each marked span is
found once at most. Precision is right spans of found ones, recall found spans of marked ones.
"""

import argparse
import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shiliu.methods.private_text import KINDS, Span, find
from shiliu.methods.rates import Rate

LABELLED = Path(__file__).parent / "data" / "private_text_labelled.csv"
DEVELOPMENT, HELD_OUT = "development", "held_out"
_MARK = re.compile(r"\{(\w+):([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """An invented sentence and the spans that ought to be found."""

    text: str
    marked: tuple[Span, ...]
    language: str
    half: str


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of one kind, each with its n and interval."""

    precision: Rate
    recall: Rate


def labelled(half: str | None = None) -> list[Sentence]:
    """The shipped sentences, or one half of them."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if half in (None, row["half"])]
    return [_sentence(row["marked_text"], row["language"], row["half"]) for row in rows]


def evaluate(sentences: Iterable[Sentence]) -> dict[str, Score]:
    """Scores by kind, in the order of KINDS, with "all" at the end."""
    right, found, marked = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for sentence in sentences:
        spans = find(sentence.text)
        for span in spans:
            found[span.kind] += 1
        for span in sentence.marked:
            marked[span.kind] += 1
        for span, _ in matches(spans, sentence.marked):
            right[span.kind] += 1
    scores = {kind: Score(Rate(right[kind], found[kind]), Rate(right[kind], marked[kind])) for kind in KINDS}
    hits = sum(right.values())
    return {**scores, "all": Score(Rate(hits, sum(found.values())), Rate(hits, sum(marked.values())))}


def clean_share(sentences: Iterable[Sentence]) -> Rate:
    """Of the sentences that give nothing away, those in which nothing was found."""
    clean = [sentence for sentence in sentences if not sentence.marked]
    return Rate(sum(not find(sentence.text) for sentence in clean), len(clean))


def matches(found: Iterable[Span], marked: Iterable[Span]) -> list[tuple[Span, Span]]:
    """Pairs of a found and a marked span of one kind that overlap enough, each used once."""
    left, pairs = list(marked), []
    for span in found:
        for other in left:
            shared = min(span.end, other.end) - max(span.start, other.start)
            if span.kind == other.kind and 2 * shared >= min(span.end - span.start, other.end - other.start):
                left.remove(other)
                pairs.append((span, other))
                break
    return pairs


def table(half: str) -> str:
    """The scores of one half as a Markdown table, as it stands in docs/private-text.md."""
    sentences = labelled(half)
    lines = ["| kind | marked | found | precision | recall |", "|---|---:|---:|---|---|"]
    for kind, score in evaluate(sentences).items():
        lines.append(
            f"| {kind} | {score.recall.n} | {score.precision.n} | {_shown(score.precision)} | {_shown(score.recall)} |"
        )
    quiet = clean_share(sentences)
    return "\n".join(
        [*lines, "", f"Sentences that give nothing away and were left alone: {_shown(quiet)} of {quiet.n}."]
    )


def errors(half: str) -> list[str]:
    """What was missed and what was wrongly found, one line each."""
    lines = []
    for sentence in labelled(half):
        found = find(sentence.text)
        pairs = matches(found, sentence.marked)
        for name, spans, side in (("missed", sentence.marked, 1), ("wrong", found, 0)):
            for span in spans:
                if span not in [pair[side] for pair in pairs]:
                    lines.append(f"{name} {span.kind} {sentence.text[span.start : span.end]!r} in {sentence.text}")
    return lines


def _sentence(marked_text: str, language: str, half: str) -> Sentence:
    text, spans, done = "", [], 0
    for mark in _MARK.finditer(marked_text):
        text += marked_text[done : mark.start()]
        spans.append(Span(len(text), len(text) + len(mark[2]), mark[1], "high"))
        text += mark[2]
        done = mark.end()
    return Sentence(text + marked_text[done:], tuple(spans), language, half)


def _shown(rate: Rate) -> str:
    return "–" if rate.value is None else f"{rate.value:.2f} ({rate.low:.2f}-{rate.high:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=[DEVELOPMENT, HELD_OUT], default=DEVELOPMENT)
    parser.add_argument("--errors", action="store_true", help="list what was missed or wrongly found")
    arguments = parser.parse_args()
    print(table(arguments.half))
    if arguments.errors:
        print("\n".join(errors(arguments.half)))


if __name__ == "__main__":
    main()
