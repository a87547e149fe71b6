"""From rules and ballots to a result that anybody can compute again: plain values in, plain values out."""

from dataclasses import asdict
from fractions import Fraction

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.projects.votes import rules as voting
from shiliu.methods import equal_shares

# As Pabulib names rules in its files.
PABULIB_RULES = {"equal-shares": "equalshares", "phragmen": "phragmen", "greedy": "greedy"}


def election(rules, ballots):
    """The Election of `shiliu.methods.equal_shares`; projects are called by their numbers."""
    named = [
        {str(n): points for n, points in b} if rules.kind == voting.POINTS else [str(n) for n in b] for b in ballots
    ]
    costs = {str(item.number): item.cost for item in rules.items}
    kind = voting.METHOD_KINDS[rules.kind]
    return equal_shares.Election.of(budget=rules.budget, costs=costs, ballots=named, kind=kind)


def result(rules, ballots):
    """{"voters", "too_few", "totals", "count", "greedy", "reach"}: JSON-able. With fewer ballots than `rules.fewest` nothing is counted,
    because so few ballots would tell what their voters chose."""
    if len(ballots) < rules.fewest:
        return {"voters": 0, "too_few": True}
    made = election(rules, ballots)
    counted = _count(made, rules, rules.rule)
    greedy = counted if rules.rule == voting.GREEDY else _count(made, rules, voting.GREEDY)
    return {
        "voters": len(ballots),
        "too_few": False,
        "totals": totals(rules, ballots),
        "count": plain(counted),
        "greedy": plain(greedy),
        "reach": {"count": reach(rules, ballots, counted.winners), "greedy": reach(rules, ballots, greedy.winners)},
    }


def totals(rules, ballots):
    """{number as text: {"voters", "points"}}: how many want a project, and with how many points."""
    found = {str(item.number): {"voters": 0, "points": 0} for item in rules.items}
    for ballot in ballots:
        for number, points in voting.chosen(rules, ballot).items():
            found[str(number)]["voters"] += 1
            found[str(number)]["points"] += points if rules.kind == voting.POINTS else 1
    return found


def reach(rules, ballots, winners):
    """How many voters have so many chosen projects among those they wanted: {"0": …, "1": …, "2": …, "3+": …}."""
    won, found = {int(number) for number in winners}, dict.fromkeys(("0", "1", "2", "3+"), 0)
    for ballot in ballots:
        got = len(won & voting.chosen(rules, ballot).keys())
        found["3+" if got > 2 else str(got)] += 1
    return found


def plain(counted):
    """A Count as JSON: money whole where it is, otherwise as a decimal number."""
    return _plain(asdict(counted))


def file_of(rules, ballots, *, title, instance, begins, ends, winners=()):
    """The text of the .pb file: what is needed to count again, and nothing about voters. Voters are numbered by what is on their ballots."""
    made = election(rules, ballots)
    scored = {"min_sum_points": "0", "max_sum_points": str(rules.points)} if rules.kind == voting.POINTS else {}
    limits = {"max_length": str(rules.most)} if rules.most else {}
    knapsack = {"max_sum_cost": str(rules.budget)} if rules.kind == voting.KNAPSACK else {}
    meta = {
        "description": title, "country": "China", "unit": title, "instance": instance, "num_projects": "", "num_votes": "",
        "budget": str(rules.budget), "vote_type": voting.METHOD_KINDS[rules.kind], "rule": PABULIB_RULES[rules.rule],
        "date_begin": begins.strftime("%d.%m.%Y"), "date_end": ends.strftime("%d.%m.%Y"), **scored, **limits, **knapsack,
        "language": "zh", "currency": "CNY", "comment": f"#1: {rules.command('FILE.pb')}",
    }  # fmt: skip
    counts = totals(rules, ballots)
    projects = tuple(
        {
            "project_id": str(item.number), "cost": str(item.cost), "votes": str(counts[str(item.number)]["voters"]),
            "score": str(counts[str(item.number)]["points"]), "name": item.names.get(SOURCE_LANGUAGE, item.name),
            **({"longitude": str(item.place[0]), "latitude": str(item.place[1])} if item.place else {}),
        }
        for item in rules.items
    )  # fmt: skip
    return equal_shares.text_of(equal_shares.Pabulib(meta, projects, made), selected=winners)


def _count(made, rules, rule):
    if rule == voting.GREEDY:
        return equal_shares.count(made, voting.GREEDY, tie=rules.tie)
    completion = rules.completion if rule == voting.EQUAL_SHARES else "none"
    satisfaction = rules.satisfaction if rule == voting.EQUAL_SHARES else None
    return equal_shares.count(made, rule, completion=completion, satisfaction=satisfaction, tie=rules.tie)


def _plain(value):
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else round(float(value), 6)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
