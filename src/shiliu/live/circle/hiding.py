"""Which numbers of places inside places are left out, so that no small one can be computed from the others. No Django.

One type and one walker make a tree: the homes of a district that reach it are those of its streets, and theirs those of their
communities. How many homes a place has is known to everybody. A number is small where fewer homes than the least lie on one side
of it; then it is told in words, and whoever adds and subtracts must not get to know more than the words say. So further numbers
are left out until nobody can, which is found by solving: sums in a tree leave every number a range that two passes find exactly.

`methods.disclosure` does the same for tables; its `learnable` judges this one in the tests."""

from dataclasses import dataclass

COVERED, MISSING, BOTH, BESIDE = "covered", "missing", "both", "beside"


@dataclass(frozen=True)
class Node:
    """A place: `homes` in it, `covered` of them that reach the type, and the key of the `parent` it is part of or None."""

    key: int
    parent: int | None
    homes: int
    covered: int


def few_of(covered: int, homes: int, fewest: int) -> str | None:
    """Why the number may not be told: COVERED or MISSING is small, or BOTH; None where it may."""
    if homes < fewest:
        return BOTH
    sides = [side for side, count in ((COVERED, covered), (MISSING, homes - covered)) if 0 < count < fewest]
    if not sides:
        return None
    return BOTH if len(sides) == 2 or homes < 2 * fewest else sides[0]


def left_out(nodes: list[Node], fewest: int) -> dict[int, str | None]:
    """{key: why it is left out, or None}: what is small, and BESIDE it what would give it away.

    Where leaving out only large numbers cannot help, nothing in the tree says any more whether it is small: all is BESIDE."""
    tree = _Tree(nodes, fewest)
    labels = {node.key: few_of(node.covered, node.homes, fewest) for node in nodes}
    small = [key for key, label in labels.items() if label]
    if small and not tree.protect(labels, small):
        labels = {key: BESIDE if label else None for key, label in labels.items()}
        tree.words = False
        tree.protect(labels, small)
    return labels


class _Tree:
    """`words`: whether a label tells what is small. What of a place lies in none of its parts is a part nobody is told about."""

    def __init__(self, nodes, fewest):
        self.nodes, self.fewest, self.words = {node.key: node for node in nodes}, fewest, True
        self.parts = {node.key: [] for node in nodes}
        for node in nodes:
            if node.parent in self.parts:
                self.parts[node.parent].append(node.key)
        self.down = sorted(self.nodes, key=self._depth)
        self.rest = {
            key: self.nodes[key].homes - sum(self.nodes[part].homes for part in parts) if parts else 0
            for key, parts in self.parts.items()
        }

    def protect(self, labels, small):
        """Leaves out more, in `labels`, until every key of `small` is protected; False if that cannot be."""
        while exposed := self._exposed(labels, small):
            chosen = self._next(labels, exposed[0])
            if chosen is None:
                return False
            labels[chosen] = BESIDE
        for key in sorted(
            labels, key=lambda one: -self.nodes[one].homes
        ):  # what turns out not to be needed is told again
            if labels[key] == BESIDE and key not in small:
                labels[key] = None
                if self._exposed(labels, small):
                    labels[key] = BESIDE
        return True

    def _exposed(self, labels, small):
        ranges = self.ranges(labels)
        slack = self.fewest - 2 if self.words else self.fewest
        return [key for key in small if ranges[key][1] - ranges[key][0] < min(slack, self.nodes[key].homes)]

    def _next(self, labels, exposed):
        """The number of fewest homes whose absence widens the range of `exposed`, else the nearest; None if there is none."""
        free = [key for key, label in labels.items() if label is None and self._helps(key)]
        free.sort(key=lambda key: (self.nodes[key].homes, key))
        now = _width(self.ranges(labels)[exposed])
        for key in free:
            if _width(self.ranges({**labels, key: BESIDE})[exposed]) > now:
                return key
        return min(free, key=lambda key: self._apart(key, exposed), default=None)

    def _helps(self, key):
        node = self.nodes[key]
        return not self.words or self.fewest <= node.covered <= node.homes - self.fewest

    def ranges(self, labels):
        """{key: (least, most)} of the covered homes, for whoever knows all homes, all labels and the numbers without one."""
        up = {}
        for key in reversed(self.down):
            low, high = self._said(key, labels[key])
            if parts := self.parts[key]:
                low = max(low, sum(up[part][0] for part in parts))
                high = min(high, sum(up[part][1] for part in parts) + self.rest[key])
            up[key] = (low, high)
        found = dict(up)
        for key in self.down:
            parts = self.parts[key]
            lows, highs = sum(up[part][0] for part in parts), sum(up[part][1] for part in parts)
            for part in parts:
                low, high = up[part]
                others_most = highs - high + self.rest[key]
                found[part] = (max(low, found[key][0] - others_most), min(high, found[key][1] - (lows - low)))
        return found

    def _said(self, key, label):
        """What the label of a number says of it."""
        node = self.nodes[key]
        if label is None:
            return node.covered, node.covered
        if not self.words or node.homes < self.fewest:
            return 0, node.homes
        return {
            COVERED: (1, self.fewest - 1),
            MISSING: (node.homes - self.fewest + 1, node.homes - 1),
            BOTH: (1, node.homes - 1),
            BESIDE: (self.fewest, node.homes - self.fewest),
        }[label]

    def _above(self, key):
        chain = []
        while key in self.nodes:
            chain.append(key)
            key = self.nodes[key].parent
        return chain

    def _depth(self, key):
        return len(self._above(key))

    def _apart(self, one, other):
        mine, theirs = self._above(one), self._above(other)
        return len(set(mine) ^ set(theirs))


def _width(found):
    return found[1] - found[0]
