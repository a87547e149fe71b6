"""What was found, made ready to be read: statements in their words, charts, and a map of squares on which nobody stands alone."""

from dataclasses import dataclass

from shiliu.govern.proposals.deliberation import queries, rules
from shiliu.govern.proposals.deliberation.models import DeliberationResult, DeliberationStatement

EDGE = 100.0  # side of the map, in units of its drawing


@dataclass(frozen=True)
class Row:
    """One published statement with what is known of it; `votes` and each of `by_group` are (agree, disagree, passed, voters) or None."""

    statement: DeliberationStatement
    votes: tuple | None = None
    by_group: tuple = ()
    known: dict | None = None

    def share(self, agree=True):
        """Of those who answered; passing counts as neither."""
        return self.votes[0 if agree else 1] / self.votes[3] if self.votes else None


def report(topic):
    """What the report page shows, or None before anything may be shown. Statements that are no longer published are left out of it,
    even where the counts were made when they still were."""
    kept = DeliberationResult.objects.filter(topic=topic).first()
    if kept is None:
        return None
    content = kept.content
    rows = rows_of(topic, content)
    by_key = {row.statement.pk: row for row in rows}
    counted = [row for row in rows if row.votes]
    basis = "surely" if content["small"] else "halves"
    common = _sure(counted, basis)
    return {
        "at": kept.at, "is_final": kept.is_final, "people": content["people"], "votes": content["votes"], "least": content["least"],
        "small": content["small"], "no_groups": content["no_groups"], "rows": rows, "counted": len(counted), "stability": content["stability"],
        "common": common, "common_bars": bars(common),
        "bridging": _sure(counted, "bridging") if content["groups"] else [],
        "dividing": _dividing(counted, content) if content["groups"] else [],
        "groups": [
            {"name": group["name"], "people": group["people"],
             "stands_for": [(by_key[one["statement"]].statement, one["agree"]) for one in group["stands_for"] if one["statement"] in by_key]}
            for group in content["groups"]
        ],
        "map": drawing(content),
    }  # fmt: skip


def rows_of(topic, content):
    """[Row] of everything published, those with most answers first."""
    known = {one["id"]: one for one in content["statements"]}
    rows = []
    for statement in queries.statements(topic):
        one = known.get(statement.pk)
        if one is None or one["votes"] is None:
            rows.append(Row(statement))
        else:
            rows.append(
                Row(statement, tuple(one["votes"]), tuple(cell and tuple(cell) for cell in one["by_group"]), one)
            )
    return sorted(rows, key=lambda row: (-(row.votes[3] if row.votes else 0), row.statement.number))


def bars(told):
    """Rows for a bar chart of [(Row, agree)]."""
    return [
        {"label": row.statement.text, "value": row.share(agree), "n": row.votes[3], "tone": "good" if agree else "bad"} for row, agree in told
    ]  # fmt: skip


def drawing(content):
    """{squares: [(x, y, side, opacity, people)], groups: [(x, y, name, people)], size} in units of 0 to EDGE, or None without one."""
    squares, side = content["squares"], content["square"]
    if not squares or not side:
        return None
    reach = max([abs(one[axis]) for one in (*squares, *content["groups"]) for axis in ("x", "y")]) + side / 2
    scale = EDGE / (2 * reach)
    most = max(one["people"] for one in squares)

    def at(x, y):
        return round((x + reach) * scale, 2), round((reach - y) * scale, 2)

    drawn = []
    for one in squares:
        left, top = at(one["x"] - side / 2, one["y"] + side / 2)
        drawn.append((left, top, round(side * scale, 2), round(0.15 + 0.75 * one["people"] / most, 2), one["people"]))
    return {"squares": drawn, "groups": [(*at(one["x"], one["y"]), one["name"], one["people"]) for one in content["groups"]],
            "people": sum(one["people"] for one in squares)}  # fmt: skip


def _sure(rows, basis):
    """[(Row, agree)] of which surely more than half agree, or disagree, by this basis; the surest first."""
    found = []
    for row in rows:
        for agree, name in ((True, f"{basis}_agree"), (False, f"{basis}_disagree")):
            if (row.known[name] or 0) > rules.BRIDGING:
                found.append((row.known[name], row, agree))
    found.sort(key=lambda one: (-one[0], one[1].statement.number))
    return [(row, agree) for _sure_share, row, agree in found[: rules.SHOWN]]


def _dividing(rows, content):
    """Statements that carry people furthest apart, with the share of each group that agrees."""
    whole = [row for row in rows if row.known["pull"] is not None and all(cell and cell[3] for cell in row.by_group)]
    whole = [
        row
        for row in whole
        if any(2 * cell[0] > cell[3] for cell in row.by_group) and any(2 * cell[1] > cell[3] for cell in row.by_group)
    ]
    whole.sort(key=lambda row: (-row.known["pull"], row.statement.number))
    names = [group["name"] for group in content["groups"]]
    return [(row, list(zip(names, row.by_group, strict=True))) for row in whole[: rules.SHOWN]]
