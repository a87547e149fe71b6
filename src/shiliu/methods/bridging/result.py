"""What may be published of a conversation, as plain values. Nothing in it is about one person."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from shiliu.methods.bridging.stability import Stability

TOO_FEW_PEOPLE = "too_few_people"
GROUP_TOO_SMALL = "group_too_small"
NO_DIFFERENCE = "no_difference"
WHY_NO_GROUPS = {
    TOO_FEW_PEOPLE: "Fewer than twice the least number of people voted often enough to be grouped.",
    GROUP_TOO_SMALL: "In every grouping one of the groups would be smaller than the least number.",
    NO_DIFFERENCE: "The votes do not differ enough to tell groups apart.",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Votes of one group on one statement; `voters` = agree + disagree + passed."""

    agree: int
    disagree: int
    passed: int
    voters: int


@dataclass(frozen=True, slots=True)
class OnStatement:
    """What is known of one statement. A value is None where it would be about fewer than `least` people.

    `votes` and `by_group`: counts of the people counted (all, or the grouped where groups are published).
    `surely_*`: of all who voted (of those counted where the others are fewer than `least`), at least this share agrees (disagrees):
    the lower bound of Clopper and Pearson, good for all statements together with 95 % (Bonferroni), rounded down to a hundredth.
    `halves_*`: the same, of whichever half of the people is least of that mind, over 16 halves of opinion space: group-free.
    `informed_*`: Polis's group-informed consensus. `bridging_*`: in every group at least this share is of that mind (the least
    of the groups' lower bounds). `pull`: how far agreeing alone moves a person: what is large divides."""

    id: Hashable
    moderated: bool
    votes: Cell | None
    by_group: tuple[Cell | None, ...]
    surely_agree: float | None
    surely_disagree: float | None
    halves_agree: float | None
    halves_disagree: float | None
    informed_agree: float | None
    informed_disagree: float | None
    bridging_agree: float | None
    bridging_disagree: float | None
    pull: float | None

    @property
    def bridging(self) -> float | None:
        """The bridging score: the larger of the two sides."""
        if self.bridging_agree is None or self.bridging_disagree is None:
            return None
        return max(self.bridging_agree, self.bridging_disagree)


@dataclass(frozen=True, slots=True)
class Stands:
    """A statement that stands for a group: `agree` for agreeing with it; smoothed `share` in the group, its `ratio` to the share
    outside, and the z of both. `best`: what the group agrees on most."""

    statement: Hashable
    agree: bool
    best: bool
    share: float
    share_z: float
    ratio: float
    ratio_z: float


@dataclass(frozen=True, slots=True)
class Group:
    """A group of like opinion: its letter, how many, where its middle lies in opinion space, and what stands for it."""

    name: str
    people: int
    centre: tuple[float, float]
    stands_for: tuple[Stands, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """A square of opinion space, by its middle, in which at least `least` people stand."""

    x: float
    y: float
    people: int


@dataclass(frozen=True, slots=True)
class CommonGround:
    """The publishable result. `people`: with a vote; `counted`: those whose votes the counts hold; `no_groups`: a key of
    WHY_NO_GROUPS, or None; `silhouettes`: by number of groups; `agreed` and `rejected`: Polis's consensus, best first;
    `squares` (each `square` wide): where people stand, the emptier squares
    and the outermost fiftieth of the people left out."""

    people: int
    counted: int
    votes: int
    least: int
    no_groups: str | None
    silhouettes: dict[int, float]
    groups: tuple[Group, ...]
    statements: tuple[OnStatement, ...]
    agreed: tuple[Hashable, ...]
    rejected: tuple[Hashable, ...]
    squares: tuple[Square, ...]
    square: float
    stability: Stability | None

    def of(self, statement: Hashable) -> OnStatement:
        """What is known of one statement. Raises KeyError."""
        for known in self.statements:
            if known.id == statement:
                return known
        raise KeyError(statement)
