"""Counting what owners decided, on plain values. Areas in hundredths of a square metre."""

from collections import Counter
from dataclasses import dataclass

from shiliu.govern.proposals.meetings.rules import enough

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
CHOICES = (FOR, AGAINST, ABSTAIN)
FEWEST = 5  # of fewer heads neither an answer nor a size of flats is shown: the register would say whose it is


@dataclass(frozen=True)
class Side:
    heads: int = 0
    area: int = 0


def counted(rules, ballots, weights):
    """What is kept and published of a count. `rules`: the frozen ones, with `heads`, `area`, `part`, `part_whole`, `passes`,
    `passes_whole`, `passes_reached`; `ballots`: [{"c": choice, "a": area of all shares of one owner}]; `weights`: areas of all owners.

    Both shares must take part and both must agree, of heads and of area (Civil Code, article 278): `enough` and `agreed` say so as
    [heads, area]. Whoever has the register could add up flats until an exact sum of areas fits, so that areas are kept as whole
    hundredths (`percent`, of all and of those who took part), and not at all where an owner has much more or less than others."""
    sides = {
        choice: Side(
            sum(1 for one in ballots if one["c"] == choice), sum(one["a"] for one in ballots if one["c"] == choice)
        )
        for choice in CHOICES
    }
    took = Side(sum(side.heads for side in sides.values()), sum(side.area for side in sides.values()))
    part = _reached(took, Side(rules["heads"], rules["area"]), rules["part"], rules["part_whole"], True)
    agreed = _reached(sides[FOR], took, rules["passes"], rules["passes_whole"], rules["passes_reached"])
    shown, alike = all(not side.heads or side.heads >= FEWEST for side in sides.values()), blends_in(weights)
    return {
        "heads": took.heads, "percent": hundredths(took.area, rules["area"]) if alike else None, "enough": part, "agreed": agreed,
        "took_part": all(part), "passed": all(part) and all(agreed),
        "sides": {choice: [side.heads, hundredths(side.area, took.area) if alike else None] for choice, side in sides.items()} if shown else None,
    }  # fmt: skip


def hundredths(area, whole):
    """Rounded down, so that what misses two thirds never looks like them."""
    return area * 100 // whole if whole else 0


def blends_in(weights):
    """Whether each owner has at least FEWEST - 1 others whose area differs by at most a hundredth of the whole: then a sum that is kept
    in hundredths is as likely without them."""
    ordered, near = sorted(weights), sum(weights) / 100
    windows = [ordered[at : at + FEWEST] for at in range(len(ordered) - FEWEST + 1)]
    covered = {weight for window in windows if window[-1] - window[0] <= near for weight in window}
    return bool(covered) and covered >= set(ordered)


def bands(weights):
    """What is shown of the frozen register: [(least area, most area, owners)], smallest first, each of at least FEWEST owners; one band
    for all where there are fewer. Owners of one size are never parted."""
    sizes, made = sorted(Counter(weights).items()), []
    for area, heads in sizes:
        if made and made[-1][2] < FEWEST:
            made[-1] = (made[-1][0], area, made[-1][2] + heads)
        else:
            made.append((area, area, heads))
    if len(made) > 1 and made[-1][2] < FEWEST:
        _least, most, heads = made.pop()
        made[-1] = (made[-1][0], most, made[-1][2] + heads)
    return made


def _reached(side, of, part, whole, exactly):
    """[heads, area]: whether each is enough of its whole; nobody is never enough."""
    return [of.heads > 0 and enough(side.heads, of.heads, part, whole, exactly),
            of.heads > 0 and enough(side.area, of.area, part, whole, exactly)]  # fmt: skip
