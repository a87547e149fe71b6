"""FILE.pb is a Pabulib file (.pb or .pb.gz). What it says of its voters besides their votes is not read.

shiliu count FILE.pb                                    equal shares of the budget, nothing more
shiliu count FILE.pb --completion add1u --log           as many cities do, and step by step
shiliu count FILE.pb --rule greedy                      by votes, as most cities do
shiliu count FILE.pb --tie min-cost,id --json           for programs
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from shiliu.methods import equal_shares
from shiliu.methods.equal_shares import Count, Pabulib, Step, decimal
from shiliu.methods.inputs import BadInput
from shiliu.methods.outputs import write_whole

STOPS = {
    "overspend": "one more would overspend the budget",
    "exhaustive": "nothing that is left fits into the budget",
    "everything": "every project with support is bought",
}
LEFT = {
    "no_support": "nobody supports it",
    "few_votes": "too few votes",
    "too_dear": "costs more than the whole budget",
    "money_gone": "its supporters have {behind} left",
    "does_not_fit": "does not fit into what is left of the budget",
    "stopped": "the rule had ended",
    "over_budget": "one increment later it would be bought, and the budget overspent",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.pb")
    parser.add_argument("--rule", choices=equal_shares.RULES, default="equal-shares")
    parser.add_argument(
        "--completion",
        choices=equal_shares.COMPLETIONS,
        default="none",
        help="what happens to money that equal shares leave: add1 raises each voter's money until the next step would overspend; "
        "…e stops also when nothing more fits; …u then fills up by satisfaction per cost; exhaustive is add1eu",
    )
    parser.add_argument(
        "--satisfaction", choices=equal_shares.SATISFACTIONS, help="what a project is worth to a voter who wants it"
    )
    parser.add_argument(
        "--tie",
        default=",".join(equal_shares.USUAL_TIE),
        help="what decides between equals, in this order: votes, min-cost, max-cost, id, file, or ids of projects",
    )
    parser.add_argument("--increment", default="1", help="money a voter and step of add1 (1)")
    parser.add_argument("--least-votes", type=int, default=0, help="projects with fewer are no candidates")
    parser.add_argument("--no-skip", action="store_true", help="greedy ends at the first project that does not fit")
    parser.add_argument("--log", action="store_true", help="tell every step")
    parser.add_argument("--json", action="store_true", help="the result for programs")
    parser.add_argument(
        "--write", type=Path, metavar="OUT", help="write the result as .json, or the file with it as .pb"
    )


def run(given: argparse.Namespace) -> None:
    if given.write and given.write.suffix not in (".pb", ".json"):
        raise BadInput("written_name", "must end in .pb or .json", file=given.write)
    file = equal_shares.read(given.file)
    counted = equal_shares.count(
        file.election,
        given.rule,
        completion=given.completion,
        satisfaction=given.satisfaction,
        tie=[word.strip() for word in given.tie.split(",") if word.strip()],
        increment=given.increment,
        skip=not given.no_skip,
        least_votes=given.least_votes,
    )
    text = json.dumps(_plain(file, counted), ensure_ascii=False, indent=2)
    if given.write:
        _write(given.write, file, counted, text)
    if given.json:
        print(text)
        return
    print("\n".join(_told(file, counted, given.log)))


def _write(path: Path, file: Pabulib, counted: Count, text: str) -> None:
    if path.suffix == ".pb":
        equal_shares.write(file, path, selected=counted.winners)
        return
    write_whole(path, text + "\n")


def _plain(file: Pabulib, counted: Count) -> dict[str, Any]:
    found = {key: _number(value) for key, value in asdict(counted).items()}
    found["remarks"] = [asdict(remark) for remark in file.remarks]
    if compared := _compared(file, counted):
        found["official"] = {
            "rule": file.meta.get("rule", ""),
            "same": not any(compared),
            "missing": compared[0],
            "more": compared[1],
        }
    return found


def _number(value: Any) -> Any:
    """Amounts of money exactly: whole ones as numbers, others as text."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else decimal(value) if _ends(value) else str(value)
    if isinstance(value, dict):
        return {key: _number(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_number(part) for part in value]
    return value


def _ends(value: Fraction) -> bool:
    return not 10**18 % value.denominator


def _compared(file: Pabulib, counted: Count) -> tuple[list[str], list[str]] | None:
    """What the file says was chosen and is not chosen here, and the other way round."""
    if (selected := file.selected) is None or not any(selected.values()):
        return None
    official = {key for key, said in selected.items() if said == 1}
    ours = set(counted.winners)
    return sorted(official - ours), sorted(key for key in ours if not selected[key])


def _told(file: Pabulib, counted: Count, log: bool) -> list[str]:
    names = dict(zip(file.election.ids, file.election.names, strict=True))
    election = file.election
    about = " ".join(filter(None, (file.meta.get("unit"), file.meta.get("subunit"), file.meta.get("instance"))))
    lines = [
        f"{about or file.meta.get('description', 'Election')}: {counted.voters:,} voters, {len(election.ids)} projects, "
        f"a budget of {_money(counted.budget)} {file.meta.get('currency', '')}".rstrip(),
        f"Rule: {counted.rule}, {counted.variant}; satisfaction: {counted.satisfaction}; ties: {', '.join(counted.tie)}",
        *(_remark(remark) for remark in file.remarks),
        "",
    ]
    lines += _steps(counted, names, log)
    share = counted.cost / counted.budget if counted.budget else Fraction(0)
    lines += [
        "",
        f"{len(counted.winners)} projects for {_money(counted.cost)}, {float(share):.1%} of the budget; "
        f"{_money(counted.budget - counted.cost)} is left.",
    ]
    lines += _raised(counted)
    if log:
        lines += ["", "Not chosen:"]
        lines += [
            f"  {left.project} {names[left.project]} ({_money(left.cost)}, {left.supporters:,} supporters): "
            + LEFT[left.code].format(behind=_money(left.behind))
            for left in counted.left_out
        ]
    lines += _checked(counted)
    lines += _official(file, counted)
    return lines


def _remark(remark: equal_shares.Remark) -> str:
    if remark.code == "repeated":
        return f"Note: {remark.found} ballots approve a project twice; it counts once."
    return f"Note: the file says {remark.code} is {remark.said}; it holds {remark.found}."


def _steps(counted: Count, names: dict[str, str], log: bool) -> list[str]:
    lines = []
    for number, step in enumerate(counted.steps, start=1):
        lines.append(
            f"{number:>4}. {step.project} {names[step.project]}: {_money(step.cost)}, {step.supporters:,} supporters"
        )
        if log:
            lines += [f"      {told}" for told in _why(counted, step)]
    return lines or ["   No project can be bought."]


def _why(counted: Count, step: Step) -> list[str]:
    told = []
    if step.code == "free":
        told.append("It costs nothing.")
    elif step.most is not None:
        told.append(
            f"Its supporters pay {_money(step.most)} each: {step.paid_full:,} the full price, {step.paid_last:,} the last they have. "
            f"Price of a unit of satisfaction {step.price:.9g}; as strong as {step.effective_votes:,.1f} votes paying alike."
        )
    elif counted.rule == "phragmen":
        told.append(f"Each supporter then carries a load of {_money(step.price)}.")
    else:
        told.append(
            f"The next by {'satisfaction per cost' if counted.rule != 'greedy' else 'votes'}: {step.price:.9g}."
        )
    if step.tied:
        told.append(f"Exactly as good, but behind by the tie-break: {', '.join(step.tied)}.")
    return told


def _raised(counted: Count) -> list[str]:
    if counted.money is None:
        return []
    if counted.raised is None:
        return [f"Every voter had {_money(counted.money)} to spend."]
    told = counted.raised
    lines = [
        f"Every voter's money was raised {told.times:,} times by {_money(told.increment)}, to {_money(told.money)}; "
        f"it stopped because {STOPS[told.stop]}."
    ]
    if told.overspending:
        lines.append(f"One increment later also bought: {', '.join(told.overspending)}.")
    return lines


def _checked(counted: Count) -> list[str]:
    if counted.certificate is None:
        return []
    exactly = f"{counted.certificate.decided_exactly} close decisions were made in exact fractions"
    if counted.certificate.exact:
        return ["", f"Certified: the purchases were replayed in whole numbers and agree; {exactly}."]
    return ["", f"NOT certified: rounding errors may have decided a step; {exactly}."]


def _official(file: Pabulib, counted: Count) -> list[str]:
    compared = _compared(file, counted)
    if compared is None:
        return []
    rule = file.meta.get("rule", "not named")
    if not any(compared):
        return [f"The file's official result (rule: {rule}) is the same."]
    missing, more = compared
    lines = [f"The file's official result (rule: {rule}) differs:"]
    lines += [f"  officially chosen, not here: {', '.join(missing)}"] if missing else []
    lines += [f"  chosen here, not officially: {', '.join(more)}"] if more else []
    if threshold := file.meta.get("min_project_score_threshold"):
        lines.append(f"  The file names a threshold of {threshold} votes: --least-votes {threshold} applies it.")
    return lines


def _money(value: Fraction | float | None) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Fraction) and value.denominator == 1:
        return f"{value.numerator:,}"
    return f"{float(value):,.2f}"
