"""Counting an election by a named rule: one call from the election to the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shiliu.methods.equal_shares.election import Election, Number, exact
from shiliu.methods.equal_shares.loads import phragmen
from shiliu.methods.equal_shares.market import Market, ranks, satisfaction_for, together
from shiliu.methods.equal_shares.paying import ALLOWED, Paying
from shiliu.methods.equal_shares.raising import Raised, raise_money
from shiliu.methods.equal_shares.results import Certificate, Count, LeftOut, Raise, Step
from shiliu.methods.inputs import BadInput

RULES = ("equal-shares", "phragmen", "greedy", "greedy-per-cost")
# completion: (raise the money?, stop also when exhaustive?, fill up by satisfaction per cost?)
COMPLETIONS = {
    "none": (False, False, False),
    "add1": (True, False, False),
    "add1e": (True, True, False),
    "add1u": (True, False, True),
    "add1eu": (True, True, True),
    "utilitarian": (False, False, True),
    "exhaustive": (True, True, True),
}
USUAL_TIE = ("votes", "min-cost", "id")
WIDER = 1000.0  # how much more error is allowed for when the replay finds more than was


def count(
    election: Election,
    rule: str = "equal-shares",
    *,
    completion: str = "none",
    satisfaction: str | None = None,
    tie: Sequence[str] = USUAL_TIE,
    increment: Number = 1,
    skip: bool = True,
    least_votes: int = 0,
) -> Count:
    """Count by a rule (RULES). `satisfaction` (see market.SATISFACTIONS; None: the usual one of the kind of ballot), `tie` (see market.ranks),
    `least_votes` below which a project is no candidate. `completion` (COMPLETIONS) and `increment` (money a voter and step of Add1) are for
    equal-shares; `skip=False` lets the greedy rules end at the first project that does not fit.

    The result depends on nothing but these: equal input gives equal output, in any order of the ballots. Raises BadInput for
    unknown words, a satisfaction that the ballots cannot give, an increment that is not above zero, and an election without voters."""
    if rule not in RULES:
        raise BadInput("unknown_rule", f"“{rule}” is no rule; they are {', '.join(RULES)}")
    if completion not in COMPLETIONS:
        raise BadInput("unknown_completion", f"“{completion}” is no completion; they are {', '.join(COMPLETIONS)}")
    if completion != "none" and rule != "equal-shares":
        raise BadInput("completion_of_others", f"rule {rule} takes no completion; only equal-shares does")
    if not election.voters:
        raise BadInput("no_voters", "there is no vote to count")
    chosen = satisfaction_for(election, satisfaction)
    market = Market(election, chosen)
    if least_votes:
        market.drop([at for at, votes in enumerate(market.votes) if votes < least_votes])
    made = _Made(market, ranks(election, market.votes, tie), rule, chosen, tuple(tie))
    if rule == "equal-shares":
        return _equal_shares(made, completion, exact(increment, "increment"))
    made.free()
    if rule == "phragmen":
        return _phragmen(made)
    return _greedy(made, rule == "greedy-per-cost", skip)


@dataclass
class _Made:
    """A result in the making."""

    market: Market
    rank: list[int]
    rule: str
    satisfaction: str
    tie: tuple[str, ...]

    def __post_init__(self) -> None:
        self.election = self.market.election
        self.steps: list[Step] = []
        self.taken: set[int] = set()
        self.spent = 0

    def free(self) -> None:
        """What costs nothing and somebody wants."""
        for at in sorted(self.market.supported, key=self.rank.__getitem__):
            if self.election.costs[at] == 0:
                self.take(at, Step("free", self.election.ids[at], Fraction(0), self.market.votes[at], 0.0))

    def take(self, at: int, step: Step) -> None:
        self.steps.append(step)
        self.taken.add(at)
        self.spent += self.election.costs[at]

    def fits(self, at: int) -> bool:
        return self.spent + self.election.costs[at] <= self.election.budget

    def money(self, whole: int | Fraction) -> Fraction:
        return Fraction(whole) if self.election.unit == 1 else whole * self.election.unit

    def unchosen(self) -> list[int]:
        return [at for at in range(len(self.election.ids)) if at not in self.taken]

    def ids(self, projects: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.election.ids[at] for at in projects)

    def left_out(self, at: int, code: str, behind: Fraction | float | None = None) -> LeftOut:
        cost, votes = self.election.costs[at], self.market.votes[at]
        if at in self.market.dropped:
            code, votes = "few_votes", self.market.dropped[at]
        elif not votes:
            code = "no_support"
        elif cost > self.election.budget and code not in ("over_budget", "money_gone"):
            code = "too_dear"
        return LeftOut(self.election.ids[at], self.money(cost), votes, code, behind)

    def close(
        self,
        variant: str,
        left_out: Sequence[LeftOut],
        money: Fraction | None = None,
        raised: Raise | None = None,
        certificate: Certificate | None = None,
    ) -> Count:
        return Count(
            self.rule,
            variant,
            self.satisfaction,
            self.tie,
            self.election.voters,
            self.money(self.election.budget),
            self.money(self.spent),
            tuple(step.project for step in self.steps),
            tuple(self.steps),
            tuple(left_out),
            money,
            raised,
            certificate,
        )


def _equal_shares(made: _Made, completion: str, increment: Fraction) -> Count:
    election, market = made.election, made.market
    raising, exhaustive_stop, filling = COMPLETIONS[completion]
    if increment <= 0:
        raise BadInput("no_increment", "the increment must be more than zero")
    allowed, certified = ALLOWED, False
    for _attempt in range(3):
        if raising:
            raised = raise_money(
                market,
                made.rank,
                increment / election.unit,
                exhaustive_stop=exhaustive_stop,
                budget=election.budget,
                allowed=allowed,
            )
        else:
            first = Fraction(election.budget, election.voters)
            raised = Raised(Paying(market, made.rank, first, allowed).to_the_end(), 0, "", 1, None)
        runs = [raised.run] + ([raised.over] if raised.over else [])
        error = max(run.ledger.error() for run in runs)
        if certified := error <= allowed:
            break
        allowed *= WIDER
    run = raised.run
    made.free()
    _bought(made, run)
    behind = {
        at: together(run.left[market.who[at]], market.weight[at]) * float(election.unit) for at in made.unchosen()
    }
    over = [at for at in raised.over.order if at not in made.taken] if raised.over else []
    if filling:
        _fill(made)
    left = [
        made.left_out(at, "over_budget" if at in over else ("does_not_fit" if filling else "money_gone"), behind[at])
        for at in made.unchosen()
    ]
    certificate = Certificate(
        certified, sum(each.decided_exactly for each in runs), error, run.ledger.below.bit_length()
    )
    told = None
    if raising:
        money = made.money(run.money)
        told = Raise(increment, raised.times, money, raised.stop, raised.runs, made.ids(over))
    return made.close(completion, left, made.money(run.money), told, certificate)


def _bought(made: _Made, run: Paying) -> None:
    election, market = made.election, made.market
    unit = float(election.unit)
    points = float(election.points_unit) if made.satisfaction == "points" else 1.0
    for step, (at, q, tied) in enumerate(zip(run.order, run.ledger.prices(), run.tied, strict=True)):
        who, weight = market.who[at], market.weight[at]
        drained = run.drained[who]
        full = drained > step
        if step in run.even:
            full |= np.isin(who, run.even[step])
        last = (drained == step) & ~full
        most = q if market.scores is None else run.most[step]
        # With cost as satisfaction, rho is money for a unit of money's worth: q over the cost, both in the smallest unit.
        price = q / market.worth[at] if made.satisfaction == "cost" else q * unit / points
        made.take(
            at,
            Step(
                "bought",
                election.ids[at],
                made.money(election.costs[at]),
                market.votes[at],
                price,
                most * unit,
                election.costs[at] / most,
                int(weight[full].sum()),
                int(weight[last].sum()),
                made.ids(tied),
            ),
        )


def _fill(made: _Made) -> None:
    """Utilitarian completion: what still fits, by satisfaction per money, as the greedy rule per cost goes on from here."""
    _by_order(made, True, True)


def _greedy(made: _Made, per_cost: bool, skip: bool) -> Count:
    reached = _by_order(made, per_cost, skip)
    variant = "skipping what does not fit" if skip else "ending at the first that does not fit"
    left = [made.left_out(at, "does_not_fit" if at in reached else "stopped") for at in made.unchosen()]
    return made.close(variant, left)


def _by_order(made: _Made, per_cost: bool, skip: bool) -> set[int]:
    """Take projects by votes (or points), or by satisfaction per money. Gives those looked at."""
    election, market = made.election, made.market
    candidates = [at for at in market.supported if at not in made.taken]
    value: dict[int, int | Fraction] = {at: market.total[at] for at in candidates}
    if per_cost:
        value = {at: _per_cost(market, at) for at in candidates}
    candidates.sort(key=lambda at: (-value[at], made.rank[at]))
    scale = election.points_unit if made.satisfaction == "points" else Fraction(1)
    scale = scale / election.unit if per_cost and made.satisfaction != "cost" else scale
    reached = set()
    for place, at in enumerate(candidates):
        reached.add(at)
        if not made.fits(at):
            if skip:
                continue
            break
        end = place + 1
        while end < len(candidates) and value[candidates[end]] == value[at]:
            end += 1
        made.take(
            at,
            Step(
                "next_best",
                election.ids[at],
                made.money(election.costs[at]),
                market.votes[at],
                float(value[at] * scale),
                tied=made.ids(candidates[place + 1 : end]),
            ),
        )
    return reached


def _per_cost(market: Market, project: int) -> int | Fraction:
    """Satisfaction of all voters per smallest unit of money."""
    cost = market.election.costs[project]
    if market.satisfaction == "cost":
        return market.total[project] if cost else 0
    return Fraction(market.total[project], max(cost, 1))


def _phragmen(made: _Made) -> Count:
    election, market = made.election, made.market
    gave = phragmen(market, made.rank, election.budget)
    unit = float(election.unit)
    for at, load, tied in zip(gave.order, gave.loads, gave.tied, strict=True):
        step = Step(
            "bought",
            election.ids[at],
            made.money(election.costs[at]),
            market.votes[at],
            load * unit,
            tied=made.ids(tied),
        )
        made.take(at, step)
    left = [made.left_out(at, "does_not_fit" if at in gave.stopped_by else "stopped") for at in made.unchosen()]
    certificate = Certificate(True, gave.decided_exactly, 0.0, gave.bits)
    return made.close("sequential, ending at the first that does not fit", left, certificate=certificate)
