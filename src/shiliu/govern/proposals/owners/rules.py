"""Counting what owners decided, on plain values. Areas in hundredths of a square metre."""

from dataclasses import dataclass

from shiliu.govern.proposals.meetings.rules import enough

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
CHOICES = (FOR, AGAINST, ABSTAIN)
FEWEST = 5  # an answer of fewer heads is not shown with its area: whose it is could be read off the register


@dataclass(frozen=True)
class Side:
    heads: int = 0
    area: int = 0


def counted(rules, ballots):
    """The published result. `rules`: the frozen ones, with `heads`, `area`, `part`, `part_whole`, `passes`, `passes_whole`,
    `passes_reached`; `ballots`: [{"c": choice, "a": area of all shares of one owner}].

    Both shares must take part and both must agree, of heads and of area (Civil Code, article 278)."""
    sides = {
        choice: Side(
            sum(1 for one in ballots if one["c"] == choice), sum(one["a"] for one in ballots if one["c"] == choice)
        )
        for choice in CHOICES
    }
    took = Side(sum(side.heads for side in sides.values()), sum(side.area for side in sides.values()))
    least, pass_by = (rules["part"], rules["part_whole"], True), (rules["passes"], rules["passes_whole"], rules["passes_reached"])  # fmt: skip
    took_part = (
        took.heads > 0 and enough(took.heads, rules["heads"], *least) and enough(took.area, rules["area"], *least)
    )
    agreed = enough(sides[FOR].heads, took.heads, *pass_by) and enough(sides[FOR].area, took.area, *pass_by)
    shown = all(not side.heads or side.heads >= FEWEST for side in sides.values())
    return {
        "heads": took.heads, "area": took.area, "took_part": took_part, "passed": took_part and agreed,
        "sides": {choice: [side.heads, side.area] for choice, side in sides.items()} if shown else None,
    }  # fmt: skip
