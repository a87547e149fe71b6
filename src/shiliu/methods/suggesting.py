"""Which matter a text is about, learned from texts whose matter people confirmed. It suggests, with its doubt; people decide.

A text becomes its pieces: runs of one to four Chinese characters, two to four letters elsewhere, so no language needs a
dictionary. Pieces are hashed (CRC-32) into columns, counted as (1 + log count) · idf and brought to length one; columns seen
in fewer than three texts are forgotten, and with them most names. A multinomial logistic regression (ridge, L-BFGS) gives
each matter a share of belief. Under a threshold nothing is suggested at all.

Measured before it is used, by time: fitted on the first 64 % of the texts; the threshold chosen on the next 16 %, as the
lowest at which the wanted share of suggestions is right; both told on the last 20 %, which neither has seen, beside what
always naming the most frequent matter would reach. What is used afterwards is fitted on everything.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

_CHINESE = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
LONGEST_PIECE = 4
LONGEST_TEXT = 4000
HASHES = 1 << 20
MOST_COLUMNS = 1 << 15
LEAST_TEXTS_OF_COLUMN = 3
LEAST_TEXTS_OF_LABEL = 5
LEAST_SAID = 10  # a threshold below which fewer suggestions than this were tried has proved nothing
NEVER = 1.01  # a threshold no share reaches: the method was never sure enough
FITTED, TUNED = 0.64, 0.80
RIDGE = 0.1  # divided by the number of texts: as strong a prior whatever their number
STEPS = 80
WORDS_SHOWN, LONGEST_WORDS = 3, 4


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the matter people confirmed for it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A matter with its share of belief, 0 to 1, and the words of the text that spoke for it most."""

    label: str
    share: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters inside the `run`-th run of a text, from `start` to `end` of it."""

    run: int
    start: int
    end: int
    column: int


class TooLittle(Exception):
    """Not enough confirmed texts to learn from. `have` there are, `need` it takes; `labels` matters are frequent enough."""

    def __init__(self, have, need, labels):
        super().__init__(f"{have} confirmed texts of {need}, {labels} frequent matters of 2")
        self.have, self.need, self.labels = have, need, labels


@dataclass(frozen=True)
class Model:
    """`columns` are the hashes known, in rising order; `idf` one for each of them, `weights` one row for each of them and one
    column for each label, `bias` one for each label. Holds no text."""

    labels: tuple[str, ...]
    columns: np.ndarray
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    threshold: float = NEVER

    def shares(self, text: str) -> np.ndarray | None:
        """The share of belief of every label, adding up to 1; None when no piece of the text is known."""
        positions, values = self._row(split(text)[1])
        if not len(positions):
            return None
        return _softmax((values @ self.weights[positions] + self.bias)[None, :])[0]

    def guesses(self, text: str, most: int = 3, *, explained: bool = False) -> list[Guess]:
        """The `most` likeliest labels, best first, whatever the threshold; empty for a text of unknown pieces. Their words
        only when they are to be `explained`."""
        shares = self.shares(text)
        if shares is None:
            return []
        order = np.argsort(-shares, kind="stable")[:most]
        return [
            Guess(self.labels[at], float(shares[at]), self.words(text, int(at)) if explained else ()) for at in order
        ]

    def is_sure(self, guesses: Sequence[Guess]) -> bool:
        return bool(guesses) and guesses[0].share >= self.threshold

    def words(self, text: str, label: int) -> tuple[str, ...]:
        """The words of the text that spoke most for a label, against the average of all labels; strongest first."""
        runs, found = split(text)
        positions, values = self._row(found)
        counts = Counter(piece.column for piece in found)
        gain = self.weights[positions, label] - self.weights[positions].mean(axis=1)
        columns = self.columns[positions]
        worth = {int(c): float(v * g) / counts[int(c)] for c, v, g in zip(columns, values, gain, strict=True)}
        pieces = [(piece, worth[piece.column]) for piece in found if piece.column in worth]
        return _strongest(runs, pieces)

    def _row(self, found):
        """(positions in `columns`, values) of a text given as pieces; the values have length one."""
        counts = Counter(piece.column for piece in found)
        hashes = np.fromiter(sorted(counts), dtype=np.int64, count=len(counts))
        at = np.searchsorted(self.columns, hashes)
        known = at < len(self.columns)
        known[known] = self.columns[at[known]] == hashes[known]
        positions = at[known]
        values = np.array([1 + math.log(counts[int(h)]) for h in hashes[known]]) * self.idf[positions]
        length = np.linalg.norm(values)
        return positions, values / length if length else values


def split(text: str) -> tuple[list[str], list[Piece]]:
    """The runs of a text (words, or stretches of Chinese) and the pieces in them, whatever their case and width."""
    runs = _RUNS.findall(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold())
    found = []
    for number, run in enumerate(runs):
        if _IS_CHINESE.match(run):
            least, padded, shift = 1, run, 0
        else:
            least, padded, shift = 2, f" {run} ", 1
        for size in range(least, LONGEST_PIECE + 1):
            for start in range(len(padded) - size + 1):
                column = zlib.crc32(padded[start : start + size].encode()) % HASHES
                end = min(start + size - shift, len(run))
                found.append(Piece(number, max(start - shift, 0), end, column))
    return runs, found


def _strongest(runs, pieces):
    """Of (piece, worth): whole words, and stretches of two to four Chinese characters, that do not overlap."""
    of_run = {}
    for piece, worth in pieces:
        here = of_run.setdefault(piece.run, {})
        here[piece.start, piece.end] = here.get((piece.start, piece.end), 0) + worth
    spans = []
    for number, here in of_run.items():
        run = runs[number]
        if not _IS_CHINESE.match(run):
            spans.append((sum(here.values()) / math.sqrt(len(run)), number, 0, len(run)))
            continue
        for size in range(min(2, len(run)), min(LONGEST_WORDS, len(run)) + 1):
            for start in range(len(run) - size + 1):
                end = start + size
                inside = sum(here.get((i, j), 0) for i in range(start, end) for j in range(i + 1, end + 1))
                spans.append((inside / math.sqrt(size), number, start, end))
    chosen, said = [], []
    for worth, number, start, end in sorted(spans, key=lambda span: (-span[0], span[1:])):
        apart = all(number != other or end <= left or right <= start for other, left, right in chosen)
        word = runs[number][start:end]
        if worth > 0 and apart and word not in said:
            chosen.append((number, start, end))
            said.append(word)
        if len(said) == WORDS_SHOWN:
            break
    return tuple(said)


def train(examples: Sequence[Example]) -> Model:
    """A model of the matters that have enough examples; the same examples give the same model. Raises TooLittle."""
    from scipy import sparse  # slow to import, and only learning needs it

    frequent = Counter(example.label for example in examples)
    labels = tuple(sorted(label for label, n in frequent.items() if n >= LEAST_TEXTS_OF_LABEL))
    kept = [example for example in examples if example.label in set(labels)]
    if len(labels) < 2:
        raise TooLittle(len(examples), 2 * LEAST_TEXTS_OF_LABEL, len(labels))
    counts = [Counter(piece.column for piece in split(example.text)[1]) for example in kept]
    seen = Counter(column for count in counts for column in count)
    often = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:MOST_COLUMNS]
    columns = sorted(column for column, n in often if n >= LEAST_TEXTS_OF_COLUMN)
    if not columns:
        raise TooLittle(len(examples), len(examples) + 1, len(labels))
    place = {column: at for at, column in enumerate(columns)}
    idf = np.array([1 + math.log(len(kept) / seen[column]) for column in columns])
    rows, cols, values = [], [], []
    for row, count in enumerate(counts):
        known = [(place[column], 1 + math.log(n)) for column, n in count.items() if column in place]
        weighed = np.array([value * idf[at] for at, value in known])
        rows += [row] * len(known)
        cols += [at for at, _value in known]
        values += list(weighed / (np.linalg.norm(weighed) or 1)) if known else []
    matrix = sparse.csr_matrix((values, (rows, cols)), shape=(len(kept), len(columns)))
    index = {label: at for at, label in enumerate(labels)}
    weights, bias = _fit(matrix, np.array([index[example.label] for example in kept]), len(labels))
    return Model(labels, np.array(columns, dtype=np.int64), idf, weights, bias)


def _fit(matrix, wanted, labels):
    """Weights and bias that make the wanted labels likeliest, under a ridge prior."""
    from scipy.optimize import minimize

    texts, columns = matrix.shape
    ridge, turned, every = RIDGE / texts, matrix.T.tocsr(), np.arange(texts)

    def cost(flat):
        weights, bias = flat[: columns * labels].reshape(columns, labels), flat[columns * labels :]
        shares = _softmax(matrix @ weights + bias)
        value = -np.log(np.maximum(shares[every, wanted], 1e-300)).mean() + 0.5 * ridge * (weights**2).sum()
        shares[every, wanted] -= 1
        slope = turned @ shares / texts + ridge * weights
        return value, np.concatenate([slope.ravel(), shares.mean(axis=0)])

    begin = np.zeros((columns + 1) * labels)
    found = minimize(cost, begin, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 5}).x
    return found[: columns * labels].reshape(columns, labels), found[columns * labels :]


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def choose_threshold(model: Model, examples: Sequence[Example], target: float) -> float:
    """The lowest share from which on at least `target` of the suggestions are right, over at least LEAST_SAID of them."""
    tried = sorted(
        ((g[0].share, g[0].label == e.label) for e in examples if (g := model.guesses(e.text, 1))), reverse=True
    )
    best, right = NEVER, 0
    for n, (share, is_right) in enumerate(tried, start=1):
        right += is_right
        next_is_equal = n < len(tried) and tried[n][0] == share
        if n >= LEAST_SAID and not next_is_equal and right / n >= target:
            best = share
    return best


@dataclass(frozen=True)
class Measured:
    """What a model did with `n` texts it had not seen: `first` and `three` count those whose matter stood first or among
    the first three; `said` were over the threshold and `said_right` of them right. `by_label`: {label: (texts of it, times
    suggested, right of those)} over the threshold. `confused`: [(label, suggested instead, times)], most frequent first."""

    n: int
    first: int
    three: int
    said: int
    said_right: int
    by_label: dict
    confused: list


def measure(model: Model, examples: Sequence[Example]) -> Measured:
    first = three = said = said_right = 0
    of: Counter[str] = Counter()
    suggested: Counter[str] = Counter()
    right: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for example in examples:
        of[example.label] += 1
        guesses = model.guesses(example.text)
        three += example.label in [guess.label for guess in guesses]
        is_right = bool(guesses) and guesses[0].label == example.label
        first += is_right
        if guesses and not is_right:
            confused[example.label, guesses[0].label] += 1
        if model.is_sure(guesses):
            said += 1
            said_right += is_right
            suggested[guesses[0].label] += 1
            right[guesses[0].label] += is_right
    labels = sorted(set(of) | set(suggested), key=lambda label: (-of[label], label))
    by_label = {label: (of[label], suggested[label], right[label]) for label in labels}
    mixed = sorted(confused.items(), key=lambda item: (-item[1], item[0]))[:10]
    return Measured(len(examples), first, three, said, said_right, by_label, [(*pair, n) for pair, n in mixed])


@dataclass(frozen=True)
class Learned:
    """`model` is fitted on all texts; `measured` on the last part tells how one fitted on the earlier part did. `usual` is the
    most frequent matter of that earlier part and `usual_right` how many of the last part it names rightly. `fitted` texts
    came before; `left_out` are matters with too few texts to be suggested."""

    model: Model
    measured: Measured
    usual: str
    usual_right: int
    fitted: int
    counts: dict
    left_out: list


def learn(examples: Sequence[Example], *, target: float, least: int) -> Learned:
    """Learn from examples in the order of time; `target` is the wanted share of right suggestions, 0 to 1.

    Raises TooLittle for fewer than `least` examples or fewer than two frequent matters in the first part."""
    counts = Counter(example.label for example in examples)
    frequent = sum(n >= LEAST_TEXTS_OF_LABEL for n in counts.values())
    if len(examples) < least:
        raise TooLittle(len(examples), least, frequent)
    fit_until, tune_until = int(len(examples) * FITTED), int(len(examples) * TUNED)
    early, later, last = examples[:fit_until], examples[fit_until:tune_until], examples[tune_until:]
    threshold = choose_threshold(train(early), later, target)
    measured = measure(replace(train(examples[:tune_until]), threshold=threshold), last)
    usual = min(Counter(e.label for e in examples[:tune_until]).items(), key=lambda item: (-item[1], item[0]))[0]
    model = replace(train(examples), threshold=threshold)
    left_out = sorted(set(counts) - set(model.labels))
    usual_right = sum(example.label == usual for example in last)
    return Learned(model, measured, usual, usual_right, tune_until, dict(counts), left_out)
