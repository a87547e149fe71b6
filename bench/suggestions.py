"""How well and how fast the suggestions for dispatchers learn, on the needs of the demo and on a real file of a city.

    python bench/suggestions.py                     the demo
    python bench/suggestions.py --la311 FILE        and a file of MyLA311 service requests (CSV, may be gzipped)
    python bench/suggestions.py … --write           also write bench/results/suggestions.md

The file of Los Angeles holds no words of residents. What can be tried on it is whether a matter can be told from the words
left: the neighbourhood council and how the request came in. It should not be; a method that keeps silent then is honest."""

import argparse
import csv
import gzip
import resource
import sys
import time
from datetime import datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.import_cases import machine  # noqa: E402
from shiliu.methods.suggesting import NEVER, Example, TooLittle, learn  # noqa: E402

RESULT = ROOT / "bench" / "results" / "suggestions.md"
TARGET, LEAST = 0.8, 100
READING = """
## Reading

- **The demo has too little to learn from**, and the method says so instead of making a model: its hundred needs are about so many
  matters that in the first part none has five texts. A new site stands where the demo stands, for months.
- **Los Angeles publishes no words of residents.** Its columns hold the neighbourhood council, the way the request came in and
  the matter. From the first two, a matter can be told little better than by always naming the most frequent one, except
  where the way it came in gives it away (drivers of the city report graffiti). The threshold is what matters here: where
  the method is not right often enough it says nothing. The responsible office is left out: it follows from the matter.
- In Los Angeles the share of right suggestions on the newest fifth is lower than the one wanted: the threshold was chosen on the
  weeks before and did not hold, as thresholds do not where the words say so little. The page of the site shows this
  difference before anybody uses a model.
- What this does not show: real complaints in Chinese or Uyghur. No open file of them with matters is known to us. A site sees its
  own numbers at “How well the suggestions do” once it has learned, and again on every later decision.
"""


def demo():
    """The needs of the demo as often as its story tells them, and each once, in an order mixed once and for all."""
    with open(ROOT / "demo" / "data" / "needs.csv", encoding="utf-8", newline="") as file:
        rows = [Example(f"{row['title']}\n{row['text']}", row["category"]) for row in csv.DictReader(file)]
    return Random(1).sample(rows * 2, 2 * len(rows)), Random(1).sample(rows, len(rows))


def la311(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(
            csv.DictReader(file), key=lambda row: datetime.strptime(row["CreatedDate"], "%m/%d/%Y %I:%M:%S %p")
        )
    return [Example(f"{row['NCName']} {row['RequestSource']}", row["RequestType"]) for row in rows]


def line(name, examples):
    begun = time.process_time()
    try:
        learned = learn(examples, target=TARGET, least=LEAST)
    except TooLittle as error:
        few = f"{error.have} texts of {error.need}" if error.have < error.need else f"{error.labels} frequent matters"
        return f"| {name} | {len(examples):,} | too little: {few} | – | – | – | – | – | – |"
    took, seen = time.process_time() - begun, learned.measured
    begun = time.process_time()
    for example in examples[:100]:
        learned.model.guesses(example.text, explained=True)
    each = (time.process_time() - begun) / min(100, len(examples)) * 1000
    silent = learned.model.threshold >= NEVER
    said = "never sure" if silent else f"{share(seen.said_right, seen.said)}"
    return (
        f"| {name} | {len(examples):,} | {len(learned.model.labels)} | {share(seen.first, seen.n)} | {share(seen.three, seen.n)} "
        f"| {share(learned.usual_right, seen.n)} | {share(seen.said, seen.n)} | {said} | {took:.1f} / {each:.1f} |"
    )


def share(part, whole):
    return f"{100 * part / whole:.0f} % ({part} of {whole})" if whole else "–"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--la311", type=Path, help="a CSV file of MyLA311 service requests")
    parser.add_argument("--write", action="store_true", help="write bench/results/suggestions.md")
    arguments = parser.parse_args()
    where, (told, once) = machine(), demo()
    lines = [
        "| texts | n | matters | first right | among three | always the most frequent | suggested | right of those | CPU: learning, s / one text, ms |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        line("the demo's story", told),
        line("the demo, each text once", once),
    ]
    if arguments.la311:
        lines.append(line("Los Angeles 2017, no residents' words", la311(arguments.la311)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = (
        "\n".join(lines)
        + f"\n\nLargest memory of the whole run: {memory:.0f} MB. Wanted share of right suggestions: {TARGET:.0%}."
    )
    print(f"{text}\n\n{where}")
    if arguments.write:
        made = f"Made by `python bench/suggestions.py --la311 FILE --write` on {where}."
        RESULT.write_text(f"# Suggestions for dispatchers\n\n{made}\n\n{text}\n{READING}", encoding="utf-8")


if __name__ == "__main__":
    main()
