"""The page of a file is made of sections: each part brings its own, so that nobody at the table needs two screens.

    sections.register(40, papers_of)                      from registers.py of a part
    def papers_of(request, dispute, seat): …              → ("mediation/papers.html", {…}) or None: nothing to show to this reader

`seat` is None for the committee's people while they decide, and for whoever broke the seal; `seats.reads_whole(seat)` says whether the
matter and all words may be shown. The template finds its context as `section`, beside `dispute` and `seat`; it begins with an <h2>.
Orders: 10 what to do now, 20 matter, 30 people, 40-69 table, 70-89 agreements, 90 record of work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    template: str
    context: dict


_sections = {}


def register(order, section):
    """`order` is free for one section only."""
    if _sections.get(order, section) is not section:
        raise ValueError(f"two sections of a mediation file want to stand at {order}")
    _sections[order] = section


def shown(request, dispute, seat):
    """[Shown] for this reader, in order."""
    answers = (section(request, dispute, seat) for _order, section in sorted(_sections.items()))
    return [Shown(*answer) for answer in answers if answer]
