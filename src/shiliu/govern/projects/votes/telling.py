"""A count told in words, step by step, from the frozen result."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.govern.projects.votes import rules as voting


@dataclass(frozen=True)
class Told:
    """One project in a count: `item`, sentences, and those that were exactly as good and lost by the tie-break."""

    item: voting.Item
    voters: int
    sentences: tuple[str, ...]
    tied: tuple[voting.Item, ...] = ()


def steps(rules, counted):
    """What was chosen, in order."""
    return [
        Told(_item(rules, step["project"]), step["supporters"], tuple(_step(counted, step)), tuple(_item(rules, key) for key in step["tied"]))
        for step in counted["steps"]
    ]  # fmt: skip


def left_out(rules, counted):
    """What was not chosen, with the reason, most wanted first."""
    rows = sorted(counted["left_out"], key=lambda row: (-row["supporters"], int(row["project"])))
    return [Told(_item(rules, row["project"]), row["supporters"], (_left(row),)) for row in rows]


def beginning(rules, counted):
    """How the count began and went, in sentences."""
    said = [
        ngettext("%(n)s ballot was counted.", "%(n)s ballots were counted.", counted["voters"])
        % {"n": counted["voters"]}
    ]
    if counted["money"] is not None:
        said.append(_("Every voter had the same share of the budget: %(share)s yuan.") % {"share": yuan(rules.budget / counted["voters"])})  # fmt: skip
    if raised := counted["raised"]:
        sentence = _(
            "So that less is left over, all shares were raised together by one yuan, %(times)s times, to %(money)s yuan; one more would have "
            "cost more than the budget, or have bought nothing new."
        )
        said.append(sentence % {"times": number_format(raised["times"]), "money": yuan(raised["money"])})
    spent = {"cost": yuan(counted["cost"]), "left": yuan(counted["budget"] - counted["cost"])}
    said.append(_("The chosen projects cost %(cost)s yuan; %(left)s yuan are left.") % spent)
    return said


def check(counted):
    """What the arithmetic itself guarantees."""
    made = counted["certificate"]
    if made is None or made["exact"]:
        return _("Every decision was made with a margin larger than any error of arithmetic, or in exact fractions.")
    return _("A decision was closer than the arithmetic can tell. Count the file with another program too.")


def yuan(amount):
    return number_format(round(amount, 2) if amount != int(amount) else int(amount), use_l10n=True)


def compared(rules, content):
    """[(item, in the count, in greedy)] of the projects in either, those of the count first."""
    ours, greedy = content["count"]["winners"], content["greedy"]["winners"]
    either = [*ours, *(key for key in greedy if key not in ours)]
    return [(_item(rules, key), key in ours, key in greedy) for key in either]


def _step(counted, step):
    if step["code"] == "free":
        yield _("It costs nothing.")
    elif step["most"] is not None:
        given = {"most": yuan(step["most"]), "full": step["paid_full"], "last": step["paid_last"]}
        yield _("Those who want it pay %(most)s yuan each at most: %(full)s pay their whole part, %(last)s give the last they have.") % given  # fmt: skip
        yield _("That is as if %(votes)s voters paid for it alone, more than for any other project then.") % {"votes": number_format(step["effective_votes"], 1)}  # fmt: skip
    elif counted["rule"] == voting.PHRAGMEN:
        yield _("Each of those who want it then carries %(load)s yuan, the least of all projects then.") % {"load": yuan(step["price"])}  # fmt: skip
    elif counted["rule"] == voting.GREEDY:
        yield _("It has the most votes of those that still fit.")
    else:
        yield _("Bought with what was left: the most votes for the money of those that still fit.")


def _left(row):
    reasons = {
        "no_support": _("Nobody chose it."),
        "few_votes": _("Too few chose it."),
        "too_dear": _("It costs more than the whole budget."),
        "does_not_fit": _("It does not fit into what is left of the budget."),
        "stopped": _("The count had ended before it: the next project did not fit into the budget."),
        "over_budget": _("With one yuan more for each voter it would have been bought, and the budget overspent."),
    }
    if row["code"] == "money_gone":
        return _("Those who want it have %(behind)s yuan left, and it costs %(cost)s.") % {
            "behind": yuan(row["behind"]),
            "cost": yuan(row["cost"]),
        }
    return reasons[row["code"]]


def _item(rules, key):
    return rules.by_number[int(key)]
