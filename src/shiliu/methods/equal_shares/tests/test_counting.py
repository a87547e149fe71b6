"""The rules: what they give by hand, what they must always keep, and that rounding decides nothing."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods.equal_shares import COMPLETIONS, Election, count
from shiliu.methods.equal_shares.market import Market, ranks
from shiliu.methods.equal_shares.paying import Paying
from shiliu.methods.equal_shares.raising import raise_money
from shiliu.methods.equal_shares.tests import by_definition
from shiliu.methods.equal_shares.tests.by_definition import elections
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once
KIND_AND_SATISFACTION = [
    ("approval", "cost"),
    ("approval", "cardinality"),
    ("ordinal", "borda"),
    ("ordinal", "borda+1"),
    ("ordinal", "cost"),
    ("cumulative", "points"),
    ("cardinal", "points"),
    ("cumulative", "cost"),
]
kinds = pytest.mark.parametrize(("kind", "satisfaction"), KIND_AND_SATISFACTION)


def approvals(budget, costs, *groups):
    """approvals(10, {...}, (3, "ab"), (2, "c")): three voters approve a and b, two c."""
    return Election.of(
        budget=budget, costs=costs, ballots=[list(wanted) for times, wanted in groups for _ in range(times)]
    )


def test_two_groups_get_their_share_where_the_greedy_rule_gives_all_to_the_larger():
    """Six voters want a and b, four want c; each costs half of the budget."""
    election = approvals(100, {"a": 50, "b": 50, "c": 40}, (6, "ab"), (4, "c"))
    assert count(election, "greedy").winners == ("a", "b")
    found = count(election)
    assert found.winners == ("a", "c")
    first, second = found.steps
    assert (first.supporters, first.paid_full, first.paid_last) == (6, 6, 0)
    assert first.most == pytest.approx(50 / 6)
    assert first.price == pytest.approx(1 / 6), "money for a unit of satisfaction, which is the cost"
    assert first.effective_votes == pytest.approx(6)
    assert first.tied == ("b",)
    assert (second.paid_full, second.paid_last) == (4, 0)
    assert [(left.project, left.code) for left in found.left_out] == [("b", "money_gone")]
    assert found.left_out[0].behind == pytest.approx(10)
    assert found.money == 10 and found.cost == 90


def test_who_has_too_little_gives_all_and_the_others_pay_evenly():
    """Three voters with 10 each: c costs one of them 3, a each of them 4, and then two have 3 and 6 for b."""
    groups = (1, "acb"), (1, "ab"), (1, "a")
    assert count(approvals(30, {"a": 12, "c": 3, "b": 10}, *groups), satisfaction="cardinality").winners == ("c", "a")
    found = count(approvals(30, {"a": 12, "c": 3, "b": 8}, *groups), satisfaction="cardinality")
    assert found.winners == ("c", "a", "b")
    step = found.steps[2]
    assert (step.paid_last, step.paid_full, step.most) == (1, 1, 5)
    assert step.effective_votes == pytest.approx(8 / 5)


def test_points_and_ranks_say_how_much_a_voter_would_pay():
    election = Election.of(
        budget=12, costs={"a": 6, "b": 6}, ballots=[{"a": 3, "b": 1}, {"a": 1, "b": 2}, {"b": "2"}], kind="cumulative"
    )
    found = count(election)
    assert found.winners == ("b",)
    assert found.steps[0].price == pytest.approx(6 / 5)
    assert found.steps[0].most == pytest.approx(12 / 5)
    ranked = Election.of(budget=12, costs={"a": 6, "b": 6}, ballots=["ab", "ab", "ba"], kind="ordinal")
    assert count(ranked).winners == ("a",)
    assert count(ranked, satisfaction="borda+1").steps[0].price == pytest.approx(6 / 5)


def test_a_voter_without_any_project_keeps_their_share():
    assert count(approvals(10, {"a": 6}, (1, "a"), (1, ""))).winners == ()
    assert count(approvals(10, {"a": 5}, (1, "a"), (1, ""))).winners == ("a",)


def test_what_costs_nothing_is_chosen_if_somebody_wants_it():
    election = approvals(10, {"gift": 0, "unwanted gift": 0, "a": 10}, (1, ["gift", "a"]), (1, ["a"]))
    for rule in ("equal-shares", "phragmen", "greedy", "greedy-per-cost"):
        found = count(election, rule)
        assert set(found.winners) == {"gift", "a"}
        assert found.steps[0].code == "free"
        assert [(left.project, left.code) for left in found.left_out] == [("unwanted gift", "no_support")]


def test_the_variant_of_add1_is_named_and_told():
    """Two want a; b and c have one voter each. With one more for each voter c is bought, then b, which overspends."""
    election = approvals(12, {"a": 4, "b": 6, "c": 5}, (1, "ab"), (1, "ac"), (1, ""))
    assert count(election).winners == ("a",)
    found = count(election, completion="add1")
    assert found.winners == ("a", "c") and found.variant == "add1"
    assert (found.raised.times, found.raised.money, found.raised.stop) == (3, 7, "overspend")
    assert found.raised.overspending == ("b",)
    assert found.left_out[0].code == "over_budget"
    early = count(election, completion="add1e")
    assert early.winners == ("a", "c") and early.raised.stop == "exhaustive"
    everything = count(approvals(30, {"a": 4, "b": 6, "c": 5}, (1, "ab"), (1, "ac"), (3, "")), completion="add1")
    assert everything.raised.stop == "everything" and set(everything.winners) == set("abc")


def test_greedy_goes_by_votes_or_by_votes_for_the_money_and_skips_or_ends():
    election = approvals(10, {"a": 8, "b": 5, "c": 2}, (4, "a"), (3, "b"), (2, "c"))
    assert count(election, "greedy").winners == ("a", "c")
    assert count(election, "greedy", skip=False).winners == ("a",)
    assert count(election, "greedy-per-cost", satisfaction="cardinality").winners == ("c", "b")
    assert count(election, "greedy", least_votes=3).winners == ("a",)
    assert count(election, "greedy", least_votes=3).left_out[-1].code == "few_votes"


def test_phragmen_by_hand():
    """Loads: b 6/3 = 2, then a (10 + 2·2)/4 against c 4/1; after c, the supporters of d would need 9 more."""
    election = approvals(22, {"a": 10, "b": 6, "c": 4, "d": 9}, (2, "ab"), (1, "a"), (1, "ad"), (1, "b"), (1, "c"))
    found = count(election, "phragmen")
    assert found.winners == ("b", "a", "c")
    assert [step.price for step in found.steps] == [2, 3.5, 4]
    assert found.left_out[0].code == "does_not_fit"


@pytest.mark.parametrize(
    ("tie", "first"), [(["file"], "b"), (["id"], "a"), (["c", "b"], "c"), (["votes"], "b"), (["votes", "id"], "a")]
)
def test_the_tie_break_decides_between_equals_and_is_told(tie, first):
    election = approvals(9, {"b": 9, "c": 9, "a": 9}, (1, "abc"), (2, "abc"))
    for rule in ("equal-shares", "phragmen", "greedy", "greedy-per-cost"):
        found = count(election, rule, tie=tie)
        assert found.winners == (first,)
        assert set(found.steps[0].tied) == set("abc") - {first}
        assert found.tie == tuple(tie)


def test_costs_break_ties_either_way():
    election = approvals(12, {"dear": 6, "cheap": 3}, (2, ["dear", "cheap"]))
    assert count(election, tie=["min-cost"]).winners[0] == "cheap"
    assert count(election, tie=["max-cost"]).winners[0] == "dear"


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_what_differs_by_less_than_rounding_is_decided_in_fractions(more):
    """The prices of x and y differ by a third of a billionth of a millionth, or not at all."""
    unit = 8 * 10**14
    election = approvals(10 * unit, {"x": 3 * unit + more, "y": 2 * unit}, (3, "x"), (2, "y"))
    found = count(election, satisfaction="cardinality", tie=["y", "x"])
    assert found.winners[0] == ("x" if more < 0 else "y")
    assert found.steps[0].tied == (() if more else ("x",))


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_so_is_what_depends_on_the_money_left_after_other_purchases(more):
    """In both pairs one voter has spent half and gives the rest; the other pays 7 parts, or a hair more or less."""
    unit = 10**14
    costs = {"p": 5 * unit, "q": 5 * unit, "x": 12 * unit + more, "y": 12 * unit}
    election = approvals(40 * unit, costs, (1, "px"), (1, "x"), (1, "qy"), (1, "y"))
    found = count(election, satisfaction="cardinality", tie=["y", "x"])
    assert found.winners[2] == ("x" if more < 0 else "y")
    assert found.steps[2].tied == (() if more else ("x",))
    assert (found.steps[2].paid_last, found.steps[2].paid_full) == (1, 1)
    assert found.certificate.exact and found.certificate.decided_exactly >= 1


@pytest.mark.parametrize(("cost", "bought"), [(6, True), (6 + Fraction(1, 10**9), False)])
def test_what_can_just_be_paid_is_bought_and_what_cannot_by_a_hair_is_not(cost, bought):
    """Voters have 10/3 each; after a third of 1 is spent by each, two have exactly 6 together."""
    election = approvals(10, {"a": 1, "b": cost}, (2, "ab"), (1, "a"))
    assert ("b" in count(election, satisfaction="cardinality").winners) is bought


@kinds
@given(data=st.data())
@settings(max_examples=25)
def test_purchases_and_prices_are_those_of_the_definition(kind, satisfaction, data):
    election = data.draw(elections(kind))
    rank = sorted(election.ids)
    bought, left = by_definition.equal_shares(election, satisfaction, rank)
    found = count(election, satisfaction=satisfaction, tie=["id"])
    assert list(found.winners) == [key for key, _rho, _paid in bought]
    assert [step.price for step in found.steps] == pytest.approx([float(rho) for _key, rho, _paid in bought], rel=1e-12)
    for step, (_key, _rho, paid) in zip(found.steps, bought, strict=True):
        assert step.most == pytest.approx(float(max(paid.values())), rel=1e-12)
    assert found.certificate.exact
    wants = by_definition.satisfactions(election, satisfaction)
    for out in found.left_out:
        behind = sum(times * left[at] for at, (times, worth) in enumerate(wants) if worth.get(out.project, 0) > 0)
        assert out.behind == pytest.approx(float(behind), abs=1e-9)


@given(elections(), st.sampled_from(["cost", "cardinality"]))
@settings(max_examples=25)
def test_priceable_voters_pay_no_more_than_their_share_and_only_for_what_they_want(election, satisfaction):
    bought, left = by_definition.equal_shares(election, satisfaction, sorted(election.ids))
    share = election.money(election.budget) / election.voters
    ballots = by_definition.satisfactions(election, satisfaction)
    assert all(0 <= rest <= share for rest in left)
    for key, _rho, paid in bought:
        assert (
            sum(amount * ballots[at][0] for at, amount in paid.items())
            == dict(zip(election.ids, election.costs, strict=True))[key]
        )
    found = count(election, satisfaction=satisfaction)
    assert found.cost <= found.budget
    assert all(out.behind < float(out.cost) + 1e-9 for out in found.left_out if out.code == "money_gone")


@given(elections(most_projects=4, most_voters=5))
@settings(max_examples=20)
def test_every_group_with_a_common_wish_has_a_member_with_nearly_what_the_group_deserves(election):
    """EJR up to one project (Peters, Pierczyński, Skowron 2021) for cardinality, over all groups and all wishes in common."""
    winners = set(count(election, satisfaction="cardinality").winners)
    costs = dict(zip(election.ids, election.costs, strict=True))
    voters = [set(ids) for (ids, _points), times in election.contents().items() for _ in range(times)]
    for size in range(1, len(voters) + 1):
        for group in combinations(voters, size):
            common = set.intersection(*group)
            for number in range(1, len(common) + 1):
                for wish in combinations(sorted(common), number):
                    if sum(costs[key] for key in wish) * election.voters <= size * election.budget:
                        assert any(len(member & winners) + bool(set(wish) - winners) >= number for member in group)


@given(elections(least_cost=0), st.sampled_from(sorted(COMPLETIONS)))
@settings(max_examples=40)
def test_no_completion_overspends_and_those_that_fill_up_leave_nothing_that_fits(election, completion):
    found = count(election, completion=completion)
    assert found.cost == sum(step.cost for step in found.steps) <= found.budget
    assert len(set(found.winners)) == len(found.winners)
    assert {out.project for out in found.left_out} | set(found.winners) == set(election.ids)
    if completion in ("utilitarian", "add1u", "add1eu", "exhaustive"):
        for out in found.left_out:
            assert out.code == "no_support" or out.cost > found.budget - found.cost
    if found.raised:
        plain = count(election)
        assert found.raised.times or set(plain.winners) <= set(found.winners)


@given(elections(most_projects=6), st.booleans(), st.sampled_from(["1/7", "1/2", "1"]))
@settings(max_examples=25)
def test_jumps_change_nothing(election, exhaustive_stop, increment):
    if not election.budget:
        return
    market = Market(election, "cost")
    rank = ranks(election, market.votes, ["id"])
    slow, fast = (
        raise_money(
            market, rank, Fraction(increment), exhaustive_stop=exhaustive_stop, budget=election.budget, jumps=jumps
        )
        for jumps in (False, True)
    )
    assert (fast.times, fast.stop, fast.run.order) == (slow.times, slow.stop, slow.run.order)


@kinds
@given(data=st.data())
@settings(max_examples=3)
def test_a_fine_currency_is_raised_in_jumps_that_change_nothing(kind, satisfaction, data):
    election = data.draw(elections(kind))
    if not election.budget:
        return
    market = Market(election, satisfaction)
    increment = Fraction(election.budget, 150 * election.voters)
    slow, fast = (
        raise_money(market, list(range(9)), increment, exhaustive_stop=True, budget=election.budget, jumps=jumps)
        for jumps in (False, True)
    )
    assert (fast.times, fast.run.order, fast.run.tied) == (slow.times, slow.run.order, slow.run.tied)
    assert fast.runs <= max(40, slow.runs)


def test_projects_nearly_or_exactly_as_dear_do_not_stop_the_jumps():
    """b costs a hair more than a for the same voters, twins cost the same, and the price of a falls all the way."""
    election = approvals(1200, {"a": 300, "b": 301, "c": 700, "d": 700, "e": 900}, (3, "abcd"), (2, "abcde"), (1, "cd"))
    market = Market(election, "cardinality")
    raised = raise_money(market, [0, 1, 2, 3, 4], Fraction(1, 1000), exhaustive_stop=False, budget=election.budget)
    assert raised.times > 10_000 and raised.runs < 100


@kinds
@given(data=st.data())
@settings(max_examples=8)
def test_the_order_of_the_ballots_changes_nothing(kind, satisfaction, data):
    election = data.draw(elections(kind))
    contents = [
        dict(zip(ids, points, strict=True)) if points else list(ids)
        for (ids, points), times in election.contents().items()
        for _ in range(times)
    ]
    contents += [{} if kind in ("cumulative", "cardinal") else []] * (election.voters - len(contents))
    costs = dict(zip(election.ids, election.costs, strict=True))
    mixed = Election.of(budget=election.budget, costs=costs, ballots=data.draw(st.permutations(contents)), kind=kind)
    for rule in ("equal-shares", "phragmen", "greedy"):
        assert count(mixed, rule, satisfaction=satisfaction) == count(election, rule, satisfaction=satisfaction)


@kinds
@given(data=st.data(), crowd=st.sampled_from([100, 300, 70_000]))
@settings(max_examples=6)
def test_a_crowd_that_votes_like_each_voter_buys_the_same_with_as_much_more_money(kind, satisfaction, data, crowd):
    """Also where a ballot was cast so often that its number fits into no byte."""
    election = data.draw(elections(kind))
    larger = replace(
        election,
        costs=tuple(crowd * cost for cost in election.costs),
        budget=crowd * election.budget,
        voters=crowd * election.voters,
        times=crowd * election.times,
    )
    for rule in ("equal-shares", "phragmen"):
        few, many = (count(each, rule, satisfaction=satisfaction) for each in (election, larger))
        assert many.winners == few.winners
        assert [(step.tied, step.most) for step in many.steps] == [
            (step.tied, pytest.approx(step.most) if step.most else step.most) for step in few.steps
        ]
        assert [step.paid_full for step in many.steps] == [
            step.paid_full and crowd * step.paid_full for step in few.steps
        ]


@given(elections(least_cost=0))
@settings(max_examples=40)
def test_phragmen_is_that_of_the_definition(election):
    found = [key for key in count(election, "phragmen", tie=["id"]).winners if election.costs[election.ids.index(key)]]
    assert found == by_definition.phragmen(election, sorted(election.ids))


@given(elections(), st.integers(0, 5))
@settings(max_examples=20)
def test_the_greedy_rule_has_at_least_the_satisfaction_of_equal_shares_at_its_first_choice(election, more):
    greedy = count(election, "greedy", tie=["id"])
    fitting = [at for at, cost in enumerate(election.costs) if cost <= election.budget]
    votes = Market(election, "cardinality").votes
    if greedy.winners:
        assert votes[election.ids.index(greedy.winners[0])] == max(votes[at] for at in fitting)


def test_projects_that_only_the_tie_break_tells_apart_are_bought_one_after_the_other_and_looked_at_once():
    """Twenty of each of two kinds, dearer for who also paid for the road; each kind is tied with itself, and both at first."""
    ids = [f"{kind}{number:02}" for number in range(20) for kind in "ab"]
    costs = {**dict.fromkeys(ids, 100), "road": 2_100}
    groups = (10, ["road", *ids]), (11, ["road"]), (10, ids[0::2]), (10, ids[1::2])
    found = count(approvals(41 * 1_000, costs, *groups), tie=["id"])
    order = ["road", *sorted(ids)]
    assert list(found.winners) == order
    for at, step in enumerate(found.steps[1:], start=1):
        assert step.tied == tuple(order[at + 1 : at + 6])
    assert found.certificate.exact and found.certificate.decided_exactly < 45


def test_two_thousand_winners_need_no_recursion():
    """Each of forty voters wants fifty of their own; no two cost the same."""
    wanted = [f"p{number}" for number in range(2000)]
    costs = {key: 10_000 + at for at, key in enumerate(wanted)}
    election = Election.of(budget=40 * 50 * 12_000, costs=costs, ballots=[wanted[at::40] for at in range(40)])
    found = count(election)
    assert len(found.winners) == 2000 and found.certificate.exact
    assert len(count(election, "phragmen").winners) == 2000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"rule": "fair"}, "unknown_rule"),
        ({"completion": "more"}, "unknown_completion"),
        ({"rule": "greedy", "completion": "add1"}, "completion_of_others"),
        ({"satisfaction": "joy"}, "unknown_satisfaction"),
        ({"satisfaction": "borda"}, "satisfaction_of_others"),
        ({"satisfaction": "points"}, "satisfaction_of_others"),
        ({"tie": ["luck"]}, "unknown_tie"),
        ({"tie": ["id", "id"]}, "double_tie"),
        ({"completion": "add1", "increment": 0}, "no_increment"),
        ({"completion": "add1", "increment": -1}, "negative"),
    ],
)
def test_words_that_mean_nothing_here_are_refused(words, code):
    with pytest.raises(BadInput) as refused:
        count(approvals(10, {"a": 6}, (1, "a")), **words)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("given_", "code", "row"),
    [
        ({"budget": -1}, "negative", None),
        ({"budget": "a lot"}, "not_a_number", None),
        ({"budget": float("nan")}, "not_a_number", None),
        ({"budget": float("inf")}, "not_a_number", None),
        ({"costs": {"a": "-3"}}, "negative", "a"),
        ({"costs": {}, "ballots": []}, "no_projects", None),
        ({"costs": {"a": "1e300"}}, "too_large", "a"),
        ({"costs": {"a": "9e18"}}, "too_large", None),
        ({"ballots": [["a"], ["x"]]}, "unknown_project", 1),
        ({"ballots": [["a", "a"]]}, "double_project", 0),
        ({"kind": "secret"}, "unknown_kind", None),
        ({"kind": "cumulative"}, "no_points", 0),
        ({"kind": "cumulative", "ballots": [{"a": -2}]}, "negative", 0),
        ({"kind": "cumulative", "ballots": [{"a": "1.0000000000000000001"}]}, "too_fine", None),
    ],
)
def test_elections_that_cannot_be_counted_are_refused_with_their_place(given_, code, row):
    with pytest.raises(BadInput) as refused:
        Election.of(**({"budget": 10, "costs": {"a": 6}, "ballots": [["a"]]} | given_))
    assert (refused.value.code, refused.value.row) == (code, row)


def test_nobody_voted():
    with pytest.raises(BadInput) as refused:
        count(Election.of(budget=10, costs={"a": 6}, ballots=[]))
    assert refused.value.code == "no_voters"


def test_cents_are_exact():
    election = Election.of(budget="0.30", costs={"a": "0,10", "b": "0.2"}, ballots=[["a", "b"]] * 3)
    found = count(election)
    assert found.cost == Fraction(3, 10) and len(found.winners) == 2


def test_a_run_is_the_same_however_late_its_ledger_is_asked():
    """Asked at every step or only at the end, the exact prices agree."""
    for ballots in permutations(["abc", "abd", "cd", "d"]):
        election = Election.of(budget=20, costs={"a": 3, "b": 4, "c": 5, "d": 6}, ballots=list(ballots))
        market = Market(election, "cardinality")
        runs = [Paying(market, [0, 1, 2, 3], Fraction(5)) for _ in range(2)]
        for asked, run in zip((True, False), runs, strict=True):
            while found := run.cheapest():
                run.buy(found[0])
                if asked:
                    run.ledger.catch_up()
        assert runs[0].ledger.prices() == runs[1].ledger.prices()
