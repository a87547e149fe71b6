"""What a ballot may hold and how it is counted, on plain values: no tables, no people."""

import hashlib
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shiliu.foundation.names import name_in

APPROVAL, RANKED, POINTS, KNAPSACK = "approval", "ranked", "points", "knapsack"
KINDS = {
    APPROVAL: gettext_lazy("Approve: choose all projects you want"),
    RANKED: gettext_lazy("Rank: put the projects you want in order"),
    POINTS: gettext_lazy("Points: spread points over the projects"),
    KNAPSACK: gettext_lazy("Shopping: choose projects until the budget is spent"),
}
METHOD_KINDS = {APPROVAL: "approval", RANKED: "ordinal", POINTS: "cumulative", KNAPSACK: "approval"}
EQUAL_SHARES, PHRAGMEN, GREEDY = "equal-shares", "phragmen", "greedy"
COUNTS = {
    EQUAL_SHARES: gettext_lazy("Equal shares: every voter has the same share of the budget to spend"),
    PHRAGMEN: gettext_lazy("Phragmén: costs are spread as evenly as can be over those who want a project"),
    GREEDY: gettext_lazy("Most votes first: the project with most votes that still fits"),
}
COMPLETIONS = {
    "add1u": gettext_lazy("Shares are raised together while they buy more; what is left goes to most votes for the money"),
    "add1": gettext_lazy("Shares are raised together while they buy more; what is left then stays unspent"),
    "utilitarian": gettext_lazy("What is left goes to most votes for the money"),
    "none": gettext_lazy("What is left stays unspent"),
}  # fmt: skip
SATISFACTION = {APPROVAL: "cost", KNAPSACK: "cost", RANKED: "borda+1", POINTS: "points"}
LOT = "lot"
TIES = {
    "votes,min-cost,lot": gettext_lazy("More votes, then lower price, then the lot"),
    "min-cost,lot": gettext_lazy("Lower price, then the lot"),
    "lot": gettext_lazy("The lot"),
}
MOST_ITEMS, MOST_POINTS = 200, 100


class NotOnBallot(ValueError):
    """The ballot cannot hold this; str() is a sentence for the voter."""


@dataclass(frozen=True)
class Item:
    """A project on the ballot as it was when the rules were frozen. `cost` in whole yuan; `place` is (longitude, latitude) or None."""

    number: int
    candidate: int
    names: dict
    summary: dict
    cost: int
    place: tuple | None = None

    @property
    def name(self):
        return name_in(self.names)

    @property
    def told(self):
        return name_in(self.summary)


@dataclass(frozen=True)
class Rules:
    """Everything that decides who may vote, what a ballot may hold and who wins. `seed` is the drawn text the lot comes from; `tie` are
    words of `shiliu count`, the numbers of the lot written out. `most` 0: no limit."""

    vote: int
    kind: str
    budget: int
    most: int
    points: int
    rule: str
    completion: str
    satisfaction: str
    tie: tuple[str, ...]
    seed: str
    fewest: int
    area: str
    resident_before: str
    items: tuple[Item, ...]

    @classmethod
    def read(cls, content):
        items = tuple(
            Item(**{**row, "place": tuple(row["place"]) if row["place"] else None}) for row in content["items"]
        )
        return cls(**{**content, "items": items, "tie": tuple(content["tie"])})  # fmt: skip

    def content(self):
        """JSON-able; `read` gives the same again."""
        made = asdict(self)
        made["tie"] = list(self.tie)
        made["items"] = [{**row, "place": list(row["place"]) if row["place"] else None} for row in made["items"]]
        return made

    @property
    def by_number(self):
        return {item.number: item for item in self.items}

    @property
    def length(self):
        """Bytes of the longest ballot with the way it came."""
        return 60 + sum(len(str(item.number)) + 7 for item in self.items)

    def command(self, file):
        """The words that count the published file again."""
        words = ["shiliu", "count", file, "--rule", self.rule]
        if self.rule == EQUAL_SHARES:
            words += ["--completion", self.completion, "--satisfaction", self.satisfaction]
        return " ".join([*words, "--tie", ",".join(self.tie)])


def lot(seed, numbers):
    """The numbers in the order that the published `seed` draws: sorted by SHA-256 of "seed:number". Anybody can draw it again."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())


def tie_words(choice, seed, numbers):
    """The tie-break of TIES with the lot written out, as `shiliu count --tie` takes it."""
    words = []
    for word in choice.split(","):
        words += [str(number) for number in lot(seed, numbers)] if word == LOT else [word]
    return tuple(words)


# ── Ballots ──────────────────────────────────────────────────────────────────────────────────────────────────────────
# approval and knapsack: numbers, ascending; ranked: numbers, the best first; points: [[number, points], …], ascending.
def chosen(rules, ballot):
    """{number: points, place in the ranking, or 1}."""
    if rules.kind == POINTS:
        return dict(ballot)
    return {number: at if rules.kind == RANKED else 1 for at, number in enumerate(ballot, 1)}


def checked(rules, ballot):
    """The ballot in its one spelling. Raises NotOnBallot for everything the rules do not allow."""
    pairs = ballot if rules.kind == POINTS else [[number, 1] for number in ballot]
    numbers = [number for number, _points in pairs]
    known = rules.by_number
    if unknown := [number for number in numbers if number not in known]:
        raise NotOnBallot(_("There is no project %(number)s on this ballot.") % {"number": unknown[0]})
    if len(set(numbers)) != len(numbers):
        raise NotOnBallot(_("A project stands twice on this ballot."))
    if rules.most and len(numbers) > rules.most:
        sentence = ngettext(
            "You can choose %(most)s project. Take one back to choose another.",
            "You can choose %(most)s projects. Take one back to choose another.",
            rules.most,
        )
        raise NotOnBallot(sentence % {"most": rules.most})
    if rules.kind == POINTS:
        if any(points < 1 for _number, points in pairs):
            raise NotOnBallot(_("A project on the ballot has at least one point."))
        if sum(points for _number, points in pairs) > rules.points:
            sentence = _("You have %(points)s points. Take some back from another project first.")
            raise NotOnBallot(sentence % {"points": rules.points})
        return sorted([number, points] for number, points in pairs)
    if rules.kind == KNAPSACK and sum(known[number].cost for number in numbers) > rules.budget:
        raise NotOnBallot(_("This would cost more than the whole budget. Take another project back first."))
    return list(numbers) if rules.kind == RANKED else sorted(numbers)


def pressed(rules, ballot, verb, number, value=0):
    """The ballot after one press, said so that the same press twice is one: choose, drop, place (to place `value` of the ranking), give
    (so many points). Raises NotOnBallot."""
    pairs = chosen(rules, ballot)
    if verb == "drop" or (verb == "give" and value <= 0):
        pairs.pop(number, None)
    elif verb == "choose":
        pairs.setdefault(number, len(pairs) + 1 if rules.kind == RANKED else 1)
    elif verb == "give" and rules.kind == POINTS:
        pairs[number] = value
    elif verb == "place" and rules.kind == RANKED and number in pairs:
        others = [other for other in pairs if other != number]
        others.insert(max(0, min(value - 1, len(others))), number)
        return checked(rules, others)
    else:
        raise NotOnBallot(_("This cannot be done with this ballot. Load the page again."))
    return checked(rules, [[n, p] for n, p in pairs.items()] if rules.kind == POINTS else list(pairs))


def typed(rules, text):
    """The ballot from what stands on a sheet: numbers with blanks between, the best first; with points "3=2 7=1". Raises NotOnBallot."""
    words = text.replace("，", " ").replace(",", " ").replace("、", " ").split()
    try:
        if rules.kind == POINTS:
            pairs = [word.replace("＝", "=").split("=") for word in words]
            return checked(rules, [[int(number), int(points)] for number, points in pairs])
        return checked(rules, [int(word) for word in words])
    except (ValueError, TypeError) as error:
        if isinstance(error, NotOnBallot):
            raise
        if rules.kind == POINTS:
            raise NotOnBallot(_("Type each project as number=points, like 3=2 7=1.")) from None
        raise NotOnBallot(_("Type the numbers of the projects with blanks between, like 3 7 12.")) from None


def spelled(rules, ballot):
    """As `typed` reads it."""
    if rules.kind == POINTS:
        return " ".join(f"{number}={points}" for number, points in ballot)
    return " ".join(map(str, ballot))


@dataclass(frozen=True)
class Left:
    """What a voter still has: `used` of `of`, in yuan, points or projects; `of` 0 means no limit."""

    unit: str
    used: int
    of: int

    @property
    def left(self):
        return max(self.of - self.used, 0)


def left(rules, ballot):
    if rules.kind == KNAPSACK:
        return Left("yuan", sum(rules.by_number[number].cost for number in ballot), rules.budget)
    if rules.kind == POINTS:
        return Left("points", sum(points for _number, points in ballot), rules.points)
    return Left("projects", len(ballot), rules.most)


def most_seconds(ways):
    """The most ballots that can be another one of somebody who is counted already, where `ways` came by account, code and paper: an
    account has one ballot, and nobody knows whose hand a code went into. 0 for {}."""
    with_code = ways.get("code", 0) + ways.get("paper", 0)
    return with_code if ways.get("account") else max(0, with_code - 1)


def explained(rules):
    """The limits in one sentence for the voter."""
    if rules.kind == KNAPSACK:
        return _("Choose projects until the budget is spent. Prices are the highest that the reviewers think likely.")
    if rules.kind == POINTS:
        return _("You have %(points)s points. Give them to one project or spread them.") % {"points": rules.points}
    if rules.kind == RANKED:
        return _("Choose the projects you want, the one you want most first. You can move them afterwards.")
    if rules.most:
        return ngettext("Choose up to %(most)s project.", "Choose up to %(most)s projects.", rules.most) % {
            "most": rules.most
        }
    return _("Choose all projects you want, as many as you like.")


def fitting(rules):
    """The rules with what does not belong to their kind of ballot or count taken out, so that equal rules are equal text."""
    if rules.kind != POINTS:
        rules = replace(rules, points=0)
    if rules.rule != EQUAL_SHARES:
        rules = replace(rules, completion="none")
    return replace(rules, satisfaction=SATISFACTION[rules.kind])
