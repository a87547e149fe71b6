"""The rules once more, as their definitions say, in fractions and without any care for speed: what the tests hold ours against."""

from fractions import Fraction

from hypothesis import strategies as st

from shiliu.methods.equal_shares import Election


def satisfactions(election, satisfaction):
    """One (number of voters, {id: satisfaction}) for each different ballot."""
    found = []
    costs = {key: election.money(cost) for key, cost in zip(election.ids, election.costs, strict=True)}
    for (ids, points), times in election.contents().items():
        if satisfaction == "cost":
            worth = {key: costs[key] for key in ids}
        elif satisfaction == "points":
            worth = dict(zip(ids, points, strict=True))
        elif satisfaction == "cardinality":
            worth = dict.fromkeys(ids, Fraction(1))
        else:
            last = 1 if satisfaction == "borda+1" else 0
            worth = {key: Fraction(len(ids) - 1 - at + last) for at, key in enumerate(ids)}
        found.append((times, worth))
    return found


def equal_shares(election, satisfaction, rank, money=None):
    """[(id, rho, {ballot: payment})] of the Method of Equal Shares, and what each ballot's voters have left."""
    costs = {key: election.money(cost) for key, cost in zip(election.ids, election.costs, strict=True)}
    ballots = satisfactions(election, satisfaction)
    if money is None:
        money = election.money(election.budget) / election.voters
    left = [money] * len(ballots)
    bought = []
    while True:
        best = None
        for key in costs:
            if costs[key] == 0 or key in [done[0] for done in bought]:
                continue
            wants = [(at, times, worth[key]) for at, (times, worth) in enumerate(ballots) if worth.get(key, 0) > 0]
            if not wants or sum(left[at] * times for at, times, _u in wants) < costs[key]:
                continue
            rho = price(costs[key], [(left[at], times, u) for at, times, u in wants])
            if best is None or (rho, rank.index(key)) < best[:2]:
                best = (rho, rank.index(key), key, wants)
        if best is None:
            return bought, left
        rho, _rank, key, wants = best
        paid = {at: min(left[at], rho * u) for at, _times, u in wants}
        for at, amount in paid.items():
            left[at] -= amount
        bought.append((key, rho, paid))


def price(cost, wants):
    """The rho at which supporters [(money, times, satisfaction)] together pay the cost: the poorest give all they have."""
    wants = sorted(wants, key=lambda want: want[0] / want[2])
    spread = sum(times * u for _money, times, u in wants)
    for money, times, u in wants:
        if cost <= money / u * spread:
            return cost / spread
        cost -= money * times
        spread -= times * u
    raise AssertionError("not affordable")


def phragmen(election, rank):
    costs = {key: election.money(cost) for key, cost in zip(election.ids, election.costs, strict=True)}
    budget, ballots = election.money(election.budget), election.contents()
    loads = dict.fromkeys(ballots, Fraction(0))
    order = []
    free = [key for key in costs if costs[key] == 0]
    while True:
        options = []
        for key in costs:
            wants = [ballot for ballot in ballots if key in ballot[0]]
            if wants and key not in order and key not in free and costs[key] <= budget:
                votes = sum(ballots[ballot] for ballot in wants)
                load = (costs[key] + sum(loads[ballot] * ballots[ballot] for ballot in wants)) / votes
                options.append((load, rank.index(key), key))
        least = min(options, default=None)
        spent = sum(costs[key] for key in order)
        if least is None or any(spent + costs[key] > budget for load, _rank, key in options if load == least[0]):
            return order
        for ballot in ballots:
            if least[2] in ballot[0]:
                loads[ballot] = least[0]
        order.append(least[2])


@st.composite
def elections(draw, kind="approval", most_projects=5, most_voters=7, least_cost=1):
    """Small elections in which ties and exhausted voters are frequent."""
    ids = "abcdefgh"[: draw(st.integers(1, most_projects))]
    costs = {key: draw(st.integers(least_cost, 6)) for key in ids}
    chosen = st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))
    if kind in ("cumulative", "cardinal"):
        ballot = st.dictionaries(st.sampled_from(ids), st.integers(0, 4), max_size=len(ids))
    else:
        ballot = chosen
    ballots = draw(st.lists(ballot, min_size=1, max_size=most_voters))
    return Election.of(budget=draw(st.integers(0, 14)), costs=costs, ballots=ballots, kind=kind)
