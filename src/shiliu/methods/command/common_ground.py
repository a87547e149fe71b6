"""Reads Polis's exports: raw votes (timestamp, comment-id, voter-id, vote) or the matrix (participant, a column a statement).
Nobody's group is printed or written, no group of fewer than --least people, and no count of fewer voters."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from shiliu.methods import plots
from shiliu.methods.bridging import (
    LEAST,
    WHY_NO_GROUPS,
    CommonGround,
    OnStatement,
    common_ground,
    read_statements,
    read_votes,
)

LISTED = 10


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("votes", metavar="VOTES.csv")
    parser.add_argument(
        "--statements", metavar="FILE", help="Polis's comments export: texts, and what was moderated out (-1)"
    )
    parser.add_argument(
        "--least", type=int, default=LEAST, metavar="K", help=f"people a number is about, at least (default {LEAST})"
    )
    parser.add_argument(
        "--resamples", type=int, default=30, metavar="N", help="draws to try how stable the groups are (default 30)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the draws (default 1)")
    parser.add_argument("--json", action="store_true", help="print the whole result for a program")
    parser.add_argument("--plot", metavar="FILE", help="a picture of where people stand, as PNG or SVG")


def run(given: Namespace) -> None:
    if given.plot:
        plots.check_name(given.plot)
    votes = read_votes(given.votes)
    statements = read_statements(given.statements) if given.statements else ()
    texts = {statement.id: statement.text for statement in statements}
    without = {statement.id for statement in statements if statement.moderated == -1} & set(votes.statements)
    found = common_ground(votes, without=without, least=given.least, resamples=given.resamples, seed=given.seed)
    if given.plot:
        draw(found, given.plot)
    if given.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        say(found, texts)


def say(found: CommonGround, texts: dict) -> None:
    """Print a result so that a person can follow it."""
    print(f"{found.people} people cast {found.votes} votes on {len(found.statements)} statements.")
    print(f"No group below has fewer than {found.least} people, and no count fewer than {found.least} voters.")
    _say_groups(found, texts)
    known = [row for row in found.statements if not row.moderated]
    whole = [row for row in known if row.bridging is not None]
    if found.groups:
        print("\nBridging: in every group at least this share is of that mind (95 % sure, all statements together)")
        for row in sorted(whole, key=lambda row: -(row.bridging or 0))[:LISTED]:
            agree = (row.bridging_agree or 0) >= (row.bridging_disagree or 0)
            informed = row.informed_agree if agree else row.informed_disagree
            print(
                f"  {row.bridging or 0:4.0%}  {_mind(agree)}  {_text(row, texts)}  [group-informed consensus {informed:.2f}]"
            )
        if left := len(known) - len(whole):
            print(f"  {left} statements are left out: too few of some group voted on them.")
    print("\nWithout groups: of whichever half of the people, at least this share is of that mind; of all, at least …")
    halves = [row for row in known if row.halves_agree is not None and row.halves_disagree is not None]
    for row in sorted(halves, key=lambda row: -max(row.halves_agree or 0, row.halves_disagree or 0))[:LISTED]:
        agree = (row.halves_agree or 0) >= (row.halves_disagree or 0)
        half, everybody = (row.halves_agree, row.surely_agree) if agree else (row.halves_disagree, row.surely_disagree)
        print(f"  {half:4.0%}  {_mind(agree)}  {_text(row, texts)}  [of all {everybody:.0%}]")
    print(
        "\nThe shares hold for those who voted, as if they had been drawn by lot from everybody; who did not come is not in them."
    )


def draw(found: CommonGround, path: str) -> None:
    """Write a picture: squares of opinion space with enough people in them, and the middles of the groups."""
    figure = plots.figure(7, 6)
    axes = figure.add_subplot()
    if found.squares:
        half = found.square / 2
        most = max(square.people for square in found.squares)
        from matplotlib.patches import Rectangle

        for square in found.squares:
            corner = (square.x - half, square.y - half)
            axes.add_patch(
                Rectangle(
                    corner,
                    found.square,
                    found.square,
                    facecolor=plots.COLOURS[0],
                    alpha=0.15 + 0.75 * square.people / most,
                )
            )
            on_dark = square.people > 0.6 * most
            axes.annotate(
                str(square.people), (square.x, square.y), ha="center", va="center", fontsize=8,
                color="white" if on_dark else "black",
            )  # fmt: skip
    edges = [abs(value) + found.square / 2 for square in found.squares for value in (square.x, square.y)]
    edges += [abs(value) * 1.2 for group in found.groups for value in group.centre]
    reach = max(edges, default=1.0)
    for position, group in enumerate(sorted(found.groups, key=lambda group: group.centre)):
        axes.annotate(
            f"{group.name}: {group.people} people", group.centre, ha="center", va="center", fontsize=11, weight="bold",
            xytext=(reach * (2 * (position + 0.5) / len(found.groups) - 1), reach * 1.12), annotation_clip=False,
            arrowprops={"arrowstyle": "->", "color": plots.COLOURS[1], "linewidth": 1.8}, color=plots.COLOURS[1],
        )  # fmt: skip
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    axes.set_xlabel("first direction in which votes differ")
    axes.set_ylabel("second direction")
    axes.set_title(
        f"How many of {found.counted} people stand where (squares with fewer than {found.least} left white)", pad=36
    )
    plots.save(figure, path)


def _say_groups(found: CommonGround, texts: dict) -> None:
    if found.no_groups:
        print(f"\nNo groups are published. {WHY_NO_GROUPS[found.no_groups]}")
        return
    tried = ", ".join(f"{number}: {score:.3f}" for number, score in sorted(found.silhouettes.items()))
    print(f"\n{len(found.groups)} groups of like opinion (mean silhouette by number of groups {tried})")
    if stability := found.stability:
        print(
            f"People drawn anew {stability.resamples} times: agreement {stability.agreement:.2f} (1 the same, 0 chance; lowest "
            f"tenth {stability.worst:.2f}), as many groups in {stability.same_number:.0%}."
        )
        if stability.agreement < 0.6:
            print("The groups are unstable: rely on what is shared, not on who stands where.")
    by_id = {row.id: row for row in found.statements}
    for position, group in enumerate(found.groups):
        overlap = f", overlap when drawn anew {found.stability.overlap[position]:.2f}" if found.stability else ""
        print(f"\nGroup {group.name}: {group.people} people{overlap}")
        for stands in group.stands_for:
            row = by_id[stands.statement]
            print(f"  {_mind(stands.agree)}  {stands.share:4.0%}, {stands.ratio:.1f} × the others  {_text(row, texts)}")


def _mind(agree: bool) -> str:
    return "agree   " if agree else "disagree"


def _text(row: OnStatement, texts: dict) -> str:
    text = " ".join(texts.get(row.id, "").split())
    return f"{row.id}: {text}" if text else f"statement {row.id}"
