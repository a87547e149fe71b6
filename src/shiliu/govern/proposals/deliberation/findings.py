"""What may be published of the answers: counts, common ground, groups of many; never anybody's place or group.

Only answers to published statements are read, so that nothing about a rejected one is part of any number."""

from shiliu.govern.proposals.deliberation import rules
from shiliu.govern.proposals.deliberation.models import DeliberationAnswer
from shiliu.methods import bridging
from shiliu.methods.bridging.space import opinion_space

NUMBERS = (
    "surely_agree", "surely_disagree", "halves_agree", "halves_disagree", "bridging_agree", "bridging_disagree", "informed_agree",
    "informed_disagree", "pull",
)  # fmt: skip


def votes_of(topic):
    """The answers to published statements as methods.bridging reads them, or None before the first."""
    rows = DeliberationAnswer.objects.filter(statement__topic=topic, statement__state="published")
    found = list(rows.order_by("statement", "token").values_list("token", "statement", "value"))
    return bridging.gather(*zip(*found, strict=True)) if found else None


def compute(topic, *, drawn_anew=0):
    """What may be published, as JSON-able values. Below `topic.small_below` people no groups are looked for and no map is drawn."""
    votes = votes_of(topic)
    people = votes.shape[0] if votes is not None else 0
    small = people < topic.small_below
    content = {"people": people, "votes": 0, "least": topic.least, "small": small, "statements": [], "agreed": [], "rejected": [],
               "groups": [], "squares": [], "square": 0.0, "no_groups": None, "stability": None}  # fmt: skip
    if people < topic.least:
        return content
    more = {"fewest_votes": rules.NO_GROUPS} if small else {"resamples": drawn_anew}
    found = bridging.common_ground(votes, least=topic.least, **more)
    firm = found.stability
    return content | {
        "votes": found.votes, "no_groups": None if small else found.no_groups, "agreed": list(found.agreed), "rejected": list(found.rejected),
        "statements": [_statement(one) for one in found.statements],
        "groups": [
            {"name": one.name, "people": one.people, "x": round(one.centre[0], 3), "y": round(one.centre[1], 3),
             "stands_for": [{"statement": said.statement, "agree": said.agree, "share": round(said.share, 3)} for said in one.stands_for]}
            for one in found.groups
        ],
        "squares": [{"x": round(one.x, 3), "y": round(one.y, 3), "people": one.people} for one in found.squares],
        "square": round(found.square, 4),
        "stability": None if firm is None else
        {"resamples": firm.resamples, "agreement": round(firm.agreement, 2), "same_number": round(firm.same_number, 2),
         "overlap": [round(one, 2) for one in firm.overlap]},
    }  # fmt: skip


def pulls_of(topic):
    """{statement: how far agreeing with it alone carries somebody} as the answers stand."""
    votes = votes_of(topic)
    if votes is None:
        return {}
    return dict(zip(votes.statements, opinion_space(votes).pull.tolist(), strict=True))


def _statement(one):
    numbers = {name: getattr(one, name) for name in NUMBERS}
    return {
        "id": one.id, "votes": _cell(one.votes), "by_group": [_cell(cell) for cell in one.by_group],
        **{name: None if value is None else round(value, 3) for name, value in numbers.items()},
    }  # fmt: skip


def _cell(cell):
    return None if cell is None else [cell.agree, cell.disagree, cell.passed, cell.voters]
