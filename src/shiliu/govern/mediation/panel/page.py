"""The section of a file in which the sides choose who mediates."""

from dataclasses import dataclass

from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import reads_whole
from shiliu.govern.mediation.panel import queries
from shiliu.govern.mediation.panel.models import Panelist


@dataclass(frozen=True)
class Candidate:
    """A mediator with who accepted them, who asked for another, and who has not said anything."""

    seat: Seat
    about: list
    is_ready: bool
    yes: list
    no: list
    open: list


def choosing(_request, dispute, seat):
    if dispute.state != Dispute.State.CHOOSING or not reads_whole(seat):
        return None
    said, sides = queries.answers(dispute), queries.parties(dispute)
    lines = {one.pk: one for one in Panelist.objects.filter(committee__organisation=dispute.committee)}
    candidates = [_candidate(one, said.get(str(one.key), {}), sides, lines) for one in queries.mediators(dispute)]
    return "mediation/choosing.html", {"candidates": candidates, "lacking": queries.lacking(dispute)}


def _candidate(one, said, sides, lines):
    line = lines.get(one.words.get("panelist"))
    groups = {answer: [side.name for side in sides if said.get(side.pk) is answer] for answer in (True, False, None)}
    return Candidate(one, line.told if line else [], bool(said.get(one.pk)), groups[True], groups[False], groups[None])
